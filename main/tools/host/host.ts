// Facts about the PC in our words: each a value with its source, or unknown. Readers never guess.
import type { Facts } from "../../contract/facts.ts";

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
	/** One reading of everything; takes < 100 ms and spawns no process on Linux. Never throws: what fails is unknown. */
	read(own: OwnLoad): Promise<Facts>;
	/** True when idle time can be read at all on this PC (decided once, by trying). */
	idleKnown(): Promise<boolean>;
}
