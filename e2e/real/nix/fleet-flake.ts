// The fleet's flake for tests: a copy of its own beside the store, with any inventory, on stand-in or real inputs.
import { cp, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Inventory } from "../../../main/contract/inventory.ts";
import { inventoryText } from "../../../main/core/inventory.ts";
import type { NixRun, NixStage } from "./real-nix.ts";

export const fleetFolder = join(import.meta.dirname, "../../../fleet");
const standIns = join(import.meta.dirname, "inputs");
const names = ["nixpkgs", "home-manager", "nix-darwin"] as const;

/** Which inputs the flake gets: the folder HEARTH_NIX_INPUTS names, else our own stand-ins. */
export const nixInputs = {
	kind: process.env.HEARTH_NIX_INPUTS ? "real inputs" : "stand-in inputs",
	folder: process.env.HEARTH_NIX_INPUTS || standIns,
} as const;

/** Flags that give a flake those inputs, without a network and without writing a lock file. */
export const inputFlags: readonly string[] = [
	...["--offline", "--no-write-lock-file"],
	...names.flatMap((name) => ["--override-input", name, `path:${join(nixInputs.folder, name)}`]),
];

/** Copies fleet/ to `stage.folder/name`; with `inventory`, that one takes the place of the example. */
export async function copyFleet(stage: NixStage, name: string, inventory?: Inventory): Promise<string> {
	const folder = join(stage.folder, name);
	await cp(fleetFolder, folder, { recursive: true });
	if (inventory) await writeFile(join(folder, "inventory.json"), inventoryText(inventory));
	return folder;
}

/** Builds the generation of a home of the flake in `folder`; its store path. */
export function buildHome(stage: NixStage, folder: string, key: string): Promise<string> {
	const target = `path:${folder}#homeConfigurations."${key}".activationPackage`;
	return stage.ask(["nix", "build", target, "--no-link", "--print-out-paths", ...inputFlags]);
}

/** `nix flake check` of every output for every system, without building. */
export function checkFlake(stage: NixStage, folder: string): Promise<NixRun> {
	return stage.run(["nix", "flake", "check", `path:${folder}`, "--no-build", "--all-systems", ...inputFlags]);
}

/** A value of the flake as JSON; `apply` is a Nix function of it. */
export async function evalFlake<T>(stage: NixStage, folder: string, attribute: string, apply = "x: x"): Promise<T> {
	const text = await stage.ask([
		...(["nix", "eval", `path:${folder}#${attribute}`, "--json", "--apply", apply] as const),
		...inputFlags,
	]);
	return JSON.parse(text) as T;
}

/** Every .nix file below a folder. */
export async function nixFiles(folder: string): Promise<readonly string[]> {
	const found = await readdir(folder, { recursive: true });
	return found.filter((name) => name.endsWith(".nix")).map((name) => join(folder, name));
}
