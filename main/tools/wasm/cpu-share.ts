// Holds a process group to a share of one core by stopping it for part of every period, and freezes it on top of that.
import type { Clock } from "../clock/clock.ts";

export interface CpuShare {
	/** Below 1: the share of each period in which the group runs. 1 and more: free, a wasm job has one thread. */
	setCores(cores: number): void;
	freeze(): void;
	thaw(): void;
	/** Sends no signal any more. */
	end(): void;
}

const periodMs = 100;
const shortestMs = 5;

/** `signal` reaches the whole group. Starts free. Sends a signal only when the state changes. */
export function newCpuShare(clock: Clock, signal: (name: "SIGSTOP" | "SIGCONT") => void): CpuShare {
	let cores = 1;
	let frozen = false;
	let resting = false;
	let stopped = false;
	let ended = false;
	let cancel = () => {};

	const apply = () => {
		const wanted = frozen || resting;
		if (ended || wanted === stopped) return;
		stopped = wanted;
		signal(stopped ? "SIGSTOP" : "SIGCONT");
	};
	const period = () => {
		cancel();
		resting = false;
		apply();
		if (ended || frozen || cores >= 1) return;
		const runMs = Math.max(shortestMs, Math.round(cores * periodMs));
		cancel = clock.after(runMs, () => {
			resting = true;
			apply();
			cancel = clock.after(periodMs - runMs, period);
		});
	};
	return {
		setCores(next) {
			cores = next;
			period();
		},
		freeze() {
			frozen = true;
			cancel();
			apply();
		},
		thaw() {
			frozen = false;
			period();
		},
		end() {
			ended = true;
			cancel();
		},
	};
}
