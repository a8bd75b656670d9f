// What the home steps are handed by the composition root.
import type { NixProgram } from "../../../main/tools/nix/nix-program.ts";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import { StepFault } from "../../engine/step.ts";
import type { HomeWork } from "../../home-manager/activate.ts";
import type { HomePlaces } from "../../home-manager/home-places.ts";

export interface HomeTools {
	/** The Nix of this PC now; null when there is none. Asked at each act: an earlier step may have installed it. */
	readonly findNix: (run: RunCommand) => Promise<NixProgram | null>;
	/** Variables for Nix and activation scripts beside those of the home. */
	readonly env: Readonly<Record<string, string>>;
	/** Milliseconds; only differences count. */
	readonly now: () => number;
}

/** @throws StepFault when there is no Nix */
export async function needNix(tools: HomeTools, run: RunCommand): Promise<NixProgram> {
	const nix = await tools.findNix(run);
	if (!nix) throw new StepFault({ code: "setup.fault.no-tools", args: {} });
	return nix;
}

export async function homeWork(
	tools: HomeTools,
	places: HomePlaces,
	{ run, signal }: { run: RunCommand; signal: AbortSignal },
): Promise<HomeWork> {
	return { nix: await needNix(tools, run), run, places, env: tools.env, signal };
}
