// Reads the host's facts on a beat that follows the need: every second while a job runs, every five while lending is on,
// every two while somebody looks, and not at all otherwise.
import type { Facts } from "../contract/facts.ts";
import type { Clock } from "../tools/clock/clock.ts";
import type { Host, OwnLoad } from "../tools/host/host.ts";

export type Need = "none" | "granted" | "running";
const periodMs = { watched: 2_000, granted: 5_000, running: 1_000 } as const;

export interface FactsLoop {
	/** The newest reading; null before the first. */
	latest(): Facts | null;
	need(need: Need): void;
	/** Somebody looks at the numbers now. */
	watched(watched: boolean): void;
	/** One reading now; callers at the same time share it. */
	readNow(): Promise<Facts>;
	onReading(listener: () => void): void;
	stop(): void;
}

export function startFactsLoop(host: Host, clock: Clock, ownLoad: () => Promise<OwnLoad>): FactsLoop {
	let latest: Facts | null = null;
	let need: Need = "none";
	let watched = false;
	let period = 0;
	let cancel: (() => void) | null = null;
	let reading: Promise<Facts> | null = null;
	const listeners: (() => void)[] = [];

	const read = async (): Promise<Facts> => {
		const facts = await host.read(await ownLoad());
		latest = facts;
		for (const listener of listeners) listener();
		return facts;
	};
	const readNow = () => {
		reading ??= read().finally(() => {
			reading = null;
		});
		return reading;
	};
	const retime = () => {
		const next =
			need === "running" ? periodMs.running : watched ? periodMs.watched : need === "granted" ? periodMs.granted : 0;
		if (next === period) return;
		period = next;
		cancel?.();
		cancel = null;
		if (period === 0) return;
		void readNow();
		cancel = clock.every(period, () => void readNow());
	};
	return {
		latest: () => latest,
		need(next) {
			need = next;
			retime();
		},
		watched(next) {
			watched = next;
			retime();
		},
		readNow,
		onReading: (listener) => void listeners.push(listener),
		stop() {
			cancel?.();
			cancel = null;
		},
	};
}
