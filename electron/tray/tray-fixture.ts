// Pictures and a link for the tests of tray, notifications and power events.
import { EventEmitter } from "node:events";
import en from "../../assets/words/en.json" with { type: "json" };
import type { Grant } from "../../main/contract/consent.ts";
import type { Snapshot } from "../../main/contract/snapshot.ts";
import { speaker } from "../../main/contract/words.ts";
import type { AgentLink, AgentStatus } from "../agent-link.ts";
import { strict } from "../double/strict.ts";

export const say = speaker(en, "en");
export const locale = "en-GB";
/** A Sunday noon, local time. */
export const noon = new Date(2026, 10, 22, 12, 0).getTime();

export const grantOf = (cpus = 2, memoryMiB = 4096, expiresAt = noon + 86_400_000): Grant =>
	({
		id: "grant",
		classes: ["wasm"],
		amounts: { cpus, memoryMiB, scratchMiB: 1024 },
		conditions: { when: "idle", hours: null, quietHours: null, onBattery: false, onMetered: false },
		requesters: [],
		expiresAt,
	}) as unknown as Grant;

export const jobOf = (requesterName = "photo-box") => ({ requesterName, title: "Resize" }) as Snapshot["jobs"][number];

export const pictureOf = (part: Partial<Snapshot> = {}): Snapshot =>
	({
		state: "ready",
		at: noon,
		reasons: [],
		until: null,
		pausedUntil: null,
		grants: [grantOf()],
		budget: null,
		capacity: { cpus: 8, memoryMiB: 16_384, freeDiskMiB: 1000 },
		jobs: [],
		requesters: [{ name: "this-pc" }, { name: "photo-box" }],
		...part,
	}) as unknown as Snapshot;

export const liveOf = (part: Partial<Snapshot> = {}, hosted = true): AgentStatus => ({
	link: "live",
	hosted,
	snapshot: pictureOf(part),
});

type Lend = AgentLink["client"]["lend"];

/** A link whose status is set by hand and whose calls are what the test says; any other call throws with its name. */
export function fakeLink(first: AgentStatus, lend: { [K in keyof Lend]?: (input: never) => Promise<unknown> } = {}) {
	let status = first;
	const listeners = new EventEmitter();
	return {
		client: strict("client", { lend: strict("client.lend", lend) }) as unknown as AgentLink["client"],
		status: () => status,
		onStatus(listener: (status: AgentStatus) => void) {
			listeners.on("status", listener);
			return () => void listeners.off("status", listener);
		},
		become(next: AgentStatus) {
			status = next;
			listeners.emit("status", next);
		},
		followers: () => listeners.listenerCount("status"),
	};
}

/** A clock moved by hand. The main rooms' own is out of the shell's reach. */
export function handClock(startMs = noon) {
	let now = startMs;
	let next = 0;
	const timers = new Map<number, { at: number; every: number | null; run: () => void }>();
	const add = (ms: number, every: number | null, run: () => void) => {
		const id = next++;
		timers.set(id, { at: now + ms, every, run });
		return () => void timers.delete(id);
	};
	return {
		now: () => now,
		after: (ms: number, run: () => void) => add(ms, null, run),
		every: (ms: number, run: () => void) => add(ms, ms, run),
		pending: () => timers.size,
		advance(ms: number) {
			const end = now + ms;
			for (;;) {
				const due = [...timers].filter(([, one]) => one.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
				if (!due) break;
				const [id, timer] = due;
				now = timer.at;
				if (timer.every === null) timers.delete(id);
				else timer.at += timer.every;
				timer.run();
			}
			now = end;
		},
	};
}

/** Lets promises that are already settled run their course. */
export const settle = async () => {
	for (let i = 0; i < 10; i++) await Promise.resolve();
};
