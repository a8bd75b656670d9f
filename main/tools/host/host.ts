// Facts about the PC in our words: each a value with its source, or unknown. Readers never guess.
import type { HostFacts } from "../../contract/facts.ts";

/** CPU seconds and memory of Hearth's own jobs now, so that they are not counted as somebody else's. */
export interface OwnLoad {
	readonly cpuSeconds: number;
	readonly memoryMiB: number;
}

export interface HostCapacity {
	readonly cpus: number;
	readonly memoryMiB: number;
}

export interface Host {
	capacity(): Promise<HostCapacity>;
	/**
	 * One reading of everything; takes < 100 ms. Where only a program can tell (busctl on Linux: screen sessions, metered
	 * networks), it runs seldom and in the background, and its fact keeps its true age. Never throws: what fails is unknown.
	 */
	read(own: OwnLoad): Promise<HostFacts>;
	/** True when idle time can be read at all on this PC (by trying; true stays true). */
	idleKnown(): Promise<boolean>;
}
