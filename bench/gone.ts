// The judge of "gone": the kernel's own process table, asked from outside of Hearth.
import { readFileSync } from "node:fs";
import { processesOf } from "../e2e/harness/processes.ts";

/** True while the process runs code or holds memory: a zombie does neither. */
function lives(pid: number): boolean {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
		return !/[ZX]/.test(stat.charAt(stat.lastIndexOf(")") + 2));
	} catch {
		return false;
	}
}

/** Looks every millisecond until none of `pids` lives; resolves to that moment (performance.now()). Throws after 30 s. */
export async function allGone(pids: readonly number[]): Promise<number> {
	for (const until = performance.now() + 30_000; performance.now() < until; ) {
		if (!pids.some(lives)) return performance.now();
		await new Promise((resolve) => setTimeout(resolve, 1));
	}
	throw new Error(`still there after 30 s: ${pids.filter(lives)}`);
}

/** Pids of everything whose command line or control group names `text`, e.g. a job's id. */
export const pidsOf = (text: string) => processesOf(text).map((one) => one.pid);

/** Pids of what runs inside a container; the engine's own helper outside of it is not counted. */
export const pidsInside = (containerId: string) =>
	processesOf(containerId)
		.filter((one) => one.cgroups.includes(containerId))
		.map((one) => one.pid);
