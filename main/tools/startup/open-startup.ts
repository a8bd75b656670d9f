// What can start by itself on this system, for the account this process runs as.
import { existsSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ProblemError } from "../../contract/problem.ts";
import type { StartupKind } from "../../contract/startup.ts";
import { darwinEntry } from "./darwin-entry.ts";
import { linuxAgent } from "./linux-agent.ts";
import { linuxApp } from "./linux-app.ts";
import { openPrograms } from "./run-program.ts";
import { agentStartCommand, appStartCommand, type RunningProgram } from "./start-command.ts";
import type { StartupEntry, StartupPlace } from "./startup-entry.ts";
import { windowsEntry } from "./windows-entry.ts";

export interface StartupOptions {
	/** Absolute; what the agent alone is started on. */
	readonly dataDirectory: string;
	/** As given to `hearth agent --pool`. */
	readonly pool: string;
	/** The Node an installed app carries; this process's own when not given. */
	readonly nodePath?: string;
	readonly env?: NodeJS.ProcessEnv;
	readonly platform?: NodeJS.Platform;
	readonly program?: RunningProgram;
}

/** Both entries, app first. Touches nothing until asked. */
export function openStartup(options: StartupOptions): readonly StartupEntry[] {
	const { env = process.env, platform = process.platform, program = runningProgram(env, options.nodePath) } = options;
	const place: StartupPlace = {
		home: env.HOME || env.USERPROFILE || homedir(),
		env,
		uid: process.getuid?.() ?? 0,
		userName: userInfo().username,
	};
	const app = appStartCommand(program);
	const agent = agentStartCommand(program, options.dataDirectory, options.pool);
	if (platform === "linux") {
		const run = openPrograms(withUserManager(env, place.uid));
		return [linuxApp(place, app), linuxAgent(place, agent, run)];
	}
	const run = openPrograms(env);
	if (platform === "darwin") return [darwinEntry("app", place, app, run), darwinEntry("agent", place, agent, run)];
	if (platform === "win32") return [windowsEntry("app", place, app, run), windowsEntry("agent", place, agent, run)];
	return [unknownSystem("app"), unknownSystem("agent")];
}

/**
 * A login without a session of its own (su, cron) lacks the variable by which the user manager is found; an empty or
 * relative XDG_CONFIG_HOME counts as none for us, but not for systemctl.
 */
function withUserManager(env: NodeJS.ProcessEnv, uid: number): NodeJS.ProcessEnv {
	const { XDG_CONFIG_HOME: config = "", ...rest } = env;
	const folder = `/run/user/${uid}`;
	const found = rest.XDG_RUNTIME_DIR || !existsSync(folder) ? rest : { ...rest, XDG_RUNTIME_DIR: folder };
	return isAbsolute(config) ? { ...found, XDG_CONFIG_HOME: config } : found;
}

/** `nodePath`: the Node an installed app carries. */
export function runningProgram(env: NodeJS.ProcessEnv, nodePath: string | undefined): RunningProgram {
	// Plain Node knows nothing of an app's archive: what it reads lies beside it.
	const here = dirname(fileURLToPath(import.meta.url)).replace(/([\\/]app\.asar)(?=[\\/]|$)/, "$1.unpacked");
	// Built, this lies beside hearth.js; from source, three folders below the checkout.
	const entries = [join(here, "hearth.js"), join(here, "..", "..", "..", "dist", "app", "hearth.js")];
	return {
		node: nodePath ?? (process.versions.electron === undefined ? process.execPath : null),
		entry: entries.find((path) => existsSync(path)) ?? null,
		appCommand: env.HEARTH_APP_COMMAND,
		appImage: env.APPIMAGE,
		appDirectory: env.APPDIR,
	};
}

function unknownSystem(kind: StartupKind): StartupEntry {
	const reason = "unsupported";
	const look = { kind, state: "impossible", reason, where: "", contents: "", stale: false, lingers: null } as const;
	return {
		kind,
		look: async () => look,
		turnOn: () => Promise.reject(new ProblemError("startup.impossible", { reason })),
		turnOff: async () => undefined,
	};
}
