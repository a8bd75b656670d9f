// Looks at this PC before setup: room, memory, processor, system, the way to the internet, and what is here already.
// Needs no rights, starts nothing, changes nothing.
import { existsSync, readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { arch, homedir, totalmem } from "node:os";
import { delimiter, join } from "node:path";
import type { SetupCheck, SetupWords } from "../../main/contract/setup.ts";
import { readInstallerActions, receiptState } from "../elevate/installer-plan.ts";

/** The few ways preflight looks at a PC; injected so that it can be tested on PCs that are not here. */
export interface PreflightReaders {
	readonly platform: NodeJS.Platform;
	readonly arch: string;
	readonly memoryBytes: number;
	readonly home: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	isThere(path: string): boolean;
	/** null when it cannot be read. */
	text(path: string): string | null;
	/** For an unprivileged writer; rejects when it cannot be told. */
	freeBytes(path: string): Promise<number>;
}

export const systemReaders = (): PreflightReaders => ({
	platform: process.platform,
	arch: arch(),
	memoryBytes: totalmem(),
	home: homedir(),
	env: process.env,
	isThere: existsSync,
	text(path) {
		try {
			return readFileSync(path, "utf8");
		} catch {
			return null;
		}
	},
	async freeBytes(path) {
		const { bavail, bsize } = await statfs(path);
		return bavail * bsize;
	},
});

const gibibyte = 2 ** 30;
/** Programs for development take 3 to 10 GB, and builds need room beside them. */
const wantedDiskGiB = 15;
const wantedMemoryGiB = 4;

/** One line per thing looked at, in a fixed order; what could not be read says so. */
export async function readPreflight(readers: PreflightReaders): Promise<SetupCheck[]> {
	return [await disk(readers), memory(readers), processor(readers), ...system(readers), ...present(readers)];
}

const check = (level: SetupCheck["level"], code: string, args: SetupWords["args"] = {}): SetupCheck => ({
	level,
	words: { code: `setup.check.${code}`, args },
});

async function disk({ home, freeBytes }: PreflightReaders): Promise<SetupCheck> {
	const bytes = await freeBytes(home).catch(() => null);
	if (bytes === null) return check("warn", "disk-unknown");
	const free = Math.floor((bytes / gibibyte) * 10) / 10;
	return free < wantedDiskGiB
		? check("warn", "disk-low", { free, wanted: wantedDiskGiB })
		: check("ok", "disk", { free });
}

function memory({ memoryBytes }: PreflightReaders): SetupCheck {
	const size = Math.round((memoryBytes / gibibyte) * 10) / 10;
	return check(size < wantedMemoryGiB ? "warn" : "ok", size < wantedMemoryGiB ? "memory-low" : "memory", { size });
}

function processor({ platform, arch: kind }: PreflightReaders): SetupCheck {
	// The last release that runs on Intel Macs ends with 2026.
	if (platform === "darwin" && kind === "x64") return check("problem", "intel-mac");
	return kind === "x64" || kind === "arm64" ? check("ok", "processor") : check("problem", "processor-other", { kind });
}

function system({ platform, isThere, text, env }: PreflightReaders): SetupCheck[] {
	const checks: SetupCheck[] = [];
	if (platform === "linux") {
		const name = /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(text("/etc/os-release") ?? "")?.[1] ?? "Linux";
		checks.push(check("ok", "system", { name }));
		// The first kind has no kernel of its own; only the second lets Windows' programs be called by this variable.
		if (env.WSL_DISTRO_NAME && !env.WSL_INTEROP) return [...checks, check("problem", "old-linux")];
		if (isThere("/run/ostree-booted")) checks.push(check("note", "read-only-system"));
		if (text("/sys/fs/selinux/enforce")?.trim() === "1") checks.push(check("note", "guarded-system"));
		if (isThere("/etc/NIXOS")) checks.push(check("note", "system-managed"));
		// sd_booted(3): the folder is there exactly when systemd runs the system.
		else if (!isThere("/run/systemd/system")) checks.push(check("warn", "no-service-manager"));
	} else checks.push(check("ok", "system", { name: platform === "darwin" ? "macOS" : "Windows" }));
	const proxy = env.https_proxy || env.HTTPS_PROXY || env.all_proxy || env.ALL_PROXY;
	return proxy ? [...checks, check("note", "proxy", { host: hostOf(proxy) })] : checks;
}

/** Without the name and password that may stand in it. */
function hostOf(proxy: string): string {
	const address = proxy.includes("://") ? proxy : `http://${proxy}`;
	return URL.canParse(address) ? new URL(address).host || "?" : "?";
}

const receiptPlace = "/nix/receipt.json";
const storePlaces = [receiptPlace, "/nix/store", "/etc/nix/nix.conf"];

/** What is here before us is used and never removed; found by place, without asking it anything. */
function present({ platform, isThere, text, env }: PreflightReaders): SetupCheck[] {
	const checks: SetupCheck[] = [];
	if (platform !== "win32" && storePlaces.some(isThere)) {
		const receipt = text(receiptPlace);
		const isHalf = receipt !== null && readInstallerActions(receipt) !== null && receiptState(receipt) === "half";
		checks.push(isHalf ? check("warn", "store-half") : check("note", "store-here"));
	}
	const name = platform === "win32" ? "tailscale.exe" : "tailscale";
	const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
	const fixed = ["/Applications/Tailscale.app", "/usr/bin/tailscale", "/usr/local/bin/tailscale"];
	if ([...folders.map((folder) => join(folder, name)), ...fixed].some(isThere)) {
		checks.push(check("note", "network-here"));
	}
	return checks;
}
