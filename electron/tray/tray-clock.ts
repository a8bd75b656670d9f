// Time as tray, notifications and power events are handed it.

export interface TrayClock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Calls back once after `ms`; the returned function cancels. Keeps no process alive by itself. */
	after(ms: number, run: () => void): () => void;
	/** Calls back every `ms` until cancelled. Keeps no process alive by itself. */
	every(ms: number, run: () => void): () => void;
}
