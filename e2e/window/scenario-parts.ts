// The parts the stand-in agent's pictures are made of.
import type { Grant } from "../../main/contract/consent.ts";
import type { Digest, GrantId, JobId, PublicKey, ReceiptId } from "../../main/contract/ids.ts";
import type { Requester } from "../../main/contract/job.ts";
import type { RunningJob, Snapshot } from "../../main/contract/snapshot.ts";

export const minute = 60_000;
const day = 86_400_000;
const key = (letter: string) => `ed25519:${letter.repeat(43)}` as PublicKey;
export const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
export const digest = (n: number) => `sha256:${String(n).padStart(64, "0")}` as Digest;

export const requesters: Requester[] = [
	{ name: "living-room", publicKey: key("A") },
	{ name: "photo-box", publicKey: key("B") },
	{ name: "build-server", publicKey: key("C") },
];

export function emptySnapshot(now: number): Snapshot {
	const probe = (available: boolean, code: string, detail: string) => ({
		available,
		code,
		detail,
		probedAt: now - 12 * minute,
	});
	return {
		seq: 1,
		at: now,
		version: "0.1.0",
		device: { id: uuid(1), name: "living-room", person: "owner", publicKey: key("A") },
		pool: { engine: "embedded", connected: true, name: "/home/owner/.local/share/hearth/pool" },
		state: "off",
		reasons: [{ code: "hold.no-grant", args: {} }],
		until: null,
		pausedUntil: null,
		grants: [],
		lastGrant: null,
		budget: null,
		capacity: { cpus: 8, memoryMiB: 15_872, freeDiskMiB: 182_000 },
		others: { cpus: 2.1, memoryMiB: 6450 },
		lent: { cpus: 0, memoryMiB: 0 },
		jobs: [],
		runners: {
			wasm: probe(true, "ok", ""),
			container: probe(false, "no-engine", "connect ENOENT /var/run/docker.sock"),
			gpu: probe(false, "not-built", ""),
		},
		requesters,
		lastStop: null,
		idleKnown: true,
		historyCount: 0,
	};
}

export function grant(now: number): Grant {
	return {
		id: uuid(2) as GrantId,
		person: "owner",
		deviceId: uuid(1),
		classes: ["wasm"],
		amounts: { cpus: 2, memoryMiB: 4096, scratchMiB: 8192 },
		conditions: {
			when: "idle",
			hours: { from: 8 * 60, to: 22 * 60 },
			quietHours: null,
			onBattery: false,
			onMetered: false,
		},
		requesters: requesters.slice(0, 2),
		givenAt: now - 3 * day,
		expiresAt: now + 87 * day,
		shown: {
			locale: "en",
			text: "living-room and photo-box may run small programs on this PC with up to 2 cores, 4 GiB of memory and 8 GiB of scratch disk. It runs only while nobody uses the PC, from 08:00 to 22:00, not on battery, not on a metered network. This ends by itself after 90 days, or as soon as you stop it.",
			digest: digest(3),
		},
		meaning: 1,
		appVersion: "0.1.0",
		via: "window",
		supersedes: null,
	};
}

export function allowance(grants: readonly Grant[], now: number) {
	const one = grants[0] as Grant;
	const until = new Date(now).setHours(22, 0, 0, 0);
	return {
		grantId: one.id,
		classes: one.classes,
		amounts: one.amounts,
		requesters: one.requesters,
		until: until > now ? until : until + day,
	};
}

export function job(
	n: number,
	title: string,
	requesterName: string,
	startedAt: number,
	cpus: number,
	memoryMiB: number,
): RunningJob {
	return {
		id: uuid(n) as JobId,
		title,
		requesterName,
		class: "wasm",
		limits: { cpu: 1, memoryMiB: 1024, scratchMiB: 256, pids: 16, seconds: 1800 },
		phase: "running",
		startedAt,
		cpus,
		memoryMiB,
		cpuSeconds: 150,
		recentCpus: Array.from({ length: 60 }, (_, i) =>
			Math.max(0, cpus * (1 - Math.exp(-i / 4)) * (0.88 + 0.12 * Math.sin(i * 1.7 + n))),
		),
	};
}

export function lastStop(now: number) {
	return { receiptId: uuid(1003) as ReceiptId, provenMs: 84, at: now - 2 * day };
}
