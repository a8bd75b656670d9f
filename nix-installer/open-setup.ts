// Setup of this PC as the product has it: every step type that was ever released, and the steps wanted here.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { systemClock } from "../main/tools/clock/clock.ts";
import { runCommand } from "../main/tools/run-command/run-command.ts";
import { type SetupEngine, setupEngine } from "./engine/engine.ts";
import { stepRegistry } from "./engine/registry.ts";
import type { StepType } from "./engine/step.ts";
import { homeToolsHere } from "./plans/home-tools-here.ts";
import { makeFolderStep } from "./steps/common/make-folder.ts";
import { takeOverFileStep } from "./steps/common/take-over-file.ts";
import { writeFileStep } from "./steps/common/write-file.ts";
import { homeBuildStep } from "./steps/linux/home-build.ts";
import { homeSwitchStep } from "./steps/linux/home-switch.ts";

/** Types are only ever added: a journal of any earlier version must find the code that undoes it. */
function stepTypes(): StepType[] {
	const home = homeToolsHere();
	return [makeFolderStep(), takeOverFileStep(), writeFileStep(), homeBuildStep(home), homeSwitchStep(home)];
}

/**
 * Changes nothing until it is told to act; the journal is in `dataDirectory`/setup. `more`: step types beside the
 * product's own, for tests.
 */
export function openSetup(dataDirectory: string, more: readonly StepType[] = []): SetupEngine {
	return setupEngine({
		directory: join(dataDirectory, "setup"),
		registry: stepRegistry([...stepTypes(), ...more]),
		run: runCommand,
		clock: systemClock,
		newId: randomUUID,
	});
}
