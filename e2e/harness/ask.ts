// The requester's side of a test: hand in jobs through the door and stay with them to their end.
import type { AgentDoor } from "../../main/cli/door-client.ts";
import type { JobId } from "../../main/contract/ids.ts";
import type { JobRecord } from "../../main/contract/pool.ts";

export type Submission = Parameters<AgentDoor["jobs"]["submit"]>[0];

const small = { cpu: 0.5, memoryMiB: 64, scratchMiB: 8, pids: 16, seconds: 120 };
const base = { env: {}, inputs: [], outputs: [], deadlineSeconds: 3_600, attempts: 1 };

/** A shell script as a container job of `image` (`sha256:...`). */
export function containerJob(image: string, script: string, change: Partial<Submission> = {}): Submission {
	const program = { kind: "image" as const, reference: image };
	return {
		...base,
		title: "A script",
		class: "container",
		program,
		argv: ["sh", "-c", script],
		limits: small,
		...change,
	};
}

export function moduleJob(module: Uint8Array, argv: string[], change: Partial<Submission> = {}): Submission {
	const program = { kind: "module" as const, module: fileOf("module.wasm", module) };
	return { ...base, title: "A module", class: "wasm", program, argv, limits: { ...small, pids: 1 }, ...change };
}

/** A Python script; it needs memory for the interpreter. */
export function pythonJob(script: string, change: Partial<Submission> = {}): Submission {
	const program = { kind: "python" as const, script: fileOf("script.py", Buffer.from(script)) };
	const limits = { ...small, memoryMiB: 256, pids: 1 };
	return { ...base, title: "A Python script", class: "wasm", program, argv: [], limits, ...change };
}

export const fileOf = (name: string, bytes: Uint8Array) => ({ name, base64: Buffer.from(bytes).toString("base64") });

export interface Finished {
	readonly record: JobRecord;
	readonly stdout: string;
	readonly stderr: string;
}

/** Follows a job to its last state. */
export async function finished(door: AgentDoor, id: JobId): Promise<Finished> {
	const text = { stdout: "", stderr: "" };
	for await (const news of await door.jobs.watch({ id })) {
		if (news.kind === "log") text[news.chunk.stream] += news.chunk.text;
		if (news.kind === "state" && news.record.state !== "queued" && news.record.state !== "running") {
			return { record: news.record, ...text };
		}
	}
	throw new Error(`the news of job ${id} ended before the job`);
}

/** Resolves once the job has printed `text`; rejects when it ended without. */
export async function printed(door: AgentDoor, id: JobId, text: string): Promise<void> {
	let seen = "";
	for await (const news of await door.jobs.watch({ id })) {
		if (news.kind === "log") seen += news.chunk.text;
		if (seen.includes(text)) return;
	}
	throw new Error(`job ${id} ended without "${text}": ${seen}`);
}
