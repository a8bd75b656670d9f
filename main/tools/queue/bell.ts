// Wakes those who wait for a change. In one process at once; across processes by a watched file, with the waiter's own
// slow poll as the safety net where the file system tells nothing.
import { closeSync, type FSWatcher, openSync, watch, writeSync } from "node:fs";
import type { Clock } from "../clock/clock.ts";

export interface Bell {
	/** How often it rang. Take it before looking, hand it to `wait` after, and no ring in between is missed. */
	count(): number;
	/** Tells this process and all others that share the file. Never throws. */
	ring(): void;
	/** Resolves after a ring later than `seen`, after `ms`, on abort or on close. Never rejects. */
	wait(seen: number, ms: number, signal: AbortSignal): Promise<void>;
	close(): void;
}

/** A bell for one process, or with `path` for all processes that open the same file. */
export function openBell(clock: Clock, path: string | null): Bell {
	const waiting = new Set<() => void>();
	let rings = 0;
	let closed = false;
	const wake = () => {
		rings++;
		for (const run of [...waiting]) run();
	};
	const file = path === null ? null : openSync(path, "a", 0o600);
	const watcher = path === null ? null : watchFile(path, wake);
	return {
		count: () => rings,
		ring() {
			wake();
			if (file === null || closed) return;
			try {
				writeSync(file, ".", 0);
			} catch {
				// A full disk: others notice at their next poll.
			}
		},
		wait(seen, ms, signal) {
			if (closed || signal.aborted || rings !== seen) return Promise.resolve();
			return new Promise((resolve) => {
				const done = () => {
					waiting.delete(done);
					cancel();
					signal.removeEventListener("abort", done);
					resolve();
				};
				const cancel = clock.after(ms, done);
				waiting.add(done);
				signal.addEventListener("abort", done);
			});
		},
		close() {
			if (closed) return;
			closed = true;
			watcher?.close();
			if (file !== null) closeSync(file);
			wake();
		},
	};
}

/** null where watching is not possible (no watches left, odd file system): the poll remains. */
function watchFile(path: string, wake: () => void): FSWatcher | null {
	try {
		const watcher = watch(path, { persistent: false }, wake);
		watcher.on("error", () => watcher.close());
		return watcher;
	} catch {
		return null;
	}
}
