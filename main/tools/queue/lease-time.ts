// When a lease kept on this PC has run out, judged by the clock that counts time asleep and by the boot it belongs to.
import { readFileSync } from "node:fs";
import { leaseMs as defaultLeaseMs } from "./work-queue.ts";

/** A moment on one boot of this PC. `boot` is "" where the OS gives boots no name. */
export interface BootTime {
	readonly boot: string;
	readonly ms: number;
}

/** os.uptime() may be rounded differently by two processes; a smaller step back than this is no reboot. */
const roundingMs = 2_000;

/**
 * True when the holder's sandbox cannot live any more: its boot is over, or it was silent for `leaseMs`.
 * Without boot names a clock that went back means a reboot, and a reboot that cannot be told apart only waits longer.
 */
export function leaseIsOver(last: BootTime, now: BootTime, leaseMs: number = defaultLeaseMs): boolean {
	if (last.boot !== now.boot) return true;
	if (now.boot === "" && now.ms < last.ms - roundingMs) return true;
	return now.ms - last.ms >= leaseMs;
}

/** The kernel's name for this boot (Linux, random(4)); "" elsewhere. */
export function readBootId(path = "/proc/sys/kernel/random/boot_id"): string {
	try {
		return readFileSync(path, "utf8").trim();
	} catch {
		return "";
	}
}
