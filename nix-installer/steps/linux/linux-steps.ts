// The steps of Linux with this PC's own Nix, as the composition root needs them.
import type { Clock } from "../../../main/tools/clock/clock.ts";
import { findNix } from "../../../main/tools/nix/nix-program.ts";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import type { RunElevated } from "../../elevate/elevated.ts";
import type { StepType } from "../../engine/step.ts";
import { homeBuildStep } from "../common/home-build.ts";
import { homeSwitchStep } from "../common/home-switch.ts";
import type { HomeTools } from "../common/home-tools.ts";
import { type NixHereTools, usualNixPlaces } from "./nix-here.ts";
import { type NixInstallTools, nixInstallRecordedStep, nixInstallStep } from "./nix-install.ts";

export interface LinuxStepsOptions {
	/** The person's home folder. */
	readonly home: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly clock: Pick<Clock, "now">;
	readonly elevated: RunElevated;
}

/** HEARTH_NIX names a folder that is asked alone; else PATH and the usual places. */
export function linuxTools({
	home,
	env,
	clock,
	elevated,
}: LinuxStepsOptions): HomeTools & NixInstallTools & NixHereTools {
	const find = (run: RunCommand) => findNix({ home, path: env.PATH, named: env.HEARTH_NIX, run });
	return { findNix: find, env: {}, now: clock.now, places: usualNixPlaces, elevated };
}

/** nix.install in its two versions, home.build, home.switch: in the order of setting up. */
export function linuxStepTypes(tools: ReturnType<typeof linuxTools>): StepType[] {
	return [nixInstallStep(tools), nixInstallRecordedStep(tools), homeBuildStep(tools), homeSwitchStep(tools)];
}
