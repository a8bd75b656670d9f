// The pool's work queue in our words; two engines stand behind it: embedded (node:sqlite) and JetStream.
// The lease here is a record changed by compare-and-set. Its fence token rises with every change, and only the holder of
// the newest token can beat, release or finish: a message ack or a delivery count is never taken for a lease.
import type { Digest, JobId, PublicKey } from "../../contract/ids.ts";
import type { JobClass, Requester, SignedJob } from "../../contract/job.ts";
import type { JobRecord, JobResult, LogChunk, Presence } from "../../contract/pool.ts";

/** A holder that stays silent this long loses the job: another device may take it. */
export const leaseMs = 30_000;
/** How often a holder beats. */
export const beatEveryMs = 8_000;
/** A sandbox whose last confirmed beat was SENT longer ago than this is killed by the guard. Shorter than leaseMs. */
export const selfKillMs = 20_000;
export const presenceEveryMs = 15_000;
export const presenceMs = 45_000;

/** One job held by this device. `fence` is the newest token this holder has seen confirmed. */
export interface Lease {
	readonly jobId: JobId;
	readonly signed: unknown; // hostile until parsed: what the pool stored, not yet checked
	readonly attempt: number;
	fence: number;
	/** bootMs at which the newest confirmed beat (or the claim) was SENT. */
	beatSentAt: number;
}

/** What a claim looks for. Jobs that need more than `room` are left for others. */
export interface Want {
	readonly deviceId: string;
	readonly classes: readonly JobClass[];
	/** e.g. "x64": a container job made for another processor is not offered. */
	readonly arch: string;
	readonly room: { readonly cpus: number; readonly memoryMiB: number; readonly scratchMiB: number };
	/** Jobs this device refused before; not offered to it again. */
	readonly except: ReadonlySet<string>;
	/** Public keys whose jobs may be taken; all others are left for other devices. */
	readonly requesters: readonly PublicKey[];
}

export class LeaseLostError extends Error {
	constructor(jobId: string) {
		super(`the lease of ${jobId} is lost`);
		this.name = "LeaseLostError";
	}
}

export type PoolNews =
	| { readonly kind: "job"; readonly id: JobId }
	| { readonly kind: "presence" }
	| { readonly kind: "connection" };

/**
 * Every method rejects with ProblemError "pool.unreachable" when the pool cannot be reached within its own bound
 * (5 s unless said otherwise); none waits for ever. Nothing here starts or stops a sandbox.
 */
export interface WorkQueue {
	readonly engine: "embedded" | "jetstream";
	/** For people: the folder or the server's address without credentials. */
	readonly name: string;
	connected(): boolean;

	/** Stores an input or module; idempotent; returns its digest. Refuses more than 64 MiB ("job.too-large"). */
	putBlob(bytes: Uint8Array): Promise<Digest>;
	/** null when the pool has no such blob. The bytes are checked against the digest ("job.digest-mismatch"). */
	getBlob(digest: Digest): Promise<Uint8Array | null>;

	/** Queues a signed job. The same id again is "job.duplicate" and changes nothing. `arch` "any" for wasm. */
	submit(signed: SignedJob, requesterName: string, arch: string): Promise<void>;
	record(id: JobId): Promise<JobRecord | null>;
	/** Newest first, at most 500. */
	records(): Promise<JobRecord[]>;
	/** Queued: gone at once. Running: the holder's next beat fails. Ended: unchanged. Returns the record after. */
	cancel(id: JobId): Promise<JobRecord | null>;

	/** Waits up to `waitMs` for one job; null when there was none or `signal` aborted. Never takes more than one. */
	claim(want: Want, waitMs: number, signal: AbortSignal): Promise<Lease | null>;
	/** Renews; updates `lease.fence` and `lease.beatSentAt` only when confirmed. LeaseLostError = kill the sandbox. */
	beat(lease: Lease): Promise<void>;
	/** Gives the job back for others, without counting an attempt. Call only after the sandbox is proven gone. */
	release(lease: Lease): Promise<void>;
	/**
	 * Publishes the result against the fence; first result wins for ever. `final` false: this run failed by itself and
	 * attempts remain, the job is queued again. LeaseLostError: somebody else holds it, the result is dropped.
	 */
	finish(lease: Lease, result: JobResult, outputs: ReadonlyMap<string, Uint8Array>, final: boolean): Promise<void>;
	/** Appends to the job's log; keeps at most maxLogBytes. Never throws for a lost lease: the chunk is dropped. */
	log(lease: Lease, chunks: readonly LogChunk[]): Promise<void>;
	/** Log chunks from index `from` on. */
	logs(id: JobId, from: number): Promise<LogChunk[]>;

	announceRequester(requester: Requester): Promise<void>; // "pool.name-taken" when the name has another key
	requesters(): Promise<Requester[]>;
	announcePresence(presence: Presence): Promise<void>;
	withdrawPresence(deviceId: string): Promise<void>;
	/** Devices seen within presenceMs. */
	presences(): Promise<Presence[]>;

	/** Tells of changes made by anyone, soon (<= 1 s) after; may tell more often than needed. Ends with `signal` or close(). */
	news(signal: AbortSignal): AsyncIterable<PoolNews>;
	close(): Promise<void>;
}
