// Complete, schema-true values for the command line's tests.
import { createHash } from "node:crypto";
import type { Grant, GrantDraft } from "../contract/consent.ts";
import type { Digest, GrantId, JobId, PublicKey, ReceiptId } from "../contract/ids.ts";
import type { JobRecord, JobState } from "../contract/pool.ts";
import type { EndReason, Receipt } from "../contract/receipt.ts";
import type { RunningJob, Snapshot } from "../contract/snapshot.ts";

export const at = 1_800_000_000_000;
export const jobId = "0b7e6a54-3f0e-4c1a-9d7e-1f2a3b4c5d6e" as JobId;
export const grantId = "1b7e6a54-3f0e-4c1a-9d7e-1f2a3b4c5d6e" as GrantId;
export const receiptId = "2b7e6a54-3f0e-4c1a-9d7e-1f2a3b4c5d6e" as ReceiptId;
const key = `ed25519:${"A".repeat(43)}` as PublicKey;
const otherKey = `ed25519:${"B".repeat(43)}` as PublicKey;
const signature = "C".repeat(86);
export const digestOf = (bytes: string | Uint8Array) =>
	`sha256:${createHash("sha256").update(bytes).digest("hex")}` as Digest;
const limits = { cpu: 1, memoryMiB: 512, scratchMiB: 64, pids: 1, seconds: 300 };
export const requesters = [
	{ name: "this-pc", publicKey: key },
	{ name: "cluster", publicKey: otherKey },
];

export const sentence = "this-pc may run small programs on this PC.";

export function grantOf(draft: GrantDraft): Grant {
	const { days, ...rest } = draft;
	return {
		...rest,
		id: grantId,
		person: "ada",
		deviceId: "0123456789abcdef",
		givenAt: at,
		expiresAt: at + days * 86_400_000,
		shown: { locale: "en", text: sentence, digest: digestOf(sentence) },
		meaning: 1,
		appVersion: "0.1.0",
		via: "cli",
		supersedes: null,
	};
}

export const aGrant = grantOf({
	classes: ["wasm"],
	amounts: { cpus: 1, memoryMiB: 1024, scratchMiB: 256 },
	conditions: { when: "idle", hours: null, quietHours: null, onBattery: false, onMetered: false },
	requesters: [requesters[0] ?? { name: "this-pc", publicKey: key }],
	days: 90,
});

export const runningJob: RunningJob = {
	id: jobId,
	title: "Count words",
	requesterName: "this-pc",
	class: "wasm",
	limits,
	phase: "running",
	startedAt: at - 12_000,
	cpus: 0.9,
	memoryMiB: 80,
	cpuSeconds: 11,
	recentCpus: [0.9],
};

export function snapshotOf(change: Partial<Snapshot> = {}): Snapshot {
	const runner = { available: true, code: "ok", detail: "", probedAt: at };
	return {
		seq: 1,
		at,
		version: "0.1.0",
		device: { id: "0123456789abcdef", name: "kitchen", person: "ada", publicKey: key },
		pool: { engine: "embedded", connected: true, name: "/pool" },
		state: "off",
		reasons: [{ code: "hold.no-grant", args: {} }],
		until: null,
		pausedUntil: null,
		grants: [],
		lastGrant: null,
		budget: null,
		capacity: { cpus: 4, memoryMiB: 8192, freeDiskMiB: 10_240 },
		others: { cpus: 0.5, memoryMiB: 2048 },
		lent: { cpus: 0, memoryMiB: 0 },
		jobs: [],
		runners: { wasm: runner, container: runner, gpu: { ...runner, available: false } },
		requesters,
		lastStop: null,
		idleKnown: true,
		historyCount: 0,
		...change,
	};
}

export function receiptOf(end: EndReason, exitCode: number | null, left = 0): Receipt {
	return {
		body: {
			v: 1,
			id: receiptId,
			deviceId: "0123456789abcdef",
			jobId,
			jobDigest: digestOf("job"),
			purpose: "Count words",
			requester: key,
			requesterName: "this-pc",
			class: "wasm",
			artifactDigest: digestOf("python"),
			limits,
			grantId,
			startedAt: at,
			endedAt: at + 2_500,
			end,
			exitCode,
			usage: { cpuSeconds: 2, peakMemoryMiB: 90 },
			proof: { provenMs: 80, processesLeft: left, scratchErased: true, method: "process-table" },
			outputBytes: 0,
			refusal: null,
		},
		publicKey: key,
		signature,
	};
}

export interface FixtureOutput {
	readonly name: string;
	readonly digest: Digest;
	readonly bytes: number;
}

/** A job record; with `receipt` it has a result with `outputs`. */
export function recordOf(state: JobState, receipt: Receipt | null = null, outputs: FixtureOutput[] = []): JobRecord {
	return {
		id: jobId,
		title: "Count words",
		class: "wasm",
		requester: key,
		requesterName: "this-pc",
		state,
		attempt: state === "queued" ? 0 : 1,
		deviceId: state === "queued" ? null : "0123456789abcdef",
		createdAt: at,
		updatedAt: at,
		deadline: at + 86_400_000,
		result: receipt && { jobId, receipt, outputs },
	};
}
