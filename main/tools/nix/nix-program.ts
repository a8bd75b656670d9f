// Where Nix is on this PC and the one way its programs are run.
import { access, constants } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import type { CommandEnd, CommandOptions, RunCommand } from "../run-command/run-command.ts";

export type NixTool = "nix" | "nix-env" | "nix-build" | "nix-store" | "nix-instantiate";

export interface NixProgram {
	/** Absolute folder with `nix`, `nix-env` and the rest. */
	readonly bin: string;
	/** As it names itself, e.g. "2.34.8"; for Determinate Nix the Nix version inside. */
	readonly version: string;
}

export interface NixPlaces {
	/** The person's home, absolute. */
	readonly home: string;
	/** PATH of this process. */
	readonly path: string | undefined;
	/** HEARTH_NIX: a folder that is asked first, and alone. */
	readonly named: string | undefined;
	readonly run: RunCommand;
}

/** What Nix reads of the environment beside the plain variables: where its store is, its settings, proxies, certificates. */
export const nixVariables: readonly string[] = [
	...[
		"NIX_STORE_DIR",
		"NIX_STATE_DIR",
		"NIX_LOG_DIR",
		"NIX_CONF_DIR",
		"NIX_REMOTE",
		"NIX_CONFIG",
		"NIX_USER_CONF_FILES",
	],
	...["NIX_SSL_CERT_FILE", "SSL_CERT_FILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"],
	...["http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"],
];

/** Where the installers put it: not on the PATH of a session that was there before. */
const usualFolders = (home: string) => [
	"/nix/var/nix/profiles/default/bin",
	join(home, ".nix-profile/bin"),
	join(home, ".local/state/nix/profile/bin"),
	"/run/current-system/sw/bin",
];

/**
 * The first Nix that really answers: the named folder, else PATH in its order, else where the installers put it. null when
 * there is none; a Nix that is there but does not run is none. Changes nothing.
 */
export async function findNix({ home, path, named, run }: NixPlaces): Promise<NixProgram | null> {
	const folders = named ? [named] : [...(path ?? "").split(delimiter), ...usualFolders(home)];
	for (const bin of new Set(folders.filter((one) => isAbsolute(one)))) {
		if (!(await isProgram(join(bin, "nix")))) continue;
		const asked = await run([join(bin, "nix"), "--version"], { timeoutMs: 20_000, inherit: nixVariables });
		const version = asked.end === "exit" && asked.code === 0 ? readNixVersion(asked.stdout.text) : null;
		if (version) return { bin, version };
	}
	return null;
}

/** The Nix version of `nix --version`: "nix (Nix) 2.34.8", "nix (Determinate Nix 3.21.2) 2.35.1". null: not Nix. */
export function readNixVersion(text: string): string | null {
	return /^nix \([^)]*\) (\d+\.\d+(?:\.\d+)?)\S*\s*$/m.exec(text)?.[1] ?? null;
}

/** True from 2.18 on: flakes and the commands used here are in their present form. */
export function isNixRecent(version: string): boolean {
	const [major = 0, minor = 0] = version.split(".").map(Number);
	return major > 2 || (major === 2 && minor >= 18);
}

/**
 * Runs one of Nix's programs with flakes on and Nix itself first on PATH. Never rejects, never asks on the terminal.
 * `options.env` wins; Nix's own variables are handed on from this process.
 */
export function runNix(
	nix: NixProgram,
	run: RunCommand,
	[tool, ...args]: readonly [NixTool, ...string[]],
	options: CommandOptions,
): Promise<CommandEnd> {
	const flags = tool === "nix" ? ["--extra-experimental-features", "nix-command flakes"] : [];
	return run([join(nix.bin, tool), ...flags, ...args], {
		...options,
		inherit: [...nixVariables, ...(options.inherit ?? [])],
		env: { ...nixEnvironment(nix, options.env?.PATH ?? process.env.PATH), ...withoutPath(options.env) },
	});
}

/** What a program needs that calls Nix itself, as an activation script does. */
export function nixEnvironment(nix: NixProgram, path: string | undefined): { readonly PATH: string } {
	const rest = (path ?? "").split(delimiter).filter((one) => one !== "" && one !== nix.bin);
	return { PATH: [nix.bin, ...rest].join(delimiter) };
}

function withoutPath(env: CommandOptions["env"]): Record<string, string> {
	const { PATH: _, ...rest } = env ?? {};
	return rest;
}

async function isProgram(path: string): Promise<boolean> {
	try {
		await access(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
