import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Submission } from "../contract/calls.ts";
import type { Digest } from "../contract/ids.ts";
import { signedJobSchema } from "../contract/job.ts";
import { ProblemError } from "../contract/problem.ts";
import { systemClock } from "../tools/clock/clock.ts";
import { sha256 } from "../tools/crypto/canonical.ts";
import { newKeyPair } from "../tools/crypto/keys.ts";
import { jobSignatureHolds } from "../tools/crypto/signed.ts";
import { openEmbeddedQueue } from "../tools/queue/embedded.ts";
import type { WorkQueue } from "../tools/queue/work-queue.ts";
import { type SubmitParts, submitJob } from "./submit.ts";

const base64 = (text: string) => Buffer.from(text, "latin1").toString("base64");
const hello: Submission = {
	title: "Say hello",
	class: "wasm",
	program: { kind: "python", script: { name: "main.py", base64: base64("print('hello')") } },
	argv: ["--loud"],
	env: {},
	inputs: [{ name: "data.txt", base64: base64("12") }],
	outputs: [{ name: "out.txt", maxBytes: 10 }],
	limits: { cpu: 1, memoryMiB: 256, scratchMiB: 16, pids: 1, seconds: 60 },
	deadlineSeconds: 60,
	attempts: 1,
};
const python = sha256("python");

let directory: string;
let queue: WorkQueue;
let parts: SubmitParts;
beforeEach(async () => {
	directory = mkdtempSync(join(tmpdir(), "hearth-submit-"));
	queue = await openEmbeddedQueue({ directory, clock: systemClock });
	parts = {
		queue,
		requester: newKeyPair(),
		requesterName: () => "me@here",
		newId: () => crypto.randomUUID(),
		now: () => systemClock.now(),
		pythonDigest: async () => python,
	};
});
afterEach(async () => {
	await queue.close();
	rmSync(directory, { recursive: true, force: true });
});

const problemOf = async (submission: unknown) => {
	try {
		await submitJob(parts, submission as Submission);
		return "no problem";
	} catch (error) {
		return error instanceof ProblemError ? error.problem.code : String(error);
	}
};

describe("submitting", () => {
	it("queues a job that anybody can check: signature, script and inputs by digest", async () => {
		const id = await submitJob(parts, hello);
		expect(await queue.record(id)).toMatchObject({ state: "queued", title: "Say hello", requesterName: "me@here" });
		const lease = await queue.claim(
			{
				deviceId: "d",
				classes: ["wasm"],
				arch: process.arch,
				room: { cpus: 8, memoryMiB: 4096, scratchMiB: 1000 },
				except: new Set(),
				requesters: [parts.requester.publicKey],
			},
			1_000,
			new AbortController().signal,
		);
		const signed = signedJobSchema.parse(lease?.signed);
		expect(jobSignatureHolds(signed)).toBe(true);
		expect(signed.job.argv).toEqual(["python", "/in/main.py", "--loud"]);
		expect(signed.job.artifact.digest).toBe(python);
		for (const input of signed.job.inputs) expect(await queue.getBlob(input.digest)).toHaveLength(input.bytes);
		expect(jobSignatureHolds({ ...signed, job: { ...signed.job, attempts: 2 } })).toBe(false);
	});

	it.each([
		[
			"an image by tag",
			{ class: "container", program: { kind: "image", reference: "busybox:latest" } },
			"job.image-not-pinned",
		],
		[
			"a module that is no module",
			{ program: { kind: "module", module: { name: "m.wasm", base64: base64("hello") } } },
			"job.malformed",
		],
		["a class that does not fit", { class: "container" }, "job.malformed"],
		["two inputs of one name", { inputs: [hello.inputs[0], hello.inputs[0]] }, "job.malformed"],
		["an input called like the script", { inputs: [{ name: "main.py", base64: base64("x") }] }, "job.malformed"],
		["too many cores", { limits: { ...hello.limits, cpu: 1_000 } }, "job.malformed"],
		["a secret in its environment", { env: { DB_PASSWORD: "hunter2hunter2" } }, "job.secret"],
		["a NUL in an argument", { argv: ["a\0b"] }, "job.malformed"],
	])("refuses %s and queues nothing", async (_name, change, code) => {
		expect(await problemOf({ ...hello, ...change })).toBe(code as Digest);
		expect(await queue.records()).toEqual([]);
	});
});
