// Which processes of this PC belong to a container, read from /proc: the judge of "nothing is left" that needs no engine.
import { readdirSync, readFileSync } from "node:fs";

/** Pids whose control group names `containerId` (64 hex digits); null where there is no Linux process table. */
export function findContainerProcesses(containerId: string, proc = "/proc"): number[] | null {
	let entries: string[];
	try {
		entries = readdirSync(proc);
	} catch {
		return null;
	}
	return entries.flatMap((entry) => {
		if (!/^\d+$/.test(entry)) return [];
		return belongsTo(containerId, entry, proc) && !isZombie(entry, proc) ? [Number(entry)] : [];
	});
}

function belongsTo(containerId: string, pid: string, proc: string): boolean {
	try {
		return readFileSync(`${proc}/${pid}/cgroup`, "latin1").includes(containerId);
	} catch {
		return false; // gone while we looked
	}
}

/** A zombie runs nothing and holds no memory: it waits for its parent to read its exit code. */
function isZombie(pid: string, proc: string): boolean {
	try {
		const stat = readFileSync(`${proc}/${pid}/stat`, "latin1");
		return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) === "Z";
	} catch {
		return true;
	}
}
