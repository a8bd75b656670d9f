// The command line that starts Hearth, decided from where this process itself came from. Pure.
import { isAbsolute, resolve } from "node:path";
import { z } from "zod";
import type { StartupReason } from "../../contract/startup.ts";

export type Argv = readonly [string, ...string[]];
export type StartCommand = { readonly argv: Argv } | { readonly impossible: StartupReason };

/** What is known about the running program. */
export interface RunningProgram {
	/** Absolute path of a Node to run the agent: this process's own, or the one an installed app carries. null: none. */
	readonly node: string | null;
	/** Absolute path of the built command line, hearth.js; null when it is not built. */
	readonly entry: string | null;
	/** HEARTH_APP_COMMAND: the desktop app's own command as a JSON array of strings, given by the shell to its agent. */
	readonly appCommand: string | undefined;
	/** APPIMAGE and APPDIR as an AppImage's runtime sets them. */
	readonly appImage: string | undefined;
	readonly appDirectory: string | undefined;
}

const argvSchema = z.tuple([z.string().min(1)], z.string()).refine((argv) => argv.every(isPlain));
/** A text that every system takes as an argument. */
export const isPlain = (text: string) => !/\p{Cc}/u.test(text);

/** The desktop app without its window (`--hidden`). "absent" when no shell told its command. */
export function appStartCommand(program: RunningProgram): StartCommand {
	const app = appProgram(program);
	return app ? { argv: [...app, "--hidden"] } : { impossible: "absent" };
}

/** The desktop app with its window; null when no shell told its command. */
export function appProgram(program: RunningProgram): Argv | null {
	const given = readArgv(program.appCommand);
	if (!given) return null;
	const [file, ...args] = given;
	return [lasting(file, program), ...args.filter((arg) => arg !== "--hidden")];
}

/** The command line, to which a command is added. */
export function agentProgram(program: RunningProgram): StartCommand {
	if (program.node === null || liesInImage(program.node, program)) return { impossible: "packaged" };
	if (program.entry === null) return { impossible: "absent" };
	return { argv: [program.node, program.entry] };
}

/** The agent alone. `pool` as given to `hearth agent`; a folder in it is made absolute, because a service starts elsewhere. */
export function agentStartCommand(program: RunningProgram, dataDirectory: string, pool: string): StartCommand {
	const hearth = agentProgram(program);
	if ("impossible" in hearth) return hearth;
	const embedded = /^embedded:(.+)$/s.exec(pool)?.[1];
	const where = embedded ? `embedded:${resolve(embedded)}` : pool;
	const argv: Argv = [...hearth.argv, "agent", "--data", dataDirectory, "--pool", where];
	return argv.every(isPlain) ? { argv } : { impossible: "unsupported" };
}

/**
 * An AppImage runs from a mount that is gone after it: what lasts is the image itself. Only for a program that lies in
 * that mount, because a terminal inside some other AppImage hands its APPIMAGE down to everything it starts.
 */
function lasting(file: string, program: RunningProgram): string {
	const { appImage } = program;
	return appImage && isAbsolute(appImage) && liesInImage(file, program) ? appImage : file;
}

function liesInImage(file: string, { appImage, appDirectory }: RunningProgram): boolean {
	return Boolean(appImage && appDirectory) && file.startsWith(`${appDirectory?.replace(/\/+$/, "")}/`);
}

function readArgv(json: string | undefined): Argv | null {
	if (!json) return null;
	try {
		const argv = argvSchema.safeParse(JSON.parse(json));
		return argv.success && isAbsolute(argv.data[0]) ? (argv.data as Argv) : null;
	} catch {
		return null;
	}
}
