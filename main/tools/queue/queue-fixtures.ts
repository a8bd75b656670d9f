// Jobs, results and wants for the tests of the queue. Signed with keys made on the spot.
import { randomUUID } from "node:crypto";
import type { JobId } from "../../contract/ids.ts";
import type { Job, JobClass, Limits, SignedJob } from "../../contract/job.ts";
import type { JobResult } from "../../contract/pool.ts";
import type { EndReason } from "../../contract/receipt.ts";
import type { Clock } from "../clock/clock.ts";
import { systemClock } from "../clock/clock.ts";
import { sha256 } from "../crypto/canonical.ts";
import { newKeyPair } from "../crypto/keys.ts";
import { signJob, signReceipt } from "../crypto/signed.ts";
import type { Lease, Want } from "./work-queue.ts";

/** Signs the jobs of these tests; made anew in every process. */
export const home = newKeyPair();
export const stranger = newKeyPair();
const device = newKeyPair();

export interface JobWish {
	readonly id?: string;
	readonly class?: JobClass;
	readonly limits?: Partial<Limits>;
	readonly key?: ReturnType<typeof newKeyPair>;
	readonly deadline?: number;
	readonly createdAt?: number;
	readonly argv?: string[];
}

/** A signed job of class wasm by the home's key, unless wished otherwise. */
export function aJob(now: number, wish: JobWish = {}): SignedJob {
	const key = wish.key ?? home;
	const job: Job = {
		v: 1,
		id: (wish.id ?? randomUUID()) as JobId,
		requester: key.publicKey,
		purpose: "Count to three",
		class: wish.class ?? "wasm",
		artifact: { digest: sha256("a module") },
		argv: wish.argv ?? ["count", "3"],
		env: {},
		inputs: [],
		outputs: [{ name: "sum.txt", maxBytes: 1024 }],
		limits: { cpu: 1, memoryMiB: 64, scratchMiB: 16, pids: 16, seconds: 60, ...wish.limits },
		createdAt: wish.createdAt ?? now,
		deadline: wish.deadline ?? now + 3_600_000,
		attempts: 3,
		network: "none",
	};
	return signJob(job, key);
}

export function aWant(deviceId: string, change: Partial<Want> = {}): Want {
	return {
		deviceId,
		classes: ["wasm", "container"],
		arch: "x64",
		room: { cpus: 4, memoryMiB: 2048, scratchMiB: 1024 },
		except: new Set(),
		requesters: [home.publicKey],
		...change,
	};
}

/** A result with a real, signed receipt, and the outputs it names. */
export function aResult(lease: Lease, deviceId: string, end: EndReason = "done", text = "6") {
	const { job } = lease.signed as SignedJob;
	const bytes = new TextEncoder().encode(text);
	const receipt = signReceipt(
		{
			v: 1,
			id: randomUUID() as never,
			deviceId,
			jobId: lease.jobId,
			jobDigest: sha256("the job"),
			purpose: job.purpose,
			requester: job.requester,
			requesterName: "Home",
			class: job.class,
			artifactDigest: job.artifact.digest,
			limits: job.limits,
			grantId: null,
			startedAt: job.createdAt,
			endedAt: job.createdAt + 10,
			end,
			exitCode: end === "done" ? 0 : 1,
			usage: { cpuSeconds: 0.1, peakMemoryMiB: 12 },
			proof: { provenMs: 3, processesLeft: 0, scratchErased: true, method: "process-table" },
			outputBytes: bytes.byteLength,
			refusal: null,
		},
		device,
	);
	const result: JobResult = {
		jobId: lease.jobId,
		receipt,
		outputs: [{ name: "sum.txt", digest: sha256(bytes), bytes: bytes.byteLength }],
	};
	return { result, outputs: new Map([["sum.txt", bytes]]) };
}

export interface ShiftedClock extends Clock {
	/** Jumps ahead as if the PC had slept; timers under way keep their real time. */
	shift(ms: number): void;
}

/** Real timers, with a time of day and an uptime that tests can move ahead. */
export function shiftedClock(): ShiftedClock {
	let ahead = 0;
	return {
		...systemClock,
		now: () => systemClock.now() + ahead,
		bootMs: () => Math.round(performance.now()) + 10_000_000 + ahead,
		shift(ms) {
			ahead += ms;
		},
	};
}
