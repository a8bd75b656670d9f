// What the OS says about a sandbox's process. Linux reads /proc; elsewhere less is known (not run there yet).
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";

export interface ProcessUsage {
	readonly cpuSeconds: number;
	readonly memoryMiB: number;
	readonly peakMemoryMiB: number;
}

export interface FoundSandbox {
	readonly pid: number;
	readonly jobId: string;
}

const linux = process.platform === "linux";
/** The kernel counts process times in USER_HZ, which is 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** The fields of /proc/PID/stat from the third on, or null when the process is gone. */
function statFields(pid: number | string): string[] | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
		return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	} catch {
		return null;
	}
}

const dead = new Set(["Z", "X"]);

/** Usage of one process with all its threads; null when it is gone or the OS does not say. */
export function processUsage(pid: number): ProcessUsage | null {
	const fields = linux ? statFields(pid) : null;
	if (!fields || dead.has(fields[0] ?? "")) return null;
	try {
		const status = readFileSync(`/proc/${pid}/status`, "latin1");
		const kib = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+) kB`, "m").exec(status)?.[1] ?? 0);
		return {
			cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
			memoryMiB: kib("VmRSS") / 1024,
			peakMemoryMiB: kib("VmHWM") / 1024,
		};
	} catch {
		return null;
	}
}

/** True when no thread of it runs: stopped, or gone. Where the OS does not say, the signal is taken as done. */
export function isStopped(pid: number): boolean {
	if (!linux) return true;
	const state = statFields(pid)?.[0];
	return state === undefined || state === "T" || dead.has(state);
}

/** Living processes of a process group. Zombies do not count: they run no code and hold no memory. */
export function countGroup(group: number): number {
	if (process.platform === "win32") return answersSignal(group) ? 1 : 0;
	if (!answersSignal(-group)) return 0;
	if (!linux) return 1;
	return pids().filter((pid) => {
		const fields = statFields(pid);
		return fields !== null && Number(fields[2]) === group && !dead.has(fields[0] ?? "");
	}).length;
}

function answersSignal(target: number): boolean {
	try {
		process.kill(target, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}

const pids = () => readdirSync("/proc").filter((name) => /^\d+$/.test(name));

/** Arguments by which a sandbox is found again: the device's, then the job's. */
export const sandboxMarks = (deviceId: string, jobId: string) => [`--sandbox-of=${deviceId}`, `--job=${jobId}`];

/** Running sandboxes of this device, by the marks in their command lines. Empty where the OS does not show them. */
export function findSandboxes(deviceId: string): FoundSandbox[] {
	if (!linux) return [];
	return pids().flatMap((pid) => {
		try {
			const args = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
			const [device] = sandboxMarks(deviceId, "");
			const job = args.find((arg) => arg.startsWith("--job="));
			return device && args.includes(device) && job ? [{ pid: Number(pid), jobId: job.slice("--job=".length) }] : [];
		} catch {
			return [];
		}
	});
}

/**
 * Lowest priority, and the first to go when memory runs out. Call right after the start: threads made later inherit it.
 * Best effort: what the OS refuses is left as it was.
 */
export function yieldToEveryone(pid: number): void {
	const attempts = [
		() => setPriority(pid, constants.priority.PRIORITY_LOW),
		...(linux
			? [
					() => writeFileSync(`/proc/${pid}/oom_score_adj`, "1000"),
					// The sandbox leads its own session, whose share the scheduler weighs by this value.
					() => writeFileSync(`/proc/${pid}/autogroup`, "19"),
				]
			: []),
	];
	for (const attempt of attempts) {
		try {
			attempt();
		} catch {
			// Not allowed here.
		}
	}
}

/** Sends a signal to the whole group; true when there was one. */
export function signalGroup(group: number, signal: "SIGSTOP" | "SIGCONT" | "SIGKILL"): boolean {
	try {
		process.kill(process.platform === "win32" ? group : -group, signal);
		return true;
	} catch {
		return false;
	}
}
