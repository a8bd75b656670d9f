// Setup of this PC as the product has it: every step type that was ever released, and the steps wanted here.
import { randomUUID } from "node:crypto";
import { homedir, uptime } from "node:os";
import { join } from "node:path";
import { systemClock } from "../main/tools/clock/clock.ts";
import { dataDirectory as usualDataDirectory } from "../main/tools/host/data-directory.ts";
import { runCommand } from "../main/tools/run-command/run-command.ts";
import { runningProgram } from "../main/tools/startup/open-startup.ts";
import { resumeCommandLine, setupPage } from "../main/tools/startup/resume-command.ts";
import { appProgram } from "../main/tools/startup/start-command.ts";
import type { RunElevated } from "./elevate/elevated.ts";
import { openElevated } from "./elevate/open-elevated.ts";
import { type SetupEngine, setupEngine } from "./engine/engine.ts";
import type { MidwayReturn } from "./engine/midway.ts";
import { stepRegistry } from "./engine/registry.ts";
import type { ComeBack } from "./engine/restart.ts";
import type { StepType } from "./engine/step.ts";
import { homeToolsHere } from "./plans/home-tools-here.ts";
import { containerEngineStep } from "./steps/common/container-engine.ts";
import { downloadFileStep } from "./steps/common/download-file.ts";
import { fleetWriteStep } from "./steps/common/fleet-write.ts";
import { makeFolderStep } from "./steps/common/make-folder.ts";
import { signInFile } from "./steps/common/sign-in-file.ts";
import { takeOverFileStep } from "./steps/common/take-over-file.ts";
import { writeFileStep } from "./steps/common/write-file.ts";
import { darwinStepTypes } from "./steps/darwin/darwin-plan.ts";
import { linuxStepTypes } from "./steps/linux/linux-steps.ts";
import { usualNixPlaces } from "./steps/linux/nix-here.ts";
import { windowsReturn } from "./steps/windows/come-back.ts";
import { windowsStepTypes } from "./steps/windows/windows-plan.ts";

/** Types are only ever added: a journal of any earlier version must find the code that undoes it. */
export function releasedStepTypes(elevated: RunElevated, env: NodeJS.ProcessEnv = process.env): StepType[] {
	return [
		...[makeFolderStep(), takeOverFileStep(), writeFileStep(), downloadFileStep(), fleetWriteStep()],
		containerEngineStep(),
		...linuxStepTypes({ ...homeToolsHere(env), places: usualNixPlaces, elevated }),
		...darwinStepTypes({
			elevate: elevated,
			root: "/",
			home: env.HOME || homedir(),
			path: env.PATH,
			named: env.HEARTH_NIX,
		}),
		...windowsStepTypes({ elevate: elevated, bootedAt }),
	];
}

const bootedAt = () => systemClock.now() - uptime() * 1000;

/** Only Windows wants a restart in the middle of setup. */
export function comeBackHere(
	dataDirectory: string,
	nodePath: string | undefined,
	{ platform, env }: Pick<NodeJS.Process, "platform" | "env"> = process,
): ComeBack | null {
	if (platform !== "win32") return null;
	const isUsual = dataDirectory === usualDataDirectory(undefined, { ...env, HEARTH_DATA: undefined });
	const command = resumeCommandLine(runningProgram(env, nodePath), { dataDirectory, isUsual });
	return windowsReturn({ bootedAt, command });
}

/** Only the desktop app can be started so; it finds the journal where Hearth looks by itself, and nowhere else. */
export function midwayHere(
	dataDirectory: string,
	nodePath: string | undefined,
	comeBack: ComeBack | null,
	{ platform, env }: Pick<NodeJS.Process, "platform" | "env"> = process,
): MidwayReturn | null {
	const app = appProgram(runningProgram(env, nodePath));
	if (!app || dataDirectory !== usualDataDirectory(undefined, { ...env, HEARTH_DATA: undefined })) return null;
	if (platform === "linux" || platform === "darwin") {
		return signInFile({ platform, home: env.HOME || homedir(), env }, [...app, setupPage]);
	}
	if (platform !== "win32" || !comeBack) return null;
	const context = () => ({ run: runCommand, signal: AbortSignal.timeout(60_000) });
	return {
		ask: async () => void (await comeBack.ask(context())),
		forget: () => comeBack.forget(context()),
	};
}

export interface OpenSetupOptions {
	/** The Node that runs the administrator's helper; this process's own when not given. The desktop app is none. */
	readonly nodePath?: string | undefined;
	/** How Hearth is there again after a restart; as this system does it when not given. */
	readonly comeBack?: ComeBack | null;
	/** The same for a run that is cut off in the middle. */
	readonly midway?: MidwayReturn | null;
}

/**
 * Changes nothing until it is told to act; the journal is in `dataDirectory`/setup. `more`: step types beside the
 * product's own, for tests.
 */
export function openSetup(
	dataDirectory: string,
	more: readonly StepType[] = [],
	{
		nodePath,
		comeBack = comeBackHere(dataDirectory, nodePath),
		midway = midwayHere(dataDirectory, nodePath, comeBack),
	}: OpenSetupOptions = {},
): SetupEngine {
	const directory = join(dataDirectory, "setup");
	const elevated = openElevated({
		directory: join(directory, "ask"),
		run: runCommand,
		clock: systemClock,
		...(nodePath === undefined ? {} : { nodePath }),
	});
	return setupEngine({
		directory,
		registry: stepRegistry([...releasedStepTypes(elevated), ...more]),
		run: runCommand,
		clock: systemClock,
		newId: randomUUID,
		comeBack,
		midway,
	});
}
