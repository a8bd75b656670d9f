// Every command once for people and once as JSON, checked with the contract's schemas, against a real agent.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { doctorReportSchema } from "../main/contract/about.ts";
import { historyRowSchema, jobNewsSchema } from "../main/contract/calls.ts";
import { grantSchema } from "../main/contract/consent.ts";
import { ledgerCheckSchema } from "../main/contract/ledger.ts";
import { jobRecordSchema } from "../main/contract/pool.ts";
import { receiptSchema } from "../main/contract/receipt.ts";
import { snapshotSchema } from "../main/contract/snapshot.ts";
import { receiptSignatureHolds } from "../main/tools/crypto/signed.ts";
import { until } from "./harness/agents.ts";
import { hearth, startHearth } from "./harness/command-line.ts";
import { openScene } from "./harness/scene.ts";

const scene = openScene();
let data: string, files: string;
let agent: Awaited<ReturnType<typeof scene.agent>>;
beforeAll(async () => {
	agent = await scene.agent();
	data = agent.data;
	files = scene.directory();
	writeFileSync(join(files, "words.txt"), "to lend or not to lend\n");
	writeFileSync(
		join(files, "count.py"),
		`import sys
words = open("/in/words.txt").read().split()
print(len(words), "words,", len(set(words)), "different;", *sys.argv[1:])
print("counted", file=sys.stderr)
open("/out/count.txt", "w").write(str(len(words)))
`,
	);
	writeFileSync(join(files, "fail.py"), "import sys\nsys.exit(41)\n");
	writeFileSync(join(files, "forever.py"), 'print("on and on", flush=True)\nwhile True:\n    pass\n');
	await until(agent.door, ({ runners }) => runners.wasm.code === "ok" && runners.container.code !== "probing");
});
afterAll(() => scene.end());

const run = (...argv: string[]) => hearth(data, argv, { cwd: files });
/** Standard output as one document of the given form, after an exit with `code` and nothing on standard error. */
async function json<T extends z.ZodType>(schema: T, argv: string[], code = 0): Promise<z.infer<T>> {
	const ran = await run("--json", ...argv);
	expect([ran.code, ran.err], ran.out).toEqual([code, ""]);
	expect(ran.out.endsWith("}\n") || ran.out.endsWith("]\n")).toBe(true);
	return schema.parse(ran.json);
}

const allow =
	"--class wasm --cpus 1 --memory 1GiB --scratch 256MiB --when any-time --on-battery --metered --for 30d --yes".split(
		" ",
	);
const stopSchema = z.strictObject({ withdrawn: z.int(), stopped: z.array(receiptSchema) });
const count = ["--input", "words.txt", "--output", "count.txt:1KiB", "--python", "count.py"];

