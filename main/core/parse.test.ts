import fc from "fast-check";
import { expect, test } from "vitest";
import { maxJobBytes, type SignedJob, signedJobSchema } from "../contract/job.ts";
import { problemCodes } from "../contract/problem.ts";
import { signedJobs } from "./arbitraries.ts";
import { parseSignedJob } from "./parse.ts";

const [plain] = fc.sample(signedJobs, { seed: 1, numRuns: 1 });
if (!plain) throw new Error("no sample");
const withJob = (change: object): unknown => ({ ...plain, job: { ...plain.job, ...change } });
const { signature: _, ...bare } = plain;

test("a signed job is read as it is, from text and from a value", () => {
	fc.assert(
		fc.property(signedJobs, (signed) => {
			expect(parseSignedJob(JSON.stringify(signed))).toEqual({ ok: true, signed });
			expect(parseSignedJob(signed)).toEqual({ ok: true, signed });
		}),
	);
});

test.each<[string, unknown, string]>([
	["no JSON", "{", "job.malformed"],
	["nothing", "", "job.malformed"],
	["undefined", undefined, "job.malformed"],
	["a number", 7, "job.malformed"],
	["a list", [], "job.malformed"],
	["an empty object", {}, "job.malformed"],
	["a function", () => 1, "job.malformed"],
	["a big integer", { job: 1n }, "job.malformed"],
	["a job of another version", withJob({ v: 2 }), "job.malformed"],
	["a network", withJob({ network: "host" }), "job.malformed"],
	["a path as output", withJob({ outputs: [{ name: "../a", maxBytes: 1 }] }), "job.malformed"],
	["half a surrogate pair", JSON.stringify(plain).replace('"purpose":"', '"purpose":"\\ud800'), "job.malformed"],
	["half a surrogate pair in a name", JSON.stringify(plain).replace("{", '{"\\ud800":1,'), "job.malformed"],
	["a field at the top", { ...plain, mounts: ["/"] }, "job.unknown-key"],
	["a field in the job", withJob({ privileged: true }), "job.unknown-key"],
	["a field in the limits", withJob({ limits: { ...plain.job.limits, devices: 1 } }), "job.unknown-key"],
	["an unknown field beside a bad one", withJob({ v: 2, privileged: true }), "job.unknown-key"],
	["no signature", bare, "job.unsigned"],
	["an empty signature", { ...plain, signature: "" }, "job.unsigned"],
	["a null signature", { ...plain, signature: null }, "job.unsigned"],
	["a bare job", plain.job, "job.unsigned"],
	["half a signature", { ...plain, signature: "abc" }, "job.bad-signature"],
	["a large job", withJob({ argv: Array.from({ length: 40 }, () => "x".repeat(4000)) }), "job.too-large"],
	["a text that is large only in UTF-8", `"${"ü".repeat(maxJobBytes / 2)}"`, "job.too-large"],
])("%s is refused", (_name, input, code) => {
	expect(parseSignedJob(input)).toMatchObject({ ok: false, code });
});

test("the unknown key is named with its place", () => {
	expect(parseSignedJob(withJob({ limits: { ...plain.job.limits, devices: 1 } }))).toMatchObject({
		args: { key: "job.limits.devices" },
	});
});

test("the cap is exact", () => {
	const text = JSON.stringify(plain);
	expect(parseSignedJob(text.padEnd(maxJobBytes)).ok).toBe(true);
	expect(parseSignedJob(text.padEnd(maxJobBytes + 1))).toMatchObject({ code: "job.too-large" });
});

test("never throws: any value, any text, any job with one part replaced", () => {
	const bad = fc.oneof(fc.anything(), fc.string({ unit: "binary" }), fc.json(), fc.jsonValue());
	const paths = fc.constantFrom("job", "signature", "job.argv", "job.env", "job.limits", "job.id", "job.deadline");
	fc.assert(
		fc.property(signedJobs, bad, paths, (signed, value, path) => {
			const [top = "", inner] = path.split(".");
			const spoilt = inner ? { ...signed, job: { ...signed.job, [inner]: value } } : { ...signed, [top]: value };
			for (const input of [value, spoilt]) {
				const parsed = parseSignedJob(input);
				if (parsed.ok) expect(signedJobSchema.safeParse(parsed.signed).success).toBe(true);
				else expect(problemCodes).toContain(parsed.code);
			}
		}),
		{ numRuns: 300 },
	);
});

test("hostile values do no harm", () => {
	const thrower = new Proxy({} as SignedJob, {
		get() {
			throw new Error("no");
		},
	});
	const loop: Record<string, unknown> = {};
	loop.job = loop;
	for (const input of [thrower, loop, "[".repeat(maxJobBytes), `{"__proto__":${JSON.stringify(plain)}}`]) {
		expect(parseSignedJob(input).ok).toBe(false);
	}
	expect(
		parseSignedJob(JSON.stringify(plain).replace('"env":{', '"env":{"__proto__":"x",').replace(",}", "}")),
	).toBeDefined();
	expect(({} as Record<string, unknown>).job).toBeUndefined();
});
