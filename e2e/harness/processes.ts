// What the kernel says is running: the judge of every "nothing is left" test, independent of Hearth's own proof.
import { readdirSync, readFileSync } from "node:fs";

export interface Process {
	readonly pid: number;
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
			const commandLine = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
			found.push({ pid: Number(name), commandLine, cgroups: readFileSync(`/proc/${name}/cgroup`, "utf8"), state });
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
