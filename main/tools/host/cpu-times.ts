// Cores used by everything but Hearth's own jobs, from the difference between two readings of the kernel's counters.
import { cpus } from "node:os";
import type { HostFiles } from "./files.ts";
import type { Reading } from "./readings.ts";

/** Counters since boot, in seconds, summed over all cores. */
export interface CpuTimes {
	readonly busy: number;
	readonly total: number;
	readonly cores: number;
}

/** Counters of /proc/stat are in 1/100 s on every Linux that Node supports (USER_HZ). */
const ticksPerSecond = 100;

/** proc(5) /proc/stat. Waiting for a disk and time stolen by the host's other machines are not use of this PC. */
export function parseProcStat(text: string): CpuTimes | null {
	const lines = text.split("\n");
	const all = lines[0]?.split(/\s+/).slice(1, 9).map(Number);
	const cores = lines.filter((line) => /^cpu\d+ /.test(line)).length;
	if (!lines[0]?.startsWith("cpu ") || all?.length !== 8 || all.some(Number.isNaN) || cores === 0) return null;
	const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = all;
	const total = all.reduce((sum, one) => sum + one, 0);
	return { busy: (user + nice + system + irq + softIrq) / ticksPerSecond, total: total / ticksPerSecond, cores };
}

/** The same from Node's own reading, for macOS and Windows. */
export function nodeCpuTimes(): CpuTimes | null {
	const list = cpus();
	let busy = 0;
	let total = 0;
	for (const { times } of list) {
		busy += times.user + times.nice + times.sys + times.irq;
		total += times.user + times.nice + times.sys + times.irq + times.idle;
	}
	return list.length > 0 ? { busy: busy / 1000, total: total / 1000, cores: list.length } : null;
}

export function linuxCpuTimes(files: HostFiles): () => Promise<CpuTimes | null> {
	return async () => parseProcStat((await files.text("/proc/stat")) ?? "");
}

/** Below this the counters' coarse steps would be most of the difference. */
const shortestSeconds = 0.2;

/**
 * A reader of the others' load in cores, never below 0 nor above all cores. The first reading is unknown, and so is one
 * after the counters went back. Two readings close together give the earlier answer again.
 */
export function othersCpuReader(
	times: () => Promise<CpuTimes | null>,
): (ownCpuSeconds: number) => Promise<Reading<number>> {
	let before: { times: CpuTimes; own: number } | null = null;
	let latest: Reading<number> = { value: null, source: "first-reading" };
	return async (own) => {
		const now = await times();
		if (!now) return { value: null, source: "cpu-times" };
		if (before) {
			const seconds = (now.total - before.times.total) / now.cores;
			if (seconds >= 0 && seconds < shortestSeconds) return latest;
			// A job that ended takes its seconds with it: less than before says nothing about this span.
			const ownCores = Math.max(0, own - before.own) / seconds;
			const busyCores = (now.busy - before.times.busy) / seconds;
			const others = Math.min(now.cores, Math.max(0, busyCores - ownCores));
			latest = { value: seconds > 0 ? Math.round(others * 100) / 100 : null, source: "cpu-times" };
		}
		before = { times: now, own };
		return latest;
	};
}
