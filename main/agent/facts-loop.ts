// Reads the host's facts, and keeps what the desktop shell tells beside them, each with its own time. Reads on a beat that follows the need: every second while a job runs, every five while lending is on,
// every two while somebody looks, and not at all otherwise.
import type { Facts, HostFacts, ShellFacts } from "../contract/facts.ts";
import { hearShell, mergeShellFacts, noShell } from "../core/shell-facts.ts";
import type { Clock } from "../tools/clock/clock.ts";
import type { Host, OwnLoad } from "../tools/host/host.ts";

export type Need = "none" | "granted" | "running";
const periodMs = { watched: 2_000, granted: 5_000, running: 1_000 } as const;

export interface FactsLoop {
	/** The newest reading with the shell's word, as of now; null before the first. */
	latest(): Facts | null;
	need(need: Need): void;
	/** Somebody looks at the numbers now. */
	watched(watched: boolean): void;
	/** One reading now; callers at the same time share it. */
	readNow(): Promise<Facts>;
	/** The desktop shell says what it sees; null when it takes leave. Kept in memory only. */
	hear(facts: ShellFacts | null): void;
	/** Calls back after each reading and each word of the shell. */
	onReading(listener: () => void): void;
	stop(): void;
}

export function startFactsLoop(host: Host, clock: Clock, ownLoad: () => Promise<OwnLoad>): FactsLoop {
	let newest: HostFacts | null = null;
	let shell = noShell;
	let need: Need = "none";
	let watched = false;
	let period = 0;
	let cancel: (() => void) | null = null;
	let reading: Promise<Facts> | null = null;
	const listeners: (() => void)[] = [];
	const merged = (own: HostFacts) => mergeShellFacts(own, shell, clock.now());

	const read = async (): Promise<Facts> => {
		const own = await host.read(await ownLoad());
		newest = own;
		for (const listener of listeners) listener();
		return merged(own);
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
		latest: () => newest && merged(newest),
		need(next) {
			need = next;
			retime();
		},
		watched(next) {
			watched = next;
			retime();
		},
		readNow,
		hear(facts) {
			shell = hearShell(shell, facts, clock.now());
			for (const listener of listeners) listener();
		},
		onReading: (listener) => void listeners.push(listener),
		stop() {
			cancel?.();
			cancel = null;
		},
	};
}
