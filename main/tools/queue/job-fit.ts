// What both engines know about a job without trusting it, and which jobs they offer to whom.
import { type JobClass, maxFilesBytes, type SignedJob } from "../../contract/job.ts";
import type { JobResult, JobState } from "../../contract/pool.ts";
import { ProblemError } from "../../contract/problem.ts";
import type { Want } from "./work-queue.ts";

/** The part of a job that decides who is offered it. Taken from the job when it is queued. */
export interface JobShape {
	readonly id: string;
	readonly class: JobClass;
	/** "any", or the processor the job is made for. */
	readonly arch: string;
	readonly requester: string;
	readonly cpu: number;
	readonly memoryMiB: number;
	readonly scratchMiB: number;
}

export function shapeOf({ job }: SignedJob, arch: string): JobShape {
	const { cpu, memoryMiB, scratchMiB } = job.limits;
	return { id: job.id, class: job.class, arch, requester: job.requester, cpu, memoryMiB, scratchMiB };
}

/** Whether a job may be offered for this want. Numbers that are no numbers never fit. */
export function fits(shape: JobShape, want: Want): boolean {
	return (
		want.classes.includes(shape.class) &&
		(shape.arch === "any" || shape.arch === want.arch) &&
		shape.cpu <= want.room.cpus &&
		shape.memoryMiB <= want.room.memoryMiB &&
		shape.scratchMiB <= want.room.scratchMiB &&
		!want.except.has(shape.id) &&
		(want.requesters as readonly string[]).includes(shape.requester)
	);
}

/** The state a final result puts its job into. */
export function stateOf(result: JobResult): JobState {
	return result.receipt.body.end === "done" ? "done" : "failed";
}

export function isLive(state: JobState): boolean {
	return state === "queued" || state === "running";
}

/** Throws "job.too-large" for more than 64 MiB, the most one job may bring or leave. */
export function needBlobSize(bytes: Uint8Array): void {
	if (bytes.byteLength <= maxFilesBytes) return;
	throw new ProblemError("job.too-large", { bytes: bytes.byteLength, limit: maxFilesBytes });
}

/** The longest start of `text` that takes at most `maxBytes` as UTF-8 and cuts no character. */
export function cutText(text: string, maxBytes: number): string {
	const bytes = Buffer.from(text);
	if (bytes.byteLength <= maxBytes) return text;
	let end = Math.max(0, maxBytes);
	while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
	return bytes.subarray(0, end).toString();
}

/** A class, architecture or job id as it may stand in a subject or a row: no wildcard, dot or space. */
export function isToken(text: string): boolean {
	return /^[A-Za-z0-9_-]{1,64}$/.test(text);
}
