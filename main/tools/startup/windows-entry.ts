// App and agent on Windows: a value of the person's own Run key, through reg.exe. The switch of Settings, Apps, Startup
// is the key beside it, StartupApproved, which is respected.
import { ProblemError } from "../../contract/problem.ts";
import type { StartupEntry as StartupLook } from "../../contract/startup.ts";
import { type RunProgram, saidBy } from "./run-program.ts";
import type { Argv, StartCommand } from "./start-command.ts";
import type { StartupEntry, StartupPlace } from "./startup-entry.ts";
import { failed } from "./startup-file.ts";
import { comparable, isSwitchedOff, maxRunCharacters, registryValue, windowsCommandLine } from "./windows-command.ts";

const run = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run";
const approved = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\StartupApproved\\Run";

/** What Settings shows, and how a value of that name is known to be ours. */
const kinds = {
	app: { name: "Hearth", ours: /(^|\s)--hidden$/ },
	agent: { name: "Hearth without a window", ours: /\sagent --data\s/ },
} as const;

export function windowsEntry(
	kind: "app" | "agent",
	place: StartupPlace,
	command: StartCommand,
	ask: RunProgram,
): StartupEntry {
	const { name, ours } = kinds[kind];
	const where = `${run}, ${name}`;
	const line = "argv" in command ? windowsCommandLine(withoutConsole(kind, place, command.argv)) : "";
	const impossible = () =>
		"argv" in command ? (line.length > maxRunCharacters ? "length" : null) : command.impossible;
	const reg = (...args: string[]) => ask(["reg.exe", ...args]);
	const read = async (key: string, type: "REG_SZ" | "REG_BINARY") => {
		const end = await reg("query", key, "/v", name);
		// 1 is reg.exe's answer for a value that is not there; the words beside it are in the person's language.
		if (end.code === 1) return null;
		if (end.code !== 0) throw failed(where, new Error(saidBy(end)));
		return registryValue(end.stdout, name, type);
	};
	const must = async (...args: string[]) => {
		const end = await reg(...args);
		if (end.code !== 0) throw failed(where, new Error(saidBy(end)));
	};

	const look = async (): Promise<StartupLook> => {
		const base = { kind, where, reason: null, stale: false, lingers: null };
		const end = await reg("query", run, "/v", name);
		if (end.code === null) return { ...base, state: "impossible", reason: "services", contents: "" };
		const value = end.code === 0 ? registryValue(end.stdout, name, "REG_SZ") : null;
		if (end.code === 0 && (value === null || !ours.test(value))) {
			return { ...base, state: "foreign", contents: value ?? end.stdout.trim() };
		}
		if (value === null) {
			const reason = impossible();
			if (reason) return { ...base, state: "impossible", reason, contents: "" };
			return { ...base, state: "off", contents: line };
		}
		const stale = line !== "" && comparable(value) !== comparable(line);
		const off = isSwitchedOff(await read(approved, "REG_BINARY"));
		return { ...base, state: off ? "disabled-outside" : "on", contents: value, stale };
	};

	return {
		kind,
		look,
		async turnOn() {
			const now = await look();
			if (now.state === "foreign") throw new ProblemError("startup.foreign", { where });
			const reason = now.state === "impossible" ? now.reason : impossible();
			if (reason) throw new ProblemError("startup.impossible", { reason });
			if (now.state === "off" || now.stale) await must("add", run, "/v", name, "/t", "REG_SZ", "/d", line, "/f");
			await forgetSwitch();
			return false;
		},
		async turnOff() {
			const now = await look();
			if (now.state === "foreign") throw new ProblemError("startup.foreign", { where });
			if (now.state !== "on" && now.state !== "disabled-outside") return;
			await must("delete", run, "/v", name, "/f");
			await forgetSwitch();
		},
	};

	async function forgetSwitch(): Promise<void> {
		if ((await read(approved, "REG_BINARY")) !== null) await must("delete", approved, "/v", name, "/f");
	}
}

/** Node is a console program: started from the Run key it would open a black window at every sign-in. */
function withoutConsole(kind: "app" | "agent", place: StartupPlace, argv: Argv): Argv {
	if (kind === "app") return argv;
	return [`${place.env.SystemRoot ?? "C:\\Windows"}\\System32\\conhost.exe`, "--headless", ...argv];
}
