// Jobs that reach the pool behind the agent's back, and files that change there: a lending device runs none of them.
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Job, jobSchema } from "../main/contract/job.ts";
import type { Problem } from "../main/contract/problem.ts";
import { parseSignedJob } from "../main/core/parse.ts";
import { systemClock } from "../main/tools/clock/clock.ts";
import { sha256 } from "../main/tools/crypto/canonical.ts";
import { type KeyPair, newKeyPair, openKeyPair } from "../main/tools/crypto/keys.ts";
import { signJob } from "../main/tools/crypto/signed.ts";
import { openEmbeddedQueue } from "../main/tools/queue/embedded.ts";
import { lend, type TestAgent } from "./harness/agents.ts";
import { finished, moduleJob } from "./harness/ask.ts";
import { rows } from "./harness/bad-input.ts";
import { type CommandLine, hearth, startHearth } from "./harness/command-line.ts";
import { entriesOf, ledgerEntries } from "./harness/ledger-lines.ts";
import { openScene, type Scene } from "./harness/scene.ts";
import { squareModule } from "./real/square-module.ts";

let scene: Scene;
let agent: TestAgent;
let pool: string;
beforeEach(async () => {
	scene = openScene();
	agent = await scene.agent();
	pool = join(agent.data, "pool");
});
afterEach(() => scene.end());

const minute = 60_000;

/** A job that would run here, signed by this PC's own requester, whom the grant names. */
function goodJob(key: KeyPair, change: Partial<Job> = {}): Job {
	const now = Date.now();
	return jobSchema.parse({
		v: 1,
		id: randomUUID(),
		requester: key.publicKey,
		purpose: "Behind the agent's back",
		class: "wasm",
		artifact: { digest: sha256(squareModule) },
		argv: ["square", "6"],
		env: {},
		inputs: [],
		outputs: [],
		limits: { cpu: 0.5, memoryMiB: 64, scratchMiB: 8, pids: 1, seconds: 60 },
		createdAt: now,
		deadline: now + 10 * minute,
		attempts: 1,
		network: "none",
		...change,
	});
}

/** Puts `text` into the pool's database as the signed job of `job`, which only shapes the row around it. */
async function plant(job: Job, text: string): Promise<void> {
	const queue = await openEmbeddedQueue({ directory: pool, clock: systemClock });
	try {
		await queue.putBlob(squareModule);
		await queue.submit({ job, signature: "A".repeat(86) }, "somebody", "any");
	} finally {
		await queue.close();
	}
	const database = new DatabaseSync(join(pool, "queue.db"), { timeout: 5_000 });
	try {
		database.prepare("UPDATE jobs SET signed = ? WHERE id = ?").run(text, job.id);
	} finally {
		database.close();
	}
}

describe("a job put into the pool behind the agent's back", () => {
	it("is run only when form, signature, requester and limits hold; the next good one runs all the same", async () => {
		const own = openKeyPair(join(agent.data, "requester.key"));
		const stranger = newKeyPair();
		const job = (change: Partial<Job> = {}) => goodJob(own, change);
		const sealed = (one: Job, by = own) => JSON.stringify(signJob(one, by));
		const huge = { argv: Array.from({ length: 60 }, () => "x".repeat(4_000)) };
		const cases: [name: string, code: Problem["code"], row: Job, text: (row: Job) => string][] = [
			["no JSON", "job.malformed", job(), () => "this is no job"],
			["half a job", "job.malformed", job(), (row) => sealed(row).replace('"v":1,', "")],
			["no signature", "job.unsigned", job(), (row) => JSON.stringify({ job: row })],
			["a signature of no form", "job.bad-signature", job(), (row) => JSON.stringify({ job: row, signature: "sure" })],
			["a key jobs do not have", "job.unknown-key", job(), (row) => sealed({ ...row, privileged: true } as Job)],
			[
				"a mount among its limits",
				"job.unknown-key",
				job(),
				(row) => sealed({ ...row, limits: { ...row.limits, mount: "/" } as Job["limits"] }),
			],
			["more than a job may hold", "job.too-large", job(), (row) => sealed({ ...row, ...huge })],
			["words changed after signing", "job.bad-signature", job(), (row) => sealed(row).replace('"6"', '"7"')],
			["somebody else's signature", "job.bad-signature", job(), (row) => sealed(row, stranger)],
			["another job's id", "job.bad-signature", job(), () => sealed(job())],
			[
				"limits above the row's",
				"job.over-limit",
				job(),
				(row) => sealed({ ...row, limits: { ...row.limits, cpu: 200 } }),
			],
			["a deadline that is over", "job.deadline-passed", job(), (row) => sealed({ ...row, deadline: Date.now() - 1 })],
			[
				"a requester nobody named",
				"job.requester-not-allowed",
				job(),
				(row) => sealed({ ...row, requester: stranger.publicKey }, stranger),
			],
			["a class nobody allowed", "job.class-not-allowed", job(), (row) => sealed({ ...row, class: "container" })],
			["a secret", "job.secret", job(), (row) => sealed({ ...row, env: { API_TOKEN: "abcdefgh12345678" } })],
		];
		const planted: { name: string; code: Problem["code"]; id: string; text: string }[] = [];
		for (const [name, code, row, textOf] of cases) {
			const text = textOf(row);
			await plant(row, text);
			planted.push({ name, code, id: row.id, text });
		}
		await lend(agent.door);
		const good = await agent.door.jobs.submit(moduleJob(squareModule, ["6"]));
		expect(await finished(agent.door, good.id)).toMatchObject({ record: { state: "done" }, stdout: "36\n" });

		// The good one came last: by then each of the others had been taken, looked at and left.
		const refusals = entriesOf(agent.data, "JobRefused").map(({ event }) => event.receipt.body);
		for (const { name, code, id, text } of planted) {
			const [stored] = rows(pool, `SELECT state, fence, used_attempts FROM jobs WHERE id = '${id}'`);
			expect(stored, name).toMatchObject({ state: "queued", used_attempts: 0 });
			expect(Number(stored?.fence), name).toBeGreaterThan(1);
			// What cannot be read is noted in the agent's own log; what can be read gets a signed refusal.
			const signed = parseSignedJob(text);
			if (signed.ok) {
				const refusal = refusals.filter((body) => body.jobId === signed.signed.job.id);
				const told = { refusal: code, end: "refused", grantId: null, exitCode: null, proof: null };
				expect(refusal, name).toMatchObject([told]);
			} else {
				const noted = agent
					.errors()
					.split("\n")
					.filter((line) => line.includes(id));
				expect(
					noted.map((line) => JSON.parse(line).code),
					name,
				).toEqual([code]);
			}
		}
		const ran = ledgerEntries(agent.data).filter(
			({ event }) => event.type === "JobAccepted" || event.type === "JobStarting",
		);
		expect(ran.map(({ event }) => "jobId" in event && event.jobId)).toEqual([good.id, good.id]);
		expect(await agent.door.history.verify({})).toMatchObject({ ok: true });
	});
});

