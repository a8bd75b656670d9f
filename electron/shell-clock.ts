// The shell's time, in the form its parts are given it.
export const shellClock = {
	/** Calls back once after `ms`; the returned function cancels. */
	after(ms: number, run: () => void): () => void {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	},
};
