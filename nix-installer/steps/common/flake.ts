// What a flake is at this moment, so that what is built is what was looked at.
import { z } from "zod";
import { type BuildSize, readBuildSize } from "../../../main/tools/nix/build-size.ts";
import { runNix } from "../../../main/tools/nix/nix-program.ts";
import type { HomeWork } from "../../home-manager/activate.ts";
import { homeVariables } from "../../home-manager/home-places.ts";

const metadataSchema = z.object({ locked: z.object({ narHash: z.string() }) });

export interface FlakeRef {
	readonly flake: string;
	readonly inputs: Readonly<Record<string, string>>;
}

/** Digest of the flake's own files. Nix writes into `work.places.cache` alone. @throws Error with what Nix said */
export async function readFlake(work: HomeWork, ref: FlakeRef): Promise<{ readonly narHash: string }> {
	const text = await askNix(work, ["nix", "flake", "metadata", ref.flake, "--json", ...flags(ref)], "stdout");
	return { narHash: metadataSchema.parse(JSON.parse(text)).locked.narHash };
}

/** What building this home would fetch; evaluates, builds nothing. @throws Error with what Nix said */
export async function readHomeSize(work: HomeWork, ref: FlakeRef & { readonly home: string }): Promise<BuildSize> {
	const attribute = `${ref.flake}#homeConfigurations."${ref.home}".activationPackage`;
	return readBuildSize(await askNix(work, ["nix", "build", attribute, "--dry-run", ...flags(ref)], "stderr"));
}

const flags = ({ inputs }: FlakeRef) => [
	"--no-write-lock-file",
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
	const said = end.stderr.text.trim().split("\n").slice(-3).join(" ");
	throw new Error(said.slice(0, 500) || end.end);
}
