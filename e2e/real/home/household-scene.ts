// Setup as a process of the product has it, in a real Nix of its own, with what a household's list needs beside it.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import type { Inventory } from "../../../main/contract/inventory.ts";
import { type SetupAnswer, type SetupPartId, type ShownSetup, shownSetupSchema } from "../../../main/contract/setup.ts";
import { inventoryText } from "../../../main/core/inventory.ts";
import { systemClock } from "../../../main/tools/clock/clock.ts";
import { choicesOf } from "../../../main/tools/crypto/setup-choices.ts";
import { runCommand } from "../../../main/tools/run-command/run-command.ts";
import { type SetupEngine, setupEngine } from "../../../nix-installer/engine/engine.ts";
import { stepRegistry } from "../../../nix-installer/engine/registry.ts";
import { releasedStepTypes } from "../../../nix-installer/open-setup.ts";
import { agreedPlan, type SetupWanted, showPlan } from "../../../nix-installer/plans/setup-plan.ts";
import { wantHere } from "../../../nix-installer/plans/want-here.ts";
import { systemReaders } from "../../../nix-installer/preflight/read-preflight.ts";
import { homeKey } from "../../../nix-installer/steps/common/fleet-entry.ts";
import { copyFleet, nixInputs } from "../nix/fleet-flake.ts";
import { type NixStage, openNixStage } from "../nix/real-nix.ts";
import { quietly } from "./home-engine.ts";

/** The key of this account on this PC in a list. */
export const me = homeKey({ user: "linden", host: hostname() });

export interface Looked {
	readonly wanted: SetupWanted;
	readonly shown: ShownSetup;
	readonly ids: readonly string[];
}

export interface HouseholdScene {
	readonly stage: NixStage;
	readonly engine: SetupEngine;
	/** All that setup has shown and told so far, as JSON. */
	readonly said: string[];
	/** A copy of the fleet with these homes in it, by the folder each says. */
	list(name: string, homes: Readonly<Record<string, string>>): Promise<string>;
	look(answer: SetupAnswer): Promise<Looked>;
	agree(looked: Looked, parts: SetupPartId[]): ReturnType<SetupEngine["apply"]>;
	/** The text of every file that setup keeps. */
	kept(): string[];
	close(): Promise<void>;
}

/** `more`: variables beside those of the stage. */
export async function openHousehold(more: Readonly<Record<string, string>> = {}): Promise<HouseholdScene> {
	const stage = await openNixStage({ user: "linden" });
	const data = mkdtempSync(join(tmpdir(), "hearth-household-data-"));
	const env = { ...stage.env, ...more, HEARTH_NIX: stage.nix.bin, HEARTH_FLEET_INPUTS: nixInputs.folder };
	// As in a process of its own: without this, asking Nix whether it answers would make a store at /nix.
	for (const [name, value] of Object.entries({ ...stage.env, ...more })) vi.stubEnv(name, value);
	console.log(`household: Nix ${stage.nix.version}, ${nixInputs.kind}`);
	const engine = setupEngine({
		directory: join(data, "setup"),
		registry: stepRegistry(releasedStepTypes(async () => ({ end: "refused", why: "nobody is asked here" }), env)),
		run: runCommand,
		clock: systemClock,
		newId: () => crypto.randomUUID(),
	});
	const engines = {
		platform: "linux",
		search: async () => ({ endpoint: null, denied: [] }),
		answers: async () => false,
	};
	const said: string[] = [];
	return {
		stage,
		engine,
		said,
		async list(name, homes) {
			const folder = join(stage.folder, name);
			if (!existsSync(folder)) await copyFleet(stage, name);
			writeFileSync(join(folder, "inventory.json"), inventoryText(inventoryOf(homes)));
			return folder;
		},
		async look(answer) {
			const choices = choicesOf(answer, systemClock.now());
			const readers = { ...systemReaders(), home: stage.home, env };
			const wanted = await wantHere(data, readers, { engines: engines as never })(choices);
			const shown = showPlan(engine, choices, wanted);
			said.push(JSON.stringify(shownSetupSchema.parse(shown)));
			return { wanted, shown, ids: shown.plan.steps.map(({ id }) => id) };
		},
		async agree({ wanted, shown }, parts) {
			const onEvent = (event: unknown) => void said.push(JSON.stringify(event));
			const plan = agreedPlan(engine, wanted, { hash: shown.hash, parts });
			const result = await engine.apply(plan, { ...quietly(), onEvent });
			said.push(JSON.stringify(result));
			return result;
		},
		kept: () =>
			readdirSync(data, { recursive: true, withFileTypes: true })
				.filter((one) => one.isFile())
				.map((one) => readFileSync(join(one.parentPath, one.name), "utf8")),
		async close() {
			vi.unstubAllEnvs();
			rmSync(data, { recursive: true, force: true });
			await stage.close();
		},
	};
}

const inventoryOf = (homes: Readonly<Record<string, string>>): Inventory => ({
	version: 1,
	classes: { pc: { kind: "linux", system: process.arch === "arm64" ? "aarch64-linux" : "x86_64-linux", parts: [] } },
	people: { linden: { name: "Linden" } },
	hosts: Object.fromEntries(Object.keys(homes).map((key) => [key.split("@")[1], { class: "pc" }])),
	homes: Object.fromEntries(
		Object.entries(homes).map(([key, directory]) => [
			key,
			{ person: "linden", directory, parts: [], madeWith: "26.05" },
		]),
	),
});
