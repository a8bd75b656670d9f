// The pictures the fixture agent can start with: one per state the window has to show well.
import type { Grant } from "../../main/contract/consent.ts";
import type { HoldCode } from "../../main/contract/decision.ts";
import type { Digest, GrantId, JobId, PublicKey, ReceiptId } from "../../main/contract/ids.ts";
import type { Requester } from "../../main/contract/job.ts";
import type { RunningJob, Snapshot } from "../../main/contract/snapshot.ts";

export const scenarioNames = [
	"first",
	"ready",
	"lending",
	"held-in-use",
	"held-battery",
	"paused",
	"problem",
	"stopped",
	"week",
	"many-rows",
	"deaf-stop",
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

export interface Scenario {
	readonly snapshot: Snapshot;
	/** Runs in the history. */
	readonly runs: number;
	/** lend.stop answers but changes nothing: what a lost confirmation looks like. */
	readonly deafStop: boolean;
}

const minute = 60_000;
const day = 86_400_000;
const key = (letter: string) => `ed25519:${letter.repeat(43)}` as PublicKey;
export const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
export const digest = (n: number) => `sha256:${String(n).padStart(64, "0")}` as Digest;

export const requesters: Requester[] = [
	{ name: "living-room", publicKey: key("A") },
	{ name: "photo-box", publicKey: key("B") },
	{ name: "build-server", publicKey: key("C") },
];

/** The picture `name` starts with; times are relative to `now`. */
export function scenario(name: ScenarioName, now: number): Scenario {
	const base = emptySnapshot(now);
	const grants = [grant(now)];
	const lastGrant = grant(now);
	const allowed: Snapshot = { ...base, grants, lastGrant, historyCount: 214, lastStop: lastStop(now) };
	const open = { allowances: [allowance(grants, now)] };
	const plain = (snapshot: Snapshot, runs = 214): Scenario => ({ snapshot, runs, deafStop: false });
	switch (name) {
		case "first":
			return plain(base, 0);
		case "ready":
			return plain({ ...allowed, state: "ready", budget: open });
		case "lending":
			return plain(lending(allowed, open, now));
		case "deaf-stop":
			return { ...plain(lending(allowed, open, now)), deafStop: true };
		case "held-in-use":
			return plain(held(allowed, "hold.in-use", { minutes: 5 }));
		case "held-battery":
			return plain(held(allowed, "hold.on-battery", {}));
		case "problem":
			return plain({ ...held(allowed, "hold.ledger-broken", {}), state: "problem" });
		case "paused": {
			const until = now + 30 * minute;
			return plain({
				...allowed,
				state: "paused",
				pausedUntil: until,
				until,
				reasons: [{ code: "hold.paused", args: { until } }],
			});
		}
		case "stopped":
		case "week":
			return plain({ ...base, lastGrant, historyCount: 214, lastStop: lastStop(now) });
		case "many-rows":
			return plain({ ...base, lastGrant, historyCount: 10_000, lastStop: lastStop(now) }, 10_000);
	}
}

function emptySnapshot(now: number): Snapshot {
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

function grant(now: number): Grant {
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

function allowance(grants: readonly Grant[], now: number) {
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

function lending(allowed: Snapshot, budget: Snapshot["budget"], now: number): Snapshot {
	return {
		...allowed,
		state: "lending",
		reasons: [],
		budget,
		lent: { cpus: 1.4, memoryMiB: 1130 },
		jobs: [
			job(20, "Resize holiday photos", "photo-box", now - 192_000, 0.94, 340),
			job(21, "Find faces in old letters", "photo-box", now - 41_000, 0.46, 790),
		],
	};
}

function held(allowed: Snapshot, code: HoldCode, args: Record<string, string | number>): Snapshot {
	return { ...allowed, state: "held", reasons: [{ code, args }] };
}

function job(
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

function lastStop(now: number) {
	return { receiptId: uuid(1003) as ReceiptId, provenMs: 84, at: now - 2 * day };
}