describe("a file that is not what the job names", () => {
	/** A job that reads /in/a.txt, waiting because nobody lends. */
	async function waitingForInput(): Promise<{ waiting: CommandLine; blob: string }> {
		const files = scene.directory();
		writeFileSync(join(files, "read.py"), 'print(open("/in/a.txt").read())\n');
		writeFileSync(join(files, "a.txt"), "as it was handed in");
		const waiting = startHearth(agent.data, ["submit", "--wait", "--python", "read.py", "--input", "a.txt"], {
			cwd: files,
		});
		await waiting.sees("err", "No one lends");
		return { waiting, blob: join(pool, "blobs", sha256("as it was handed in").slice("sha256:".length)) };
	}

	it.each<[string, (blob: string) => void, Problem["code"], RegExp]>([
		[
			"changed in the pool",
			(blob) => writeFileSync(blob, "something else here"),
			"job.digest-mismatch",
			/A file is not the one the job names\. Nothing was changed, and nothing ran\. Send the job again/,
		],
		[
			"gone from the pool",
			(blob) => rmSync(blob),
			"job.input-missing",
			/A file this job needs is not there\. Nothing was changed, and nothing ran\. Check/,
		],
	])("is not run: %s", async (_name, spoil, code, words) => {
		const { waiting, blob } = await waitingForInput();
		expect(existsSync(blob)).toBe(true);
		spoil(blob);
		await lend(agent.door);
		const ran = await waiting.done;
		expect(ran).toMatchObject({ code: 1, out: "" });
		expect(ran.err).toMatch(words);
		expect(ran.err).toContain(`(${code}`);
		expect(ran.err).not.toContain("something else here");
		expect(entriesOf(agent.data, "JobStarting")).toEqual([]);
		const [ended] = entriesOf(agent.data, "JobEnded");
		expect(ended?.event.receipt.body).toMatchObject({
			end: "crash",
			exitCode: null,
			proof: { processesLeft: 0, method: "never-started" },
		});
		expect(readdirSync(join(agent.data, "scratch", "wasm"))).toEqual([]);
		const [job] = await agent.door.jobs.list({});
		expect(job).toMatchObject({ state: "failed", result: { outputs: [] } });
	});

	it("is not kept: an output over its cap ends the job, and none of it can be fetched", async () => {
		const files = scene.directory();
		writeFileSync(
			join(files, "write.py"),
			'open("/out/big", "wb").write(bytes(2000000))\nopen("/out/small", "w").write("x")\nprint("wrote")\n',
		);
		await lend(agent.door);
		const argv = ["submit", "--wait", "--python", "write.py", "--output", "big:1KiB", "--output", "small"];
		const ran = await hearth(agent.data, argv, { cwd: files });
		expect(ran.code).toBe(1);
		expect(ran.err).toContain("made too much output");
		const [job] = await agent.door.jobs.list({});
		expect(job).toMatchObject({
			state: "failed",
			result: { outputs: [], receipt: { body: { end: "output-limit", outputBytes: 0 } } },
		});
		const before = readdirSync(join(pool, "blobs")).length;
		const fetched = await hearth(agent.data, ["result", job?.id ?? "", "--to", "out"], { cwd: files });
		expect(fetched.code).toBe(0);
		expect(existsSync(join(files, "out", "big"))).toBe(false);
		expect(readdirSync(join(pool, "blobs"))).toHaveLength(before);
		expect(readdirSync(join(agent.data, "scratch", "wasm"))).toEqual([]);
	});
});
