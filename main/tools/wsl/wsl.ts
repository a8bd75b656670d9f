// Windows' Linux as setup uses it: wsl.exe for acts, the registry and services for what is so. Its words are in the
// person's language and are only ever shown, never understood.
import type { CommandEnd, CommandOptions, RunCommand } from "../run-command/run-command.ts";
import { decodeLatin1 } from "./decode.ts";
import { type Distro, lxss, readDistros } from "./distros.ts";
import { type RegistryKey, readRegistry } from "./registry.ts";

export interface WslEnd {
	/** null: it could not be started, was stopped, or took too long. */
	readonly code: number | null;
	/** Both streams, decoded. */
	readonly text: string;
	readonly stdout: string;
}

export interface WslOptions {
	readonly timeoutMs: number;
	readonly signal: AbortSignal;
	readonly stdin?: string;
}

/** All services WSL itself looks for before it says that Windows is ready. */
export type WslService = "HNS" | "vmcompute" | "vfpext" | "LxssManager";

export interface Wsl {
	/** wsl.exe with `args`. -1 stands for its own failures. */
	call(args: readonly string[], options: WslOptions): Promise<WslEnd>;
	/** A program inside `distro`, as its user, in that user's home. */
	inside(distro: string, user: string, argv: readonly [string, ...string[]], options: WslOptions): Promise<WslEnd>;
	/** Of this Windows account. Empty also when WSL was never used. */
	distros(signal: AbortSignal): Promise<Distro[]>;
	hasService(name: WslService, signal: AbortSignal): Promise<boolean>;
	/** Keys at and below `path`; null when it is not there. */
	registry(path: string, signal: AbortSignal): Promise<RegistryKey[] | null>;
	/** e.g. [2, 7, 11]; null for the WSL that is part of old Windows and does not know its version. */
	version(signal: AbortSignal): Promise<readonly number[] | null>;
}

const askMs = 30_000;

export function openWsl(run: RunCommand): Wsl {
	const ask = (argv: readonly [string, ...string[]], signal: AbortSignal) =>
		run(argv, { timeoutMs: askMs, signal, encoding: "latin1" });
	const call = async (args: readonly string[], options: WslOptions): Promise<WslEnd> => {
		const how: CommandOptions = {
			timeoutMs: options.timeoutMs,
			signal: options.signal,
			encoding: "latin1",
			env: { WSL_UTF8: "1", WSL_DISABLE_WARNINGS: "1" },
			...(options.stdin === undefined ? {} : { stdin: options.stdin }),
		};
		return wslEnd(await run(["wsl.exe", ...args], how));
	};
	const registry = async (path: string, signal: AbortSignal) => {
		const end = await ask(["reg.exe", "query", path, "/s"], signal);
		if (end.end !== "exit") throw new Error(`reg.exe: ${end.end === "not-started" ? end.error : end.end}`);
		// 1 is reg.exe's only failure; for a question it means that the key is not there.
		return end.code === 0 ? readRegistry(decodeLatin1(end.stdout.text)) : null;
	};
	return {
		call,
		inside: (distro, user, argv, options) =>
			call(["--distribution", distro, "--user", user, "--cd", "~", "--exec", ...argv], options),
		registry,
		distros: async (signal) => readDistros((await registry(lxss, signal)) ?? []),
		async hasService(name, signal) {
			const end = await ask(["sc.exe", "query", name], signal);
			if (end.end !== "exit") throw new Error(`sc.exe: ${end.end === "not-started" ? end.error : end.end}`);
			// 1060 is ERROR_SERVICE_DOES_NOT_EXIST.
			return end.code !== 1060;
		},
		async version(signal) {
			const end = await call(["--version"], { timeoutMs: askMs, signal });
			return end.code === 0 ? readWslVersion(end.stdout) : null;
		},
	};
}

/** The first number of the first line; the words before it are in the person's language. */
export function readWslVersion(text: string): readonly number[] | null {
	const found = /(\d+)\.(\d+)\.(\d+)/.exec(text.trimStart().split("\n")[0] ?? "");
	return found ? found.slice(1).map(Number) : null;
}

/** True when `version` is `least` or newer. */
export function isAtLeast(version: readonly number[], least: readonly number[]): boolean {
	for (const [index, part] of least.entries()) {
		const has = version[index] ?? 0;
		if (has !== part) return has > part;
	}
	return true;
}

/** The code of wsl.exe's own failures, e.g. Wsl/Service/CreateInstance/CreateVm/HCS/HCS_E_HYPERV_NOT_INSTALLED; null: none. */
export function wslErrorCode(text: string): string | null {
	return /\bWsl(?:\/[A-Za-z0-9_]+)+/.exec(text)?.[0] ?? null;
}

function wslEnd(end: CommandEnd): WslEnd {
	const stdout = decodeLatin1(end.stdout.text);
	const text = `${stdout}${decodeLatin1(end.stderr.text)}`;
	if (end.end !== "exit") return { code: null, text: end.end === "not-started" ? end.error : text, stdout };
	// Windows' exit codes are unsigned in Node.
	return { code: end.code | 0, text, stdout };
}