describe("the tour", () => {
	it("status: what this PC does and why", async () => {
		const human = await run("status");
		expect([human.code, human.err]).toEqual([0, ""]);
		expect(human.out).toMatch(/^Lending is off\.\n/);
		expect(human.out).toContain("You have not allowed any lending.");
		const now = await json(snapshotSchema, ["status"]);
		expect(now).toMatchObject({
			state: "off",
			grants: [],
			budget: null,
			jobs: [],
			pool: { engine: "embedded", connected: true },
		});
	});

	it("lend on, lend off: the one sentence, recorded word for word", async () => {
		const human = await run("lend", "on", ...allow);
		expect(human).toMatchObject({ code: 0 });
		expect(human.err).toMatch(/may run small programs on this PC with up to 1 core, 1 GiB of memory/);
		expect(human.out).toMatch(/^Recorded\. This ends by itself on .*; "hearth stop" ends it now\.\n$/);
		const off = await run("lend", "off");
		expect([off.code, off.out]).toEqual([0, "Lending is off. What you allowed is withdrawn.\n"]);
		const shown = await run("lend", "on", "--json", ...allow);
		const grant = grantSchema.parse(shown.json);
		expect([shown.code, shown.err]).toEqual([0, expect.stringContaining(grant.shown.text)]);
		expect(grant).toMatchObject({
			classes: ["wasm"],
			via: "cli",
			amounts: { cpus: 1, memoryMiB: 1024, scratchMiB: 256 },
		});
		expect(grant.expiresAt - grant.givenAt).toBe(30 * 86_400_000);
		expect((await json(snapshotSchema, ["status"])).grants).toEqual([grant]);
		expect((await run("status")).out).toMatch(/^(Lending now|Ready to lend)/);
	});

	it("pause, resume", async () => {
		expect((await run("pause", "30m")).out).toMatch(/^Lending is on hold until /);
		const until = (await json(z.strictObject({ until: z.int() }), ["pause", "2h"])).until;
		expect(await json(snapshotSchema, ["status"])).toMatchObject({ state: "paused", pausedUntil: until });
		expect(await json(z.strictObject({}), ["resume"])).toEqual({});
		const again = await run("resume");
		expect([again.code, again.err]).toEqual([0, ""]);
		expect((await json(snapshotSchema, ["status"])).pausedUntil).toBeNull();
	});

	let counted: z.infer<typeof jobRecordSchema>;
	it("submit --wait: the job's own output and exit code", async () => {
		const human = await run("submit", "--wait", "--title", "Count words", ...count, "--", "as asked");
		expect([human.code, human.out]).toEqual([0, "6 words, 4 different; as asked\n"]);
		expect(human.err).toContain("counted\n");
		expect(human.err).toMatch(/Count words: finished, after .*, exit code 0\.\n$/);
		const failed = await run("submit", "--wait", "--python", "fail.py");
		expect([failed.code, failed.out]).toEqual([41, ""]);
		const streamed = await run("submit", "--json", "--wait", "--title", "Count again", ...count);
		expect([streamed.code, streamed.err]).toEqual([0, ""]);
		const [first, ...news] = streamed.lines;
		const submitted = z.strictObject({ kind: z.literal("submitted"), id: z.uuid() }).parse(first);
		const told = news.map((one) => jobNewsSchema.parse(one));
		expect(
			told.flatMap((one) => (one.kind === "log" && one.chunk.stream === "stdout" ? [one.chunk.text] : [])).join(""),
		).toBe("6 words, 4 different;\n");
		const last = told.at(-1);
		if (last?.kind !== "state") throw new Error("the last news is no state");
		counted = last.record;
		expect(counted).toMatchObject({ id: submitted.id, state: "done", title: "Count again" });
	});

	it("submit, jobs, logs, cancel: the requester's side", async () => {
		const human = await run("submit", "--title", "Goes on", "--python", "forever.py");
		expect([human.code, human.err]).toEqual([0, ""]);
		const id = human.out.trim();
		const following = startHearth(data, ["logs", id, "--follow"]);
		await following.sees("out", "on and on\n");
		const so_far = await run("logs", id);
		expect([so_far.code, so_far.out]).toEqual([0, "on and on\n"]);
		const listed = await json(z.array(jobRecordSchema), ["jobs"]);
		expect(listed.map((one) => [one.title, one.state])).toEqual([
			["Goes on", "running"],
			["Count again", "done"],
			["fail.py", "failed"],
			["Count words", "done"],
		]);
		const table = (await run("jobs")).out.split("\n");
		expect(table[0]).toMatch(/^ID +TITLE +CLASS +STATE +ASKED/);
		expect(table[1]).toMatch(new RegExp(`^${id} +Goes on +wasm +running`));
		const running = await run("status");
		expect(running.out).toContain("Goes on");
		expect((await run("cancel", id)).out).toBe("Goes on: called off.\n");
		expect((await following.done).code).toBe(0);
		expect(await json(jobRecordSchema, ["cancel", id])).toMatchObject({ id, state: "cancelled" });
		const told = (await run("logs", "--json", counted.id)).lines.map((one) => jobNewsSchema.parse(one));
		expect(told.at(-1)).toMatchObject({ kind: "state", record: { id: counted.id, state: "done" } });
		const second = await json(z.strictObject({ id: z.uuid() }), ["submit", "--python", "fail.py"]);
		await startHearth(data, ["logs", second.id, "--follow"]).done;
	});

	it("result: the output files, never over what is there", async () => {
		const human = await run("result", counted.id, "--to", "here");
		expect([human.code, human.out]).toEqual([0, `${join(files, "here", "count.txt")}\n`]);
		expect(readFileSync(join(files, "here", "count.txt"), "utf8")).toBe("6");
		const written = z.strictObject({
			id: z.uuid(),
			files: z.array(z.strictObject({ path: z.string(), bytes: z.int() })),
		});
		expect((await json(written, ["result", counted.id, "--to", "there"])).files).toMatchObject([{ bytes: 1 }]);
		writeFileSync(join(files, "here", "count.txt"), "mine");
		expect((await run("result", counted.id, "--to", "here")).code).toBe(2);
		expect(readFileSync(join(files, "here", "count.txt"), "utf8")).toBe("mine");
		expect((await run("result", counted.id, "--to", "here", "--force")).code).toBe(0);
		expect(readFileSync(join(files, "here", "count.txt"), "utf8")).toBe("6");
		expect(readdirSync(join(files, "here"))).toEqual(["count.txt"]);
	});

	it("stop: all work ends now, proven", async () => {
		const busy = async () => {
			const { id } = await json(z.strictObject({ id: z.uuid() }), ["submit", "--python", "forever.py"]);
			const following = startHearth(data, ["logs", id, "--follow"]);
			await following.sees("out", "on and on\n");
			return { id, following };
		};
		const first = await busy();
		const human = await run("stop");
		expect([human.code, human.err]).toEqual([0, ""]);
		expect(human.out).toMatch(
			/^Lending is off\. What you allowed is withdrawn\.\n1 job was stopped, proven after .*\nNo process and no file of it is left\.\n$/,
		);
		await run("cancel", first.id);
		await first.following.done;
		expect((await run("lend", "on", ...allow)).code).toBe(0);
		const second = await busy();
		const { withdrawn, stopped } = await json(stopSchema, ["stop"]);
		expect([withdrawn, stopped.map(({ body }) => [body.jobId, body.end, body.proof?.processesLeft])]).toEqual([
			1,
			[[second.id, "owner-stop", 0]],
		]);
		await run("cancel", second.id);
		await second.following.done;
		expect(await json(stopSchema, ["lend", "off"])).toEqual({ withdrawn: 0, stopped: [] });
		expect((await run("stop")).out).toBe("Lending is off. Nothing was allowed.\n");
	});

	it("history, its receipts and the ledger: the owner's side", async () => {
		const list = z.strictObject({ rows: z.array(historyRowSchema), total: z.int() });
		const { rows, total } = await json(list, ["history"]);
		expect(total).toBe(rows.length);
		expect(rows.map((row) => [row.title, row.end])).toEqual([
			["forever.py", "owner-stop"],
			["forever.py", "owner-stop"],
			["fail.py", "failed"],
			["Goes on", "cancelled"],
			["Count again", "done"],
			["fail.py", "failed"],
			["Count words", "done"],
		]);
		const table = (await run("history")).out;
		expect(table).toMatch(/^ENDED +TITLE +FROM +CLASS +END +TIME +CPU TIME +MEMORY +RECEIPT\n/);
		expect(table).toContain("you stopped it");
		const id = rows[4]?.receiptId ?? "";
		const proof = await json(z.strictObject({ receipt: receiptSchema, verified: z.boolean() }), [
			"history",
			"--receipt",
			id,
		]);
		expect([proof.verified, receiptSignatureHolds(proof.receipt)]).toEqual([true, true]);
		expect(proof.receipt).toEqual(counted.result?.receipt);
		const human = await run("history", "--receipt", id);
		expect([human.code, human.out]).toEqual([
			0,
			expect.stringMatching(/no process left, scratch erased.*\n.*holds; found in an unbroken record/),
		]);
		expect((await json(ledgerCheckSchema, ["ledger", "verify"])).ok).toBe(true);
		expect((await run("ledger", "verify")).out).toMatch(/^The record holds: \d+ entries, head [0-9a-f]{64}\.\n$/);
	});

	it("ui, doctor: the window's address, and what is wrong here", async () => {
		const human = await run("ui");
		expect([human.code, human.err]).toEqual([0, "This address works once and for this PC only.\n"]);
		const { url } = await json(z.strictObject({ url: z.url() }), ["ui"]);
		expect(new URL(url).port).toBe(new URL(human.out).port);
		expect(url).not.toBe(human.out.trim());
		const report = await json(doctorReportSchema, ["doctor"]);
		expect(report.findings.filter((one) => one.level === "problem")).toEqual([]);
		expect((await run("doctor")).code).toBe(0);
	});

	it("agent: ends cleanly at TERM, and the consent stands when it starts again", async () => {
		expect((await run("lend", "on", ...allow)).code).toBe(0);
		expect(await agent.stop()).toBe(0);
		expect((await run("status")).code).toBe(4);
		const next = await scene.agent({ data });
		expect(await until(next.door, (now) => now.state === "ready")).toMatchObject({ grants: [{ classes: ["wasm"] }] });
	});
});
