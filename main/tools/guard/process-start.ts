// When a process started, as the OS tells it: together with the pid it names one process for ever.
import { readFileSync } from "node:fs";

/** Linux: start time in clock ticks since boot, field 22 of /proc/PID/stat (proc_pid_stat(5)). null when it is gone. */
function linuxStart(pid: number): string | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return fields[0] === "Z" || fields[0] === "X" ? null : (fields[19] ?? null);
	} catch {
		return null;
	}
}

/** macOS and Windows have no file for it: one short program is asked. Not run on those systems yet. */
function askedStart(pid: number): string | null {
	const { execFileSync } = process.getBuiltinModule("node:child_process");
	const command =
		process.platform === "win32"
			? ["powershell.exe", "-NoProfile", "-Command", `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`]
			: ["/bin/ps", "-o", "lstart=", "-p", String(pid)];
	try {
		const [file = "", ...args] = command;
		const answer = execFileSync(file, args, { encoding: "utf8", timeout: 5_000, stdio: ["ignore", "pipe", "ignore"] });
		return answer.trim() || null;
	} catch {
		return null;
	}
}

/** The start of a living process as text to compare, never to read; null when it is gone or a zombie. Never throws. */
export function processStart(pid: number): string | null {
	return process.platform === "linux" ? linuxStart(pid) : askedStart(pid);
}
