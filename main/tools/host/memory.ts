// Memory as the OS reports it. systeminformation gives Linux' MemAvailable and macOS' vm_stat; only its memory file is
// loaded (0.5 MiB beside 2 MiB for all of it). On Windows it would start PowerShell, so Node's own numbers serve there.
import { freemem, totalmem } from "node:os";

export interface MemoryInfo {
	readonly totalMiB: number;
	/** What programs could get without swapping. */
	readonly availableMiB: number;
}

/** Rejects when the OS cannot be asked. */
export type ReadMemory = () => Promise<MemoryInfo>;

const mib = 1_048_576;

export const readMemory: ReadMemory = async () => {
	if (process.platform === "win32") return { totalMiB: Math.floor(totalmem() / mib), availableMiB: freemem() / mib };
	const { mem } = await import("systeminformation/lib/memory.js");
	const { total, available } = await mem();
	if (!(total > 0) || !(available >= 0)) throw new Error("the OS reports no memory");
	return { totalMiB: Math.floor(total / mib), availableMiB: Math.round(available / mib) };
};
