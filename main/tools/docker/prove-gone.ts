// The proof that nothing of a container is left, by the strongest witness there is: the kernel's control group, the
// process table of this PC, or, for an engine in a virtual machine, the engine itself.
import type { Clock } from "../clock/clock.ts";
import { type CgroupFolders, countCgroupTasks, type GroupFinder } from "./cgroup.ts";
import { findContainerProcesses } from "./container-processes.ts";
import { type Engine, statusOf } from "./engine.ts";
import { pause } from "./pause.ts";

export interface Witnesses {
	readonly engine: Engine;
	readonly finder: GroupFinder;
	/** The container's group, when it was seen while it ran. */
	readonly folders: CgroupFolders | null;
}

export interface GoneProof {
	readonly processesLeft: number;
	readonly method: "cgroup" | "process-table" | "engine" | "none";
}

const tryEveryMs = 10;

/**
 * Looks until nothing is left, at most `withinMs`; then says how much still is. `none` means nobody could be asked:
 * one process is then assumed to be left. Never throws.
 */
export async function proveGone(id: string, seen: Witnesses, clock: Clock, withinMs: number): Promise<GoneProof> {
	const until = clock.bootMs() + withinMs;
	for (;;) {
		const proof = await look(id, seen);
		if (proof.processesLeft === 0 || clock.bootMs() >= until) return proof;
		await pause(clock, tryEveryMs);
	}
}

async function look(id: string, { engine, finder, folders }: Witnesses): Promise<GoneProof> {
	if (folders !== null) {
		const tasks = countCgroupTasks(folders);
		if (tasks !== null) return { processesLeft: tasks, method: "cgroup" };
	}
	if (finder.seesProcesses) {
		const pids = findContainerProcesses(id);
		if (pids !== null) return { processesLeft: pids.length, method: "process-table" };
	}
	try {
		const { running } = await engine.inspect(id);
		return { processesLeft: running ? 1 : 0, method: "engine" };
	} catch (error) {
		if (statusOf(error) === 404) return { processesLeft: 0, method: "engine" };
		return { processesLeft: 1, method: "none" };
	}
}
