// A clock that moves only when told to. For tests; never used by the product.
import type { Clock } from "./clock.ts";

export interface FakeClock extends Clock {
	/** Moves time on by `ms`, firing due timers in order. */
	advance(ms: number): void;
}

export function fakeClock(startMs = 1_800_000_000_000): FakeClock {
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
		bootMs: () => now - startMs + 1_000_000,
		after: (ms, run) => add(ms, null, run),
		every: (ms, run) => add(ms, ms, run),
		advance(ms) {
			const end = now + ms;
			for (;;) {
				const due = [...timers].filter(([, t]) => t.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
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
