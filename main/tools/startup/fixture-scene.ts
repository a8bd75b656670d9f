// A throw-away home, and doubles of the programs that keep startup entries there. For tests.
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProgramEnd, RunProgram } from "./run-program.ts";
import type { StartupPlace } from "./startup-entry.ts";

export function fixtureHome(): { place: StartupPlace; everything(): string[]; lock(): void; close(): void } {
	const home = mkdtempSync(join(tmpdir(), "hearth-startup-"));
	return {
		place: { home, env: {}, uid: 1000, userName: "ada" },
		everything: () => readdirSync(home, { recursive: true }).map(String).sort(),
		lock: () => chmodSync(home, 0o500),
		close() {
			chmodSync(home, 0o700);
			rmSync(home, { recursive: true, force: true });
		},
	};
}

export const said = (code: number | null, stdout = "", stderr = ""): ProgramEnd => ({ code, stdout, stderr });

export interface ProgramDouble {
	readonly run: RunProgram;
	/** Every command line that came, joined by spaces. */
	readonly ran: string[];
	/** A verb that fails from now on. */
	failing: string | null;
}

function double(answer: (verb: string, args: readonly string[]) => ProgramEnd): ProgramDouble {
	const program: ProgramDouble = {
		ran: [],
		failing: null,
		async run(argv) {
			program.ran.push(argv.join(" "));
			const args = argv.slice(1).filter((one) => one !== "--user");
			const [verb = ""] = args;
			return verb === program.failing ? said(1, "", `Failed: ${verb}`) : answer(verb, args.slice(1));
		},
	};
	return program;
}

const unit = "hearth-agent.service";

/** systemctl --user over the unit files of `home`, with links made and taken as systemd 252 does; knows what is active. */
export function systemctlDouble(home: string) {
	const folder = join(home, ".config", "systemd", "user");
	const wants = join(folder, "default.target.wants");
	const state = { active: false, there: true, fragment: "" };
	const isThere = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
	const isMasked = () =>
		lstatSync(join(folder, unit), { throwIfNoEntry: false })?.isSymbolicLink() === true &&
		readlinkSync(join(folder, unit)) === "/dev/null";
	const program = double((verb, args) => {
		if (!state.there) return said(1, "", "Failed to connect to bus: No medium found");
		switch (verb) {
			case "show":
				if (args.includes("--property=Version")) return said(0, "Version=252\n");
				return said(0, `FragmentPath=${isThere(join(folder, unit)) ? join(folder, unit) : state.fragment}\n`);
			case "is-enabled":
				if (isMasked()) return said(1, "masked\n");
				return isThere(join(wants, unit)) ? said(0, "enabled\n") : said(1, "disabled\n");
			case "enable":
				if (isMasked()) return said(1, "", `Failed to enable unit: Unit file ${unit} is masked.`);
				mkdirSync(wants, { recursive: true });
				if (!isThere(join(wants, unit))) symlinkSync(join(folder, unit), join(wants, unit));
				return said(0);
			case "disable":
				rmSync(join(wants, unit), { force: true });
				return said(0);
			case "unmask":
				if (isMasked()) rmSync(join(folder, unit));
				return said(0);
			case "start":
			case "restart":
				state.active = true;
				return said(0);
			case "stop":
				state.active = false;
				return said(0);
			case "daemon-reload":
			case "reset-failed":
				return said(0);
		}
		return said(1, "", `Unknown command verb ${verb}.`);
	});
	return { ...program, program, state, folder };
}

/** launchctl with one account's loaded services and its switches, as macOS 13 and later write them. */
export function launchctlDouble(spelling: "disabled" | "true" = "disabled") {
	const state = { disabled: new Set<string>(), loaded: new Set<string>(), session: true };
	const labelOf = (target = "") =>
		target
			.split("/")
			.at(-1)
			?.replace(/\.plist$/, "") ?? "";
	const program = double((verb, args) => {
		const label = labelOf(args.at(-1));
		switch (verb) {
			case "print-disabled": {
				const lines = [...state.disabled].map((one) => `\t\t"${one}" => ${spelling}\n`).join("");
				return said(0, `\tdisabled services = {\n\t\t"com.apple.ManagedClientAgent" => ${spelling}\n${lines}\t}\n`);
			}
			case "print":
				if (!state.session) return said(125, "", "Could not find domain for user gui: 1000");
				if (args[0] === "gui/1000" || state.loaded.has(label)) return said(0, "state = running\n");
				return said(113, "", `Could not find service "${label}" in domain for user gui: 1000`);
			case "enable":
				state.disabled.delete(label);
				return said(0);
			case "bootstrap":
				if (state.loaded.has(label)) return said(5, "", "Bootstrap failed: 5: Input/output error");
				state.loaded.add(label);
				return said(0);
			case "bootout":
				return state.loaded.delete(label) ? said(0) : said(3, "", "Boot-out failed: 3: No such process");
		}
		return said(64, "", `Unrecognized subcommand: ${verb}`);
	});
	return { program, state };
}

/** reg.exe over one account's keys, answering as Windows 10 and 11 do; a value that is missing is exit code 1. */
export function registryDouble() {
	const keys = new Map<string, { type: string; data: string }>();
	const program = double((verb, args) => {
		const id = `${args[0]}|${args[args.indexOf("/v") + 1]}`;
		switch (verb) {
			case "query": {
				const value = keys.get(id);
				const [key = "", name] = id.split("|");
				if (!value) return said(1, "", "ERROR: The system was unable to find the specified registry key or value.\r\n");
				const full = key.replace("HKCU", "HKEY_CURRENT_USER");
				return said(0, `\r\n${full}\r\n    ${name}    ${value.type}    ${value.data}\r\n\r\n`);
			}
			case "add":
				if (!args.includes("/f")) return said(1, "", "Value exists, overwrite(Yes/No)?");
				keys.set(id, { type: args[args.indexOf("/t") + 1] ?? "", data: args[args.indexOf("/d") + 1] ?? "" });
				return said(0, "The operation completed successfully.\r\n");
			case "delete":
				return keys.delete(id) ? said(0) : said(1, "", "ERROR: The system was unable to find it.");
		}
		return said(1, "", "ERROR: Invalid syntax.");
	});
	return { program, keys };
}
