// What a person can type wrong, through the real command line: a clear answer, the right exit code, and nothing changed.
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestAgent, until } from "./harness/agents.ts";
import { fileOf, moduleJob, pythonJob } from "./harness/ask.ts";
import { expectRefused, footprint, type Refused } from "./harness/bad-input.ts";
import { openScene } from "./harness/scene.ts";
import { squareModule } from "./real/square-module.ts";

const scene = openScene();
let agent: TestAgent;
let files: string;
let foreignJob: string;
let queuedJob: string;

beforeAll(async () => {
	const pool = `embedded:${scene.directory()}`;
	const stranger = await scene.agent({ pool });
	agent = await scene.agent({ pool });
	files = scene.directory();
	writeFileSync(join(files, "ok.py"), "print(1)\n");
	writeFileSync(join(files, "text.wasm"), "this is no module");
	mkdirSync(join(files, "twice"));
	writeFileSync(join(files, "a.txt"), "a");
	writeFileSync(join(files, "twice", "a.txt"), "another a");
	const large = openSync(join(files, "large.bin"), "w");
	ftruncateSync(large, 65 * 1_048_576); // sparse
	closeSync(large);
	foreignJob = (await stranger.door.jobs.submit(moduleJob(squareModule, ["2"]))).id;
	queuedJob = (await agent.door.jobs.submit(moduleJob(squareModule, ["3"]))).id;
	await until(agent.door, ({ runners }) => runners.wasm.code === "ok" && runners.container.code !== "probing");
});
afterAll(() => scene.end());

const submit = (...more: string[]) => ["submit", "--python", "ok.py", ...more];
const lendOn = (...more: string[]) =>
	`lend on --class wasm --cpus 1 --memory 512MiB --scratch 64MiB --when any-time --on-battery --metered --yes ${more.join(" ")}`
		.trim()
		.split(" ");
const noId = "00000000-0000-4000-8000-000000000000";

describe("a job that cannot be", () => {
	it.each<[string, Refused]>([
		[
			"no such script",
			{ argv: ["submit", "--python", "gone.py"], code: "job.input-missing", exit: 2, says: /gone\.py/ },
		],
		[
			"a missing input file",
			{ argv: submit("--input", "gone.txt"), code: "job.input-missing", exit: 2, says: /gone\.txt/ },
		],
		[
			"two inputs of one name",
			{ argv: submit("--input", "a.txt", "--input", "twice/a.txt"), code: "job.malformed", exit: 3, says: /same name/ },
		],
		["an input over 64 MiB", { argv: submit("--input", "large.bin"), code: "job.too-large", exit: 3, says: /64 MiB/ }],
		[
			"more cores than any PC",
			{ argv: submit("--cpus", "300"), code: "input.malformed", exit: 2, says: /--cpus “300”.* 256/ },
		],
		[
			"more memory than any PC",
			{ argv: submit("--memory", "2TiB"), code: "input.malformed", exit: 2, says: /memory/i },
		],
		[
			"more time than a week",
			{ argv: submit("--seconds", "700000"), code: "input.malformed", exit: 2, says: /--seconds/ },
		],
		[
			"an output outside of /out",
			{ argv: submit("--output", "../escape"), code: "input.malformed", exit: 2, says: /\.\.\/escape/ },
		],
		[
			"an output over 64 MiB",
			{ argv: submit("--output", "big:65MiB"), code: "input.malformed", exit: 2, says: /output/i },
		],
		[
			"an image that can change",
			{ argv: ["submit", "--image", "busybox:latest"], code: "job.image-not-pinned", exit: 3, says: /digest/ },
		],
		[
			"a module that is none",
			{ argv: ["submit", "--module", "text.wasm"], code: "job.malformed", exit: 3, says: /not a WebAssembly module/ },
		],
		[
			"a password among its words",
			{ argv: submit("--", "--password=hunter22"), code: "job.secret", exit: 3, says: /password or key/ },
		],
		[
			"a class that does not fit",
			{ argv: submit("--class", "container"), code: "input.malformed", exit: 2, says: /--class container/ },
		],
		["nothing to run", { argv: ["submit"], code: "input.malformed", exit: 2, says: /--python FILE/ }],
	])("%s", async (_name, refused) => {
		await expectRefused(agent.data, refused, { cwd: files });
	});

	it("is refused at the door as well: unknown keys, impossible limits, a deadline that is over", async () => {
		const before = footprint(agent.data);
		const good = pythonJob("print(1)");
		const bad: unknown[] = [
			{ ...good, mounts: ["/"] },
			{ ...good, limits: { ...good.limits, privileged: true } },
			{ ...good, limits: { ...good.limits, cpu: 1_000 } },
			{ ...good, limits: { ...good.limits, memoryMiB: -1 } },
			{ ...good, deadlineSeconds: 0 },
			{ ...good, deadlineSeconds: -5 },
			{ ...good, outputs: [{ name: "a/../../b", maxBytes: 1 }] },
			{ ...good, inputs: [fileOf("../a", Buffer.from("x"))] },
			{ ...good, env: { "BAD NAME": "x" } },
			{},
			null,
		];
		for (const one of bad) {
			const answer = agent.door.jobs.submit(one as typeof good).then(
				() => "accepted",
				(error: { code?: string }) => error.code,
			);
			expect(["BAD_REQUEST", "PROBLEM"], JSON.stringify(one)).toContain(await answer);
		}
		expect(footprint(agent.data)).toEqual(before);
	});
});

