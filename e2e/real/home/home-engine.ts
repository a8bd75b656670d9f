// The real engine with the real home steps, over the Nix of the tests.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { systemClock } from "../../../main/tools/clock/clock.ts";
import type { NixProgram } from "../../../main/tools/nix/nix-program.ts";
import { type RunCommand, runCommand } from "../../../main/tools/run-command/run-command.ts";
import { type SetupEngine, setupEngine } from "../../../nix-installer/engine/engine.ts";
import { type Journal, openJournal } from "../../../nix-installer/engine/journal.ts";
import { stepRegistry } from "../../../nix-installer/engine/registry.ts";
import type { WorkOptions } from "../../../nix-installer/engine/work.ts";
import { homeBuildStep } from "../../../nix-installer/steps/common/home-build.ts";
import { homeSwitchStep } from "../../../nix-installer/steps/common/home-switch.ts";
import type { HomeTools } from "../../../nix-installer/steps/common/home-tools.ts";

export interface HomeScene {
	/** Holds setup's journal. */
	readonly data: string;
	readonly nix: NixProgram | null;
	readonly env: Readonly<Record<string, string>>;
}

export function homeTools({ nix, env }: HomeScene): HomeTools {
	return { findNix: async () => nix, env, now: systemClock.now };
}

export interface Between {
	/** Stands between the engine and its journal, which then has no lock. */
	readonly wrap?: (journal: Journal) => Journal;
	readonly run?: RunCommand;
}

export function homeEngine(scene: HomeScene, { wrap, run = runCommand }: Between = {}): SetupEngine {
	const directory = join(scene.data, "setup");
	const tools = homeTools(scene);
	return setupEngine({
		directory,
		registry: stepRegistry([homeBuildStep(tools), homeSwitchStep(tools)]),
		run,
		clock: systemClock,
		newId: randomUUID,
		...(wrap && { open: () => wrap(openJournal(join(directory, "journal.ndjson"), systemClock)) }),
	});
}

export function quietly(onEvent: WorkOptions["onEvent"] = () => {}): WorkOptions {
	return { signal: new AbortController().signal, onEvent };
}
