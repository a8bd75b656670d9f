// What the kernel says is running: the judge of every "nothing is left" test, independent of Hearth's own proof.
import { readdirSync, readFileSync } from "node:fs";

export interface Process {
	readonly pid: number;
	readonly parent: number;
	/** Clock ticks since boot (proc_pid_stat(5), field 22): with the pid it names one process for ever. */
	readonly startTicks: string;
	readonly commandLine: string;
	readonly cgroups: string;
	readonly state: string;
}

/** Every live process (zombies left out), from /proc. */
export function processes(): Process[] {
	const found: Process[] = [];
	for (const name of readdirSync("/proc")) {
		if (!/^\d+$/.test(name)) continue;
		try {
			const state = /^State:\s+(\S)/m.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1] ?? "?";
			if (state === "Z" || state === "X") continue;
			const stat = readFileSync(`/proc/${name}/stat`, "latin1");
			const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
			found.push({
				pid: Number(name),
				parent: Number(fields[1]),
				startTicks: fields[19] ?? "",
				commandLine: readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim(),
				cgroups: readFileSync(`/proc/${name}/cgroup`, "utf8"),
				state,
			});
		} catch {
			// It ended while we looked.
		}
	}
	return found;
}

/** Processes whose command line or cgroup names `text` (a job's id, a container's id), other than this one. */
export function processesOf(text: string): Process[] {
	return processes().filter(
		(one) => one.pid !== process.pid && (one.commandLine.includes(text) || one.cgroups.includes(text)),
	);
}

/** Children, their children and so on. */
export function descendantsOf(pid: number): Process[] {
	const all = processes();
	const family = [pid];
	for (const parent of family) family.push(...all.filter((one) => one.parent === parent).map((one) => one.pid));
	return all.filter((one) => one.pid !== pid && family.includes(one.pid));
}

/** Those of `before` that still live: a pid that was given to somebody else since does not count. */
export function stillThere(before: readonly Process[]): Process[] {
	const now = new Map(processes().map((one) => [one.pid, one.startTicks]));
	return before.filter((one) => now.get(one.pid) === one.startTicks);
}
