// Builds the Snapshot and tells watchers: the whole picture first, then only what changed. A watcher that falls behind
// gets the newest picture, never a backlog.
import { applyDelta } from "../contract/apply-delta.ts";
import type { Delta, Snapshot, SnapshotUpdate } from "../contract/snapshot.ts";
import { diffSnapshot } from "../core/diff.ts";
import type { Clock } from "../tools/clock/clock.ts";

export interface SnapshotBus {
	/** The picture now. */
	current(): Snapshot;
	/** Something may have changed; looked at once, soon, however often this is called. */
	touch(): void;
	watch(signal: AbortSignal): AsyncGenerator<SnapshotUpdate>;
	watchers(): number;
	/** Ends every watch. */
	close(): void;
}

/** At most this often a changed picture is sent; the first change after a calm is sent at once. */
const minGapMs = 100;

export function snapshotBus(
	build: () => Omit<Snapshot, "seq" | "at">,
	clock: Clock,
	onWatchers: (count: number) => void,
): SnapshotBus {
	let last: Snapshot = { ...build(), seq: 0, at: clock.now() };
	let scheduled = false;
	let sentAt = 0;
	const watchers = new Set<(delta: Delta) => void>();
	const closing = new AbortController();

	const refresh = (): Snapshot => {
		const next: Snapshot = { ...build(), seq: last.seq, at: last.at };
		const delta = diffSnapshot(last, next);
		if (Object.keys(delta).some((key) => key !== "seq" && key !== "at")) {
			last = { ...next, seq: last.seq + 1, at: clock.now() };
			sentAt = last.at;
			for (const tell of watchers) tell({ ...delta, seq: last.seq, at: last.at });
		}
		return last;
	};
	return {
		current: refresh,
		touch() {
			if (scheduled || watchers.size === 0) return;
			scheduled = true;
			clock.after(Math.max(0, sentAt + minGapMs - clock.now()), () => {
				scheduled = false;
				refresh();
			});
		},
		async *watch(signal) {
			let waiting: Delta | null = null;
			let wake: () => void = () => undefined;
			const tell = (delta: Delta) => {
				waiting = waiting ? { ...waiting, ...delta } : delta;
				wake();
			};
			const stop = AbortSignal.any([signal, closing.signal]);
			const stopped = () => wake();
			stop.addEventListener("abort", stopped);
			let seen = refresh();
			watchers.add(tell);
			onWatchers(watchers.size);
			try {
				yield { kind: "snapshot", snapshot: seen };
				while (!stop.aborted) {
					if (!waiting) {
						await new Promise<void>((resolve) => {
							wake = resolve;
						});
						continue;
					}
					const delta: Delta = waiting;
					waiting = null;
					seen = applyDelta(seen, delta);
					yield { kind: "delta", delta };
				}
			} finally {
				stop.removeEventListener("abort", stopped);
				watchers.delete(tell);
				onWatchers(watchers.size);
			}
		},
		watchers: () => watchers.size,
		close: () => closing.abort(),
	};
}
