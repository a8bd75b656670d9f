// Where Electron's executable is, without asking the package: require("electron") would start to download it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** Its path inside the unpacked download, per system; null where there is none. As electron/install.js has it. */
export function electronProgram(platform: NodeJS.Platform): string | null {
	if (platform === "darwin") return "Electron.app/Contents/MacOS/Electron";
	if (platform === "win32") return "electron.exe";
	return ["linux", "freebsd", "openbsd"].includes(platform) ? "electron" : null;
}

/**
 * The executable, or null when it is not there. ELECTRON_EXEC_PATH names it itself, ELECTRON_OVERRIDE_DIST_PATH its
 * folder; otherwise the package's path.txt does, which its installer writes last.
 */
export function findElectron(packageFolder: string, platform: NodeJS.Platform, env: Environment): string | null {
	if (env.ELECTRON_EXEC_PATH) return existing(env.ELECTRON_EXEC_PATH);
	const program = readText(join(packageFolder, "path.txt")) ?? electronProgram(platform);
	if (env.ELECTRON_OVERRIDE_DIST_PATH) return existing(join(env.ELECTRON_OVERRIDE_DIST_PATH, program ?? "electron"));
	if (readText(join(packageFolder, "path.txt")) === null || program === null) return null;
	return existing(join(packageFolder, "dist", program));
}

const existing = (path: string) => (existsSync(path) ? path : null);

function readText(path: string): string | null {
	try {
		return readFileSync(path, "utf8").trim();
	} catch {
		return null;
	}
}
