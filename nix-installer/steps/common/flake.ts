// What a flake is at this moment, so that what is built is what was looked at.
import { z } from "zod";
import { type BuildSize, readBuildSize } from "../../../main/tools/nix/build-size.ts";
import { runNix } from "../../../main/tools/nix/nix-program.ts";
import { StepFault } from "../../engine/step.ts";
import type { HomeWork } from "../../home-manager/activate.ts";
import { homeVariables } from "../../home-manager/home-places.ts";

const metadataSchema = z.object({ locked: z.object({ narHash: z.string() }), url: z.string() });

/** USER@HOST, as the inventory has it. */
export const homeNamePattern = /^[A-Za-z_][A-Za-z0-9_.-]*@[a-z0-9-]+$/;

export interface FlakeRef {
	readonly flake: string;
	readonly inputs: Readonly<Record<string, string>>;
}

export interface FlakeNow {
	/** Digest of the flake's own files. */
	readonly narHash: string;
	/** The reference with that digest in it: what it names never changes. */
	readonly pinned: string;
}

/**
 * What the flake is now. Nix writes into `work.places.cache` alone.
 * @throws StepFault when a pinned one is not what it was; Error with what Nix said
 */
export async function readFlake(work: HomeWork, ref: FlakeRef): Promise<FlakeNow> {
	const text = await askNix(work, ["nix", "flake", "metadata", ref.flake, "--json", ...flags(ref)], "stdout");
	const { locked, url } = metadataSchema.parse(JSON.parse(text));
	return { narHash: locked.narHash, pinned: url };
}

const homesSchema = z.object({ names: z.array(z.string()), folder: z.string().nullable() });

/**
 * The names of all homes of the flake, and the home folder of `home`; null when it is not among them. `home` is USER@HOST
 * as the inventory has it: it becomes part of a Nix expression. @throws Error with what Nix said
 */
export async function readHomes(
	work: HomeWork,
	ref: FlakeRef & { readonly home: string },
): Promise<z.infer<typeof homesSchema>> {
	if (!homeNamePattern.test(ref.home)) throw new Error(`no name of a home: ${ref.home}`);
	const ask = `homes: { names = builtins.attrNames homes; folder = if homes ? "${ref.home}" then homes."${ref.home}".config.home.homeDirectory else null; }`;
	const target = `${ref.flake}#homeConfigurations`;
	const text = await askNix(work, ["nix", "eval", target, "--json", "--apply", ask, ...flags(ref)], "stdout");
	return homesSchema.parse(JSON.parse(text));
}

/** What building this home would fetch; evaluates, builds nothing. @throws Error with what Nix said */
export async function readHomeSize(work: HomeWork, ref: FlakeRef & { readonly home: string }): Promise<BuildSize> {
	const attribute = `${ref.flake}#homeConfigurations."${ref.home}".activationPackage`;
	return readBuildSize(await askNix(work, ["nix", "build", attribute, "--dry-run", ...flags(ref)], "stderr"));
}

/** A list may not set options of the Nix that reads it, whatever the person's own settings say. */
export const flakeFlags: readonly string[] = ["--no-write-lock-file", "--no-accept-flake-config"];

/** Looking builds nothing: a list may want something built to know what it says, which would run before anybody agreed. */
const flags = ({ inputs }: FlakeRef) => [
	...flakeFlags,
	"--no-allow-import-from-derivation",
	...Object.entries(inputs).flatMap(([name, from]) => ["--override-input", name, from]),
];

async function askNix(work: HomeWork, argv: readonly ["nix", ...string[]], from: "stdout" | "stderr"): Promise<string> {
	const { nix, run, places, env, signal } = work;
	const end = await runNix(nix, run, argv, {
		timeoutMs: 30 * 60_000,
		signal,
		env: { ...env, ...homeVariables(places) },
	});
	signal.throwIfAborted();
	if (end.end === "exit" && end.code === 0) return end[from].text;
	// Of a pinned reference: what is there now is not what was looked at.
	if (end.stderr.text.includes("NAR hash mismatch in input")) {
		throw new StepFault({ code: "setup.fault.home-plan-changed", args: {} });
	}
	const said = end.stderr.text.trim().split("\n").slice(-3).join(" ");
	throw new Error(said.slice(0, 500) || end.end);
}
