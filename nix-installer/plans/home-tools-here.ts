// The home steps' tools on this PC.
import { homedir } from "node:os";
import { systemClock } from "../../main/tools/clock/clock.ts";
import { findNix, nixVariables } from "../../main/tools/nix/nix-program.ts";
import type { HomeTools } from "../steps/common/home-tools.ts";

/** HEARTH_NIX names a folder whose Nix is used, and no other. Where the home's own folders are is told by each plan. */
export function homeToolsHere(env: NodeJS.ProcessEnv = process.env): HomeTools {
	const passed = nixVariables.filter((name) => !/^XDG_/.test(name));
	return {
		findNix: (run) => findNix({ home: env.HOME || homedir(), path: env.PATH, named: env.HEARTH_NIX, run }),
		env: Object.fromEntries(passed.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
		now: systemClock.now,
	};
}
