// A real Nix for tests: a store, state, settings and home of its own in one throw-away folder, and no network.
import { existsSync } from "node:fs";
import { chmod, lstat, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { type NixProgram, type NixTool, readNixVersion, runNix } from "../../../main/tools/nix/nix-program.ts";
import { type CommandEnd, type CommandOptions, runCommand } from "../../../main/tools/run-command/run-command.ts";

/** Where e2e/real/build.ts puts Nix: `${XDG_CACHE_HOME:-~/.cache}/hearth/real/nix`. It need not be there. */
export function nixRoot(): string {
	return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "hearth", "real", "nix");
}

/** The folder with the fetched `nix`, or null. */
export function findRealNix(): string | null {
	const bin = join(nixRoot(), "bin");
	return existsSync(join(bin, "nix")) ? bin : null;
}

/** What a skipped suite says. Null where it must not be skipped: Nix is there, or CI demands it. */
export function whyNoNix(): string | null {
	if (findRealNix() || process.env.CI === "true") return null;
	return "Nix is not fetched: run node e2e/real/build.ts nix";
}

export interface NixRun {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

export interface NixStage {
	readonly nix: NixProgram;
	/** Removed with everything in it by close(). */
	readonly folder: string;
	/** An empty home, unless `home` was given. */
	readonly home: string;
	/** Every variable Nix and an activation script need; PATH has Nix first. Nothing of the person's own is in it. */
	readonly env: Readonly<Record<string, string>>;
	/** Rejects only when the program did not end by itself. */
	run(argv: readonly [NixTool, ...string[]], options?: Partial<CommandOptions>): Promise<NixRun>;
	/** Standard output, trimmed; rejects with what Nix said when it failed. */
	ask(argv: readonly [NixTool, ...string[]], options?: Partial<CommandOptions>): Promise<string>;
	close(): Promise<void>;
}

export interface NixStageOptions {
	/** Kept by close(). */
	readonly home?: string;
	/** Name of the person as scripts see it in USER. */
	readonly user?: string;
}

/** Substituters, builders and hooks are empty: nothing is fetched. Builds run without a sandbox, as the user. */
const settings = [
	"experimental-features = nix-command flakes",
	"sandbox = false",
	"build-users-group =",
	"substituters =",
	"builders =",
	"build-hook =",
	"flake-registry =",
	"warn-dirty = false",
	"max-jobs = 1",
];

/** Rejects when Nix is not fetched, so that a suite that must run fails. */
export async function openNixStage({ home, user = "ada" }: NixStageOptions = {}): Promise<NixStage> {
	const bin = findRealNix();
	if (!bin) throw new Error("Nix is not fetched: run node e2e/real/build.ts nix");
	const folder = await mkdtemp(join(tmpdir(), "hearth-nix-"));
	const place = async (name: string) => {
		await mkdir(join(folder, name), { recursive: true });
		return join(folder, name);
	};
	const ownHome = home ?? (await place("home"));
	const env = {
		PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`,
		HOME: ownHome,
		USER: user,
		LOGNAME: user,
		TMPDIR: await place("tmp"),
		NIX_STORE_DIR: await place("store"),
		NIX_STATE_DIR: await place("state"),
		NIX_LOG_DIR: await place("log"),
		NIX_CONF_DIR: await place("conf"),
		NIX_REMOTE: "local",
		NIX_USER_CONF_FILES: "",
		XDG_CACHE_HOME: await place("cache"),
		XDG_CONFIG_HOME: join(ownHome, ".config"),
		XDG_DATA_HOME: join(ownHome, ".local/share"),
		XDG_STATE_HOME: join(ownHome, ".local/state"),
		XDG_RUNTIME_DIR: await place("run"),
		DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/no-bus`,
	};
	await writeFile(join(env.NIX_CONF_DIR, "nix.conf"), `${settings.join("\n")}\n`);
	const told = await runCommand([join(bin, "nix"), "--version"], { timeoutMs: 20_000, env });
	const nix: NixProgram = { bin, version: readNixVersion(told.stdout.text) ?? "" };
	if (!nix.version) throw new Error(`Nix does not run: ${told.stderr.text}`);
	const run: NixStage["run"] = async (argv, options = {}) => {
		const end = await runNix(nix, runCommand, argv, {
			timeoutMs: 120_000,
			cwd: folder,
			...options,
			env: { ...env, ...options.env },
		});
		if (end.end !== "exit") throw new Error(`${argv.join(" ")}: ${describeEnd(end)}`);
		return { code: end.code, stdout: end.stdout.text, stderr: end.stderr.text };
	};
	return {
		nix,
		folder,
		home: ownHome,
		env,
		run,
		async ask(argv, options) {
			const { code, stdout, stderr } = await run(argv, options);
			if (code !== 0) throw new Error(`${argv.join(" ")} ended with ${code}:\n${stderr}`);
			return stdout.trim();
		},
		close: () => removeStore(folder),
	};
}

const describeEnd = (end: CommandEnd) => `${end.end}\n${end.stderr.text}`;

/** A store's folders are read-only, which is refused to anybody but root. */
async function removeStore(folder: string): Promise<void> {
	const open = async (path: string): Promise<void> => {
		const found = await lstat(path).catch(() => null);
		if (!found?.isDirectory()) return;
		await chmod(path, 0o700);
		for (const name of await readdir(path)) await open(join(path, name));
	};
	if (process.getuid?.() !== 0) await open(folder);
	await rm(folder, { recursive: true, force: true });
}
