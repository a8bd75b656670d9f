// Runs a generation's activation script, and the Nix commands that go with it, the way `home-manager switch` does.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { type NixProgram, nixEnvironment, nixVariables, runNix } from "../../main/tools/nix/nix-program.ts";
import type { CommandEnd, RunCommand } from "../../main/tools/run-command/run-command.ts";
import { StepFault } from "../engine/step.ts";
import { readCollisions } from "./activation-text.ts";
import { type HomePlaces, homeProfile, homeVariables } from "./home-places.ts";

export interface HomeWork {
	readonly nix: NixProgram;
	readonly run: RunCommand;
	readonly places: HomePlaces;
	/** Variables beside those of the home; the home's win. */
	readonly env: Readonly<Record<string, string>>;
	readonly signal: AbortSignal;
}

export interface Activation {
	/** Store path. */
	readonly generation: string;
	/** Files in the way are moved to NAME.EXTENSION; null: the script refuses them before it writes anything. */
	readonly extension: string | null;
	/** Only tells what it would do. */
	readonly dryRun?: boolean;
	/** Wins over everything. */
	readonly env?: Readonly<Record<string, string>>;
}

const minute = 60_000;

/** Never rejects. Each act of the script is told in its output as it happens, so that a script that lost us ends too. */
export function runActivation(work: HomeWork, { generation, extension, dryRun, env }: Activation): Promise<CommandEnd> {
	return work.run([join(generation, "activate"), "--driver-version", "1"], {
		timeoutMs: 30 * minute,
		cwd: work.places.home,
		signal: work.signal,
		inherit: nixVariables,
		env: {
			...work.env,
			...nixEnvironment(work.nix, work.env.PATH ?? process.env.PATH),
			...homeVariables(work.places),
			...(extension !== null && { HOME_MANAGER_BACKUP_EXT: extension }),
			...(dryRun ? { DRY_RUN: "1" } : { VERBOSE: "1" }),
			NO_COLOR: "1",
			...env,
		},
	});
}

/** Activates, or throws in words what the script said. @throws StepFault */
export async function activate(work: HomeWork, activation: Activation): Promise<void> {
	checkEnd(work, await runActivation(work, activation));
}

/** Makes `generation` the newest of the home's profile, unless the profile stands at it. @throws StepFault */
export async function setProfile(work: HomeWork, generation: string): Promise<void> {
	// Nix makes this folder for most accounts, not for all; Home Manager makes it too.
	mkdirSync(dirname(homeProfile(work.places)), { recursive: true });
	await changeProfile(work, "--set", generation);
}

/** Goes to a generation of the profile by its number. @throws StepFault */
export async function switchProfile(work: HomeWork, number: number): Promise<void> {
	await changeProfile(work, "--switch-generation", String(number));
}

/** Removes generations of the profile by number; the current one cannot be. @throws StepFault */
export async function deleteGenerations(work: HomeWork, numbers: readonly number[]): Promise<void> {
	if (numbers.length > 0) await changeProfile(work, "--delete-generations", ...numbers.map(String));
}

async function changeProfile(work: HomeWork, ...args: string[]): Promise<void> {
	const { nix, run, places, env, signal } = work;
	const argv = ["nix-env", "--profile", homeProfile(places), ...args] as const;
	checkEnd(
		work,
		await runNix(nix, run, argv, {
			timeoutMs: 5 * minute,
			cwd: places.home,
			signal,
			env: { ...env, ...homeVariables(places) },
		}),
	);
}

function checkEnd({ signal }: HomeWork, end: CommandEnd): void {
	signal.throwIfAborted();
	if (end.end === "exit" && end.code === 0) return;
	const said = `${end.stdout.text}\n${end.stderr.text}`.trim();
	const [first] = readCollisions(said);
	if (first) throw new StepFault({ code: "setup.fault.home-in-the-way", args: { path: first.path } });
	const lines = (end.stderr.text.trim() || said).split("\n");
	throw new Error(lines.slice(-3).join(" ").slice(0, 500) || end.end);
}
