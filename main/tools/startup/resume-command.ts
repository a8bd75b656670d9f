// The command line that goes on with setup after Windows has restarted: the desktop app on the page of setup, or the command
// line in a console where there is no app. Pure.
import { type Argv, agentProgram, appProgram, isPlain, type RunningProgram } from "./start-command.ts";
import { maxRunCharacters, windowsCommandLine } from "./windows-command.ts";

/** What the app is told to open; a link can do no more than choose a page. */
export const setupPage = "hearth://open/setup";

export interface SetupReturn {
	/** Absolute; where the journal of setup is. */
	readonly dataDirectory: string;
	/** It is where Hearth looks by itself: the app, which cannot be told another one, finds it there. */
	readonly isUsual: boolean;
}

/** null: nothing of Hearth can be started so, or the line is longer than Windows takes. */
export function resumeCommandLine(program: RunningProgram, at: SetupReturn): string | null {
	const argv = (at.isUsual ? appArgv(program) : null) ?? consoleArgv(program, at.dataDirectory);
	if (argv === null) return null;
	const line = windowsCommandLine(argv);
	return line.length > maxRunCharacters ? null : line;
}

function appArgv(program: RunningProgram): Argv | null {
	const app = appProgram(program);
	return app && [...app, setupPage];
}

function consoleArgv(program: RunningProgram, dataDirectory: string): Argv | null {
	const hearth = agentProgram(program);
	if ("impossible" in hearth || !isPlain(dataDirectory)) return null;
	return [...hearth.argv, "setup", "resume", "--data", dataDirectory];
}
