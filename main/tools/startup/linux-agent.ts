// The agent alone on Linux: a systemd user unit, written, enabled and removed through systemctl --user.
import { existsSync, lstatSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { ProblemError } from "../../contract/problem.ts";
import type { StartupEntry as StartupLook } from "../../contract/startup.ts";
import { type RunProgram, saidBy } from "./run-program.ts";
import type { StartCommand } from "./start-command.ts";
import type { StartupEntry, StartupPlace } from "./startup-entry.ts";
import { failed, readStartupFile, removeStartupFile, type StartupFile, writeStartupFile } from "./startup-file.ts";
import { execStartValue, readSystemdUnit, systemdUnitText } from "./systemd-unit.ts";

const unit = "hearth-agent.service";

/** `lingerFolder`: where logind notes the accounts whose units also run while nobody is signed in. */
export function linuxAgent(
	place: StartupPlace,
	command: StartCommand,
	run: RunProgram,
	lingerFolder = "/var/lib/systemd/linger",
): StartupEntry {
	const config = place.env.XDG_CONFIG_HOME;
	const base = config && isAbsolute(config) ? config : join(place.home, ".config");
	const folder = join(base, "systemd", "user");
	const path = join(folder, unit);
	const text = (made: number) => ("argv" in command ? systemdUnitText(command.argv, made) : "");
	const ask = (...args: string[]) => run(["systemctl", "--user", ...args]);
	const must = async (...args: string[]) => {
		const end = await ask(...args);
		if (end.code !== 0) throw failed(path, new Error(saidBy(end)));
	};
	const answers = async () => (await ask("show", "--property=Version")).code === 0;
	/** A unit of this name that comes from elsewhere, such as a package; it would be hidden by ours. */
	const elsewhere = async () => {
		const { stdout } = await ask("show", "--property=FragmentPath", unit);
		const found = /^FragmentPath=(.+)$/m.exec(stdout)?.[1]?.trim() ?? "";
		return found === path || found === "/dev/null" ? "" : found;
	};
	const isEnabled = async () => {
		const end = await ask("is-enabled", unit);
		const said = end.stdout.trim();
		// Without an answer the link tells: it is what `enable` makes.
		return said === "" ? linkThere(join(folder, "default.target.wants", unit)) : said === "enabled";
	};
	const lingers = () => (existsSync(lingerFolder) ? existsSync(join(lingerFolder, place.userName)) : null);

	const look = async (): Promise<StartupLook> => {
		const file = await readStartupFile(path);
		const base = { kind: "agent", where: path, reason: null, stale: false, lingers: lingers() } as const;
		if (file.kind === "text") {
			const found = readSystemdUnit(file.text);
			if (!found.ours) return { ...base, state: "foreign", contents: file.text };
			const stale = "argv" in command && found.execStart !== execStartValue(command.argv);
			return { ...base, state: (await isEnabled()) ? "on" : "disabled-outside", contents: file.text, stale };
		}
		if (file.kind === "other") {
			return { ...base, state: isMask(file) ? "disabled-outside" : "foreign", contents: file.target };
		}
		if (!("argv" in command)) return { ...base, state: "impossible", reason: command.impossible, contents: "" };
		if (!(await answers())) return { ...base, state: "impossible", reason: "services", contents: text(0) };
		const other = await elsewhere();
		if (other !== "") return { ...base, where: other, state: "foreign", contents: "" };
		return { ...base, state: "off", contents: text(0) };
	};

	return {
		kind: "agent",
		look,
		async turnOn(startNow) {
			const now = await look();
			if (now.state === "foreign") throw new ProblemError("startup.foreign", { where: now.where });
			if (!("argv" in command)) throw new ProblemError("startup.impossible", { reason: command.impossible });
			if (!(await answers())) throw new ProblemError("startup.impossible", { reason: "services" });
			const file = await readStartupFile(path);
			const before = file.kind === "text" ? file.text : null;
			const made = before === null ? 0 : readSystemdUnit(before).made;
			if (isMask(file)) await must("unmask", unit);
			const changed = before !== text(made);
			if (changed) await writeStartupFile(path, made, text);
			try {
				await must("daemon-reload");
				await must("enable", unit);
				if (startNow) {
					await ask("reset-failed", unit);
					await must(changed ? "restart" : "start", unit);
				}
			} catch (error) {
				if (before === null) await takeAway();
				else if (changed) await writeStartupFile(path, 0, () => before);
				throw error;
			}
			return startNow;
		},
		async turnOff(stopNow) {
			const now = await look();
			if (now.state === "foreign") throw new ProblemError("startup.foreign", { where: now.where });
			if (now.state === "off" || now.state === "impossible") return;
			if (stopNow) await ask("stop", unit);
			await takeAway();
		},
	};

	async function takeAway(): Promise<void> {
		const file = await readStartupFile(path);
		if (isMask(file)) return must("unmask", unit);
		// Without a user manager the link is left to nothing; systemd skips it, and the folder below is ours to clear.
		await ask("disable", unit);
		await removeStartupFile(join(folder, "default.target.wants", unit), 1);
		await removeStartupFile(path, file.kind === "text" ? readSystemdUnit(file.text).made : 0);
		await ask("daemon-reload");
		await ask("reset-failed", unit);
	}
}

/** What `systemctl mask` makes of a unit. */
const isMask = (file: StartupFile) => file.kind === "other" && file.target === "/dev/null";

function linkThere(path: string): boolean {
	try {
		return lstatSync(path).isSymbolicLink();
	} catch {
		return false;
	}
}
