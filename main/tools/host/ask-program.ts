// Asks one of the OS's own reporting programs and gives its standard output.
import { runCommand } from "../run-command/run-command.ts";

/** Standard output of `argv`, or null when it is missing, fails, or takes longer than `timeoutMs` (then it is killed). */
export type AskProgram = (argv: readonly [string, ...string[]], timeoutMs: number) => Promise<string | null>;

/** Where the desktop session is that a program is asked about. */
const session = ["DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_SESSION_ID", "XDG_CURRENT_DESKTOP"];

export const askProgram: AskProgram = async (argv, timeoutMs) => {
	const asked = await runCommand(argv, { timeoutMs, graceMs: 0, inherit: session });
	return asked.end === "exit" && asked.code === 0 && asked.stdout.leftOut === 0 ? asked.stdout.text : null;
};
