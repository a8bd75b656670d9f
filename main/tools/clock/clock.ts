// Time as an injected thing. Nothing outside this folder and the tests reads a clock or sets a timer directly.
import { uptime } from "node:os";

export interface Clock {
	/** Milliseconds since 1970, as the PC's wall clock says; may jump. */
	now(): number;
	/**
	 * Milliseconds since the PC started, counting time asleep (CLOCK_BOOTTIME through os.uptime()).
	 * The same for all processes of one boot; leases on one PC are measured with it.
	 */
	bootMs(): number;
	/** Calls back once after `ms`; the returned function cancels. Keeps no process alive by itself. */
	after(ms: number, run: () => void): () => void;
	/** Calls back every `ms` until cancelled. Keeps no process alive by itself. */
	every(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	bootMs: () => Math.round(uptime() * 1000),
	after(ms, run) {
		const timer = setTimeout(run, ms);
		timer.unref();
		return () => clearTimeout(timer);
	},
	every(ms, run) {
		const timer = setInterval(run, ms);
		timer.unref();
		return () => clearInterval(timer);
	},
};
