// Starts one of the OS's own reporting programs and gives its standard output. The one place where host facts start
// a program; never a shell.
import { execFile } from "node:child_process";

/** Standard output of `argv`, or null when it is missing, fails, or takes longer than `timeoutMs` (then it is killed). */
export type AskProgram = (argv: readonly [string, ...string[]], timeoutMs: number) => Promise<string | null>;

export const askProgram: AskProgram = ([file, ...args], timeoutMs) =>
	new Promise((resolve) => {
		execFile(
			file,
			args,
			{ timeout: timeoutMs, killSignal: "SIGKILL", maxBuffer: 1_048_576, windowsHide: true, env: plainEnvironment() },
			(error, stdout) => resolve(error ? null : stdout),
		);
	});

/** The C locale, so that what comes back does not depend on the person's language. */
function plainEnvironment(): NodeJS.ProcessEnv {
	return { ...process.env, LC_ALL: "C" };
}
