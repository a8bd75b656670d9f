// The shell's time, in the form its parts are given it. Keeps no process alive by itself.
export const shellClock = {
	/** Milliseconds since 1970. */
	now: () => Date.now(),
	/** Calls back once after `ms`; the returned function cancels. */
	after(ms: number, run: () => void): () => void {
		const timer = setTimeout(run, ms).unref();
		return () => clearTimeout(timer);
	},
	/** Calls back every `ms` until cancelled. */
	every(ms: number, run: () => void): () => void {
		const timer = setInterval(run, ms).unref();
		return () => clearInterval(timer);
	},
};
