// Runs one of the system's own programs (systemctl, launchctl, reg) and tells how it ended. Never a shell.
import { execFile } from "node:child_process";

export interface ProgramEnd {
	/** Exit code; null when it could not be started, was killed or took too long. */
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

export type RunProgram = (argv: readonly [string, ...string[]]) => Promise<ProgramEnd>;

const timeoutMs = 20_000;
const maxOutputBytes = 262_144;

/** Never rejects. Ends a program after 20 s; output over 256 KiB counts as a failure. `env` in the C locale. */
export function openPrograms(env: NodeJS.ProcessEnv): RunProgram {
	const limits = { timeout: timeoutMs, killSignal: "SIGKILL", maxBuffer: maxOutputBytes, windowsHide: true } as const;
	return ([file, ...args]) =>
		new Promise((resolve) => {
			execFile(file, args, { ...limits, env: { ...env, LC_ALL: "C" } }, (error, stdout, stderr) => {
				const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
				resolve({ code, stdout, stderr: stderr || (error && code === null ? error.message : "") });
			});
		});
}

/** The first line a failed program wrote, for the problem's detail. */
export function saidBy({ stderr, stdout, code }: ProgramEnd): string {
	const line = `${stderr}\n${stdout}`.split(/\r?\n/).find((one) => one.trim() !== "");
	return (line ?? `ended with ${code}`).trim().replace(/\.$/, "").slice(0, 300);
}