describe("consent that cannot be", () => {
	it.each<[string, Refused]>([
		[
			"hours without length",
			{
				argv: lendOn("--hours", "08:00-08:00"),
				code: "consent.never-lends",
				exit: 3,
				says: /begin and end at the same time/,
			},
		],
		[
			"hours that no clock has",
			{ argv: lendOn("--hours", "25:00-26:00"), code: "input.malformed", exit: 2, says: /25:00-26:00/ },
		],
		[
			"hours inside quiet hours",
			{
				argv: lendOn("--hours", "08:00-09:00", "--quiet", "07:00-10:00"),
				code: "consent.never-lends",
				exit: 3,
				says: /quiet hours cover/,
			},
		],
		[
			"more cores than here",
			{
				argv: lendOn().map((one) => (one === "1" ? "200" : one)),
				code: "consent.more-than-here",
				exit: 3,
				says: /200 cores/,
			},
		],
		[
			"a class nothing here can run",
			{
				argv: lendOn().map((one) => (one === "wasm" ? "gpu" : one)),
				code: "consent.never-lends",
				exit: 3,
				says: /Nothing you switched on can run/,
			},
		],
		[
			"somebody unknown",
			{ argv: lendOn("--requester", "Nobody"), code: "consent.unknown-requester", exit: 3, says: /Nobody/ },
		],
		["no day at all", { argv: lendOn("--for", "0d"), code: "input.malformed", exit: 2, says: /1d to 365d/ }],
		[
			"nobody to ask",
			{ argv: lendOn().filter((one) => one !== "--yes"), code: "consent.not-confirmed", exit: 2, says: /--yes/ },
		],
		["a pause of a month", { argv: ["pause", "30d"], code: "input.malformed", exit: 2, says: /seven days/ }],
		[
			"a pause of nothing",
			{ argv: ["pause", "1h"], code: "consent.nothing-allowed", exit: 3, says: /No kind of work/ },
		],
	])("%s", async (_name, refused) => {
		await expectRefused(agent.data, refused);
		expect((await agent.door.status.get({})).grants).toEqual([]);
	});

	it("is refused when the words shown are not the words agreed to", async () => {
		const before = footprint(agent.data);
		const { requesters } = await agent.door.status.get({});
		const conditions = { when: "any-time" as const, hours: null, quietHours: null, onBattery: true, onMetered: true };
		const amounts = { cpus: 1, memoryMiB: 512, scratchMiB: 64 };
		const draft = { classes: ["wasm" as const], amounts, conditions, requesters: requesters.slice(0, 1), days: 1 };
		const { shown } = await agent.door.lend.preview({ draft, locale: "en" });
		const more = { ...draft, amounts: { ...amounts, cpus: 2 } };
		const agreed = agent.door.lend.on({ draft: more, locale: "en", shownDigest: shown.digest, via: "cli" });
		await expect(agreed).rejects.toMatchObject({ data: { code: "consent.text-changed" } });
		expect(footprint(agent.data)).toEqual(before);
	});
});

describe("a question about nothing", () => {
	it.each<[string, () => Refused]>([
		["no such job", () => ({ argv: ["cancel", noId], code: "job.not-found", exit: 1, says: /no such job/ })],
		["an id that is none", () => ({ argv: ["logs", "last"], code: "input.malformed", exit: 2, says: /./ })],
		[
			"a result before the end",
			() => ({ argv: ["result", queuedJob, "--to", "."], code: "job.not-finished", exit: 1, says: /not finished/ }),
		],
		[
			"somebody else's job",
			() => ({ argv: ["cancel", foreignJob], code: "job.not-yours", exit: 3, says: /Somebody else/ }),
		],
		[
			"no such receipt",
			() => ({ argv: ["history", "--receipt", noId], code: "receipt.not-found", exit: 1, says: /no such receipt/ }),
		],
		["an unknown command", () => ({ argv: ["lent"], code: "input.malformed", exit: 2, says: /lent/ })],
		["an unknown option", () => ({ argv: ["status", "--colour"], code: "input.malformed", exit: 2, says: /--colour/ })],
		[
			"no such port",
			() => ({ argv: ["ui", "--port", "70000"], code: "input.malformed", exit: 2, says: /65535|65,535/ }),
		],
	])("%s", async (_name, refused) => {
		await expectRefused(agent.data, refused(), { cwd: files });
	});
});
