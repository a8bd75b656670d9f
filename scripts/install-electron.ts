// Fetches, checks and unpacks Electron. All of it or nothing: what is half there is taken away again; a whole archive
// stays in the cache, so that another try goes on from it.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { electronProgram, findElectron } from "./electron-binary.ts";
import { chainOf, type ErrorChain, judgeTrouble, type Trouble } from "./electron-trouble.ts";

export interface InstallElectronOptions {
	/** node_modules/electron. */
	readonly packageFolder: string;
	readonly env: NodeJS.ProcessEnv;
	readonly signal: AbortSignal;
	readonly onStart: (platform: string, arch: string, version: string) => void;
	readonly onProgress: (transferred: number, total: number | null) => void;
	readonly onUnpack: () => void;
	/** Nothing new for this long ends the download. */
	readonly stallMs?: number;
}

export type ElectronEnd =
	| { readonly kind: "had" | "done"; readonly version: string }
	| { readonly kind: "failed"; readonly trouble: Trouble };

/** Never rejects. */
export async function installElectron(options: InstallElectronOptions): Promise<ElectronEnd> {
	const { packageFolder, env } = options;
	const version = versionOf(join(packageFolder, "package.json"));
	if (version === null) return failed("package");
	if (isInstalled(packageFolder, version, env)) return { kind: "had", version };
	const platform = env.ELECTRON_INSTALL_PLATFORM || env.npm_config_platform || process.platform;
	if (electronProgram(platform as NodeJS.Platform) === null) return failed("unsupported", platform);
	options.onStart(platform, env.ELECTRON_INSTALL_ARCH || env.npm_config_arch || process.arch, version);
	const temporary = mkdtempSync(join(tmpdir(), "hearth-electron-"));
	try {
		const early = await download(options, temporary);
		if (options.signal.aborted) return failed("stopped");
		if (early) return { kind: "failed", trouble: early };
		const late = await unpack(options);
		if (!late && isInstalled(packageFolder, version, env)) return { kind: "done", version };
		// path.txt is what makes it count as installed; without it the folder is only rubble.
		for (const name of ["path.txt", "dist"]) rmSync(join(packageFolder, name), { recursive: true, force: true });
		return options.signal.aborted
			? failed("stopped")
			: { kind: "failed", trouble: late ?? { trouble: "other", detail: "" } };
	} catch (error) {
		return { kind: "failed", trouble: judgeTrouble(chainOf(error)) };
	} finally {
		rmSync(temporary, { recursive: true, force: true });
	}
}

const failed = (trouble: Trouble["trouble"], detail = ""): ElectronEnd => ({
	kind: "failed",
	trouble: { trouble, detail },
});

function versionOf(path: string): string | null {
	try {
		return String((JSON.parse(readFileSync(path, "utf8")) as { version: unknown }).version);
	} catch {
		return null;
	}
}

function isInstalled(packageFolder: string, version: string, env: NodeJS.ProcessEnv): boolean {
	const file = join(packageFolder, "dist", "version");
	const there = existsSync(file) ? readFileSync(file, "utf8").trim().replace(/^v/, "") : "";
	const { ELECTRON_EXEC_PATH: _, ELECTRON_OVERRIDE_DIST_PATH: __, ...plain } = env;
	return there === version && findElectron(packageFolder, process.platform, plain) !== null;
}

const stallMsByDefault = 60_000;

/** null when the checked archive is in the cache. */
async function download(options: InstallElectronOptions, temporary: string): Promise<Trouble | null> {
	const { packageFolder, env, signal, stallMs = stallMsByDefault } = options;
	const program = fileURLToPath(new URL("electron-download.ts", import.meta.url));
	const proxied = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"].some((name) => env[name]);
	const child = spawn(process.execPath, [program, packageFolder, temporary], {
		env: { ...env, ...(proxied && { NODE_USE_ENV_PROXY: "1" }) },
		stdio: ["ignore", "pipe", "pipe"],
		detached: process.platform !== "win32",
	});
	let stalled = false;
	let timer: NodeJS.Timeout | undefined;
	const wind = () => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			stalled = true;
			child.kill("SIGKILL");
		}, stallMs);
	};
	const stop = () => void child.kill("SIGKILL");
	signal.addEventListener("abort", stop);
	if (signal.aborted) stop();
	wind();
	let failure: ErrorChain | null = null;
	let path = "";
	let said = "";
	child.stderr.on("data", (chunk: Buffer) => {
		said += chunk;
	});
	createInterface(child.stdout).on("line", (line) => {
		const told = JSON.parse(line) as {
			progress?: { transferred: number; total: number | null };
			failed?: ErrorChain;
			path?: string;
		};
		wind();
		if (told.progress) options.onProgress(told.progress.transferred, told.progress.total);
		failure = told.failed ?? failure;
		path = told.path ?? path;
	});
	const code = await ended(child);
	clearTimeout(timer);
	signal.removeEventListener("abort", stop);
	if (stalled) return { trouble: "stalled", detail: "" };
	if (code === 0 && path !== "") return null;
	return judgeTrouble(failure ?? [{ name: "", code: "", message: said.trim() || `code ${code}` }]);
}

/** The package's own installer: finds the archive in the cache, checks it once more, unpacks it. null when it did. */
async function unpack(options: InstallElectronOptions): Promise<Trouble | null> {
	options.onUnpack();
	// It would unpack to another folder than the one it looks at.
	const { ELECTRON_OVERRIDE_DIST_PATH: _, ...env } = options.env;
	const child = spawn(process.execPath, [join(options.packageFolder, "install.js")], {
		env,
		stdio: ["ignore", "ignore", "pipe"],
		detached: process.platform !== "win32",
	});
	const stop = () => void child.kill("SIGKILL");
	options.signal.addEventListener("abort", stop);
	let said = "";
	child.stderr.on("data", (chunk: Buffer) => {
		said += chunk;
	});
	const code = await ended(child);
	options.signal.removeEventListener("abort", stop);
	return code === 0 ? null : judgeTrouble([{ name: "", code: "", message: said.trim() || `code ${code}` }]);
}

const ended = (child: ReturnType<typeof spawn>) =>
	new Promise<number | null>((resolve) => {
		child.on("error", () => resolve(null));
		child.on("close", resolve);
	});
