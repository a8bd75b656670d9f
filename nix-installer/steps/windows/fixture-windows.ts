// A Windows PC on paper: wsl.exe, reg.exe, sc.exe, powershell.exe, winget.exe and tailscale.exe as far as setup uses
// them, strict about everything else. Written after their documentation and source. For tests; never used by the product.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { type Answer, type PaperDistro, paperDistro, runInside } from "./fixture-inside.ts";

export interface PaperWindows {
	build: number;
	services: string[];
	/** Turned on, and there after the next start. */
	pending: string[];
	wslVersion: string | null;
	distros: PaperDistro[];
	runOnce: Record<string, string>;
	tailscale: boolean;
	/** Hearth was started as an administrator. */
	elevated: boolean;
	/** wsl.exe of old ignores WSL_UTF8. */
	wide: boolean;
	/** Text and code of the next failure of a command line that starts so. */
	faults: { starts: string; code: number; text: string; keep?: boolean }[];
	/** Installations of Nix that stop half way and still end with this code. */
	half: number;
	ids: number;
	log: string[];
}

export const newWindows = (more: Partial<PaperWindows> = {}): PaperWindows => ({
	build: 26_100,
	services: [],
	pending: [],
	wslVersion: "2.6.1.0",
	distros: [],
	runOnce: {},
	tailscale: false,
	elevated: false,
	wide: true,
	faults: [],
	half: 0,
	ids: 0,
	log: [],
	...more,
});

/** After a restart what was pending is there. */
export function restart(windows: PaperWindows): void {
	windows.services.push(...windows.pending.splice(0));
	// Windows takes the values out as it runs them at the sign-in.
	windows.runOnce = {};
	for (const one of windows.distros) one.systemd = one.conf.includes("systemd=true");
}

interface PaperEnd {
	readonly code: number;
	readonly bytes: Buffer;
}

/** Runs one program; what it does not know ends with 87, ERROR_INVALID_PARAMETER, and a line in the log. */
export function runPaper(windows: PaperWindows, program: string, args: readonly string[], stdin: string): PaperEnd {
	const line = [program, ...args].join(" ");
	windows.log.push(line);
	const fault = windows.faults.find(({ starts }) => line.startsWith(starts));
	if (fault) {
		if (fault.keep !== true) windows.faults.splice(windows.faults.indexOf(fault), 1);
		return say(windows, program, fault.code, fault.text);
	}
	const [code, text] = answer(windows, program, args, stdin) ?? [87, `unknown: ${line}`];
	if (code === 87) windows.log.push(`UNKNOWN ${line}`);
	return say(windows, program, code, text);
}

function say({ wide }: PaperWindows, program: string, code: number, text: string): PaperEnd {
	const lines = text === "" ? "" : `${text.replace(/\n/g, "\r\n")}\r\n`;
	return { code, bytes: Buffer.from(lines, program === "wsl.exe" && wide ? "utf16le" : "latin1") };
}

function answer(windows: PaperWindows, program: string, args: readonly string[], stdin: string): Answer {
	switch (program) {
		case "wsl.exe":
			return wsl(windows, args, stdin);
		case "reg.exe":
			return reg(windows, args);
		case "sc.exe":
			return args[0] === "query" ? [windows.services.includes(args[1] ?? "") ? 0 : 1060, ""] : null;
		case "whoami.exe":
			if (args.join(" ") !== "/groups /fo csv /nh") return null;
			return [0, windows.elevated ? highLevel : mediumLevel];
		case "powershell.exe":
			return [0, "hypervisor=False firmware=True"];
		case "winget.exe":
			if (args[0] !== "install" && args[0] !== "uninstall") return null;
			windows.tailscale = args[0] === "install";
			return [0, ""];
		default:
			return program.endsWith("tailscale.exe") && args[0] === "version" ? [0, "1.90.0"] : null;
	}
}

const mediumLevel = '"Verbindliche Beschriftung\\Mittlere","Bezeichnung","S-1-16-8192",""';
const highLevel = '"Verbindliche Beschriftung\\Hohe","Bezeichnung","S-1-16-12288",""';
const lxss = "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Lxss";

function reg(windows: PaperWindows, args: readonly string[]): Answer {
	const [verb, key = ""] = args;
	if (key.endsWith("\\RunOnce")) {
		const name = args[3] ?? "";
		if (verb === "add") windows.runOnce[name] = args[7] ?? "";
		else if (verb !== "delete") return null;
		else if (!Object.hasOwn(windows.runOnce, name)) return [1, ""];
		else delete windows.runOnce[name];
		return [0, ""];
	}
	if (verb !== "query") return null;
	if (key.endsWith("\\Windows NT\\CurrentVersion")) {
		return [0, `\nHKEY_LOCAL_MACHINE\\SOFTWARE\\x\n    CurrentBuildNumber    REG_SZ    ${windows.build}\n`];
	}
	if (!key.endsWith("\\Lxss") || windows.distros.length === 0) return [1, ""];
	const keys = windows.distros.flatMap(({ guid, name, state, version, basePath }) => [
		"",
		`${lxss}\\${guid}`,
		`    State    REG_DWORD    0x${state.toString(16)}`,
		`    DistributionName    REG_SZ    ${name}`,
		`    Version    REG_DWORD    0x${version.toString(16)}`,
		`    BasePath    REG_SZ    ${basePath}`,
	]);
	return [0, ["", lxss, "    DefaultVersion    REG_DWORD    0x2", ...keys].join("\n")];
}

function wsl(windows: PaperWindows, args: readonly string[], stdin: string): Answer {
	const option = (name: string) => args[args.indexOf(name) + 1] ?? "";
	const named = windows.distros.find(({ name }) => name === args[1]);
	switch (args[0]) {
		case "--version":
			return windows.wslVersion === null ? [-1, "Ungültige Option"] : [0, `WSL-Version: ${windows.wslVersion}`];
		case "--update":
			windows.wslVersion = "2.6.1.0";
			return [0, "Es wird nach Updates gesucht."];
		case "--terminate":
			if (named) named.systemd = named.conf.includes("systemd=true");
			return [named ? 0 : -1, ""];
		case "--unregister":
			if (!named) return [-1, "Wsl/Service/WSL_E_DISTRO_NOT_FOUND"];
			rmSync(`${named.basePath}/ext4.vhdx`, { force: true });
			windows.distros.splice(windows.distros.indexOf(named), 1);
			return [0, "Der Vorgang wurde erfolgreich beendet."];
		case "--install":
			if (args[1] !== "--from-file") return null;
			return add(windows, option("--name"), option("--location"));
		case "--import":
			return add(windows, args[1] ?? "", args[2] ?? "");
		case "--distribution": {
			const inside = windows.distros.find(({ name }) => name === args[1]);
			return inside ? runInside(windows, inside, args.slice(7), stdin) : [-1, "Wsl/Service/WSL_E_DISTRO_NOT_FOUND"];
		}
		default:
			return null;
	}
}

function add(windows: PaperWindows, name: string, location: string): Answer {
	if (windows.distros.some((one) => one.name === name)) return [-1, "Wsl/Service/RegisterDistro/ERROR_ALREADY_EXISTS"];
	mkdirSync(location, { recursive: true });
	writeFileSync(`${location}/ext4.vhdx`, "disk");
	const guid = `{00000000-0000-4000-8000-${String(windows.ids++).padStart(12, "0")}}`;
	windows.distros.push(paperDistro(name, { guid, basePath: location, users: [], systemd: false }));
	return [0, "Der Vorgang wurde erfolgreich beendet."];
}
