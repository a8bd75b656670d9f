// App and agent on macOS: a launchd agent of the person's own in ~/Library/LaunchAgents (launchctl(1), launchd.plist(5)).
import { join } from "node:path";
import { ProblemError } from "../../contract/problem.ts";
import type { StartupKind } from "../../contract/startup.ts";
import { launchdPlistText, readLaunchdPlist } from "./launchd-plist.ts";
import { type RunProgram, saidBy } from "./run-program.ts";
import type { StartCommand } from "./start-command.ts";
import type { StartupEntry, StartupPlace } from "./startup-entry.ts";
import { failed, readStartupFile, removeStartupFile, writeStartupFile } from "./startup-file.ts";

export function darwinEntry(
	kind: StartupKind,
	place: StartupPlace,
	command: StartCommand,
	run: RunProgram,
): StartupEntry {
	const label = `dev.hearth.${kind}`;
	const path = join(place.home, "Library", "LaunchAgents", `${label}.plist`);
	const domain = `gui/${place.uid}`;
	const target = `${domain}/${label}`;
	const text = (made: number) =>
		"argv" in command ? launchdPlistText({ label, argv: command.argv, keepAlive: kind === "agent", made }) : "";
	const launchctl = (...args: string[]) => run(["launchctl", ...args]);
	/** The person's switch in System Settings, Login Items; macOS 13 says disabled, older systems true. */
	const isDisabled = async () => {
		const { stdout } = await launchctl("print-disabled", domain);
		const word = new RegExp(`"${label.replaceAll(".", "\\.")}"\\s*=>\\s*(\\w+)`).exec(stdout)?.[1];
		return word === "disabled" || word === "true";
	};
	const isLoaded = async () => (await launchctl("print", target)).code === 0;
	const own = async () => {
		const file = await readStartupFile(path);
		if (file.kind === "missing") return null;
		const found = file.kind === "text" ? readLaunchdPlist(file.text) : null;
		if (file.kind !== "text" || !found?.ours) throw new ProblemError("startup.foreign", { where: path });
		return { ...found, text: file.text };
	};
	return {
		kind,
		async look() {
			const file = await readStartupFile(path);
			const base = { kind, where: path, reason: null, stale: false, lingers: null };
			if (file.kind === "missing") {
				if ("argv" in command) return { ...base, state: "off", contents: text(0) };
				return { ...base, state: "impossible", reason: command.impossible, contents: "" };
			}
			const contents = file.kind === "text" ? file.text : file.target;
			const found = file.kind === "text" ? readLaunchdPlist(file.text) : null;
			if (!found?.ours) return { ...base, state: "foreign", contents };
			const stale = "argv" in command && !found.starts(command.argv);
			return { ...base, state: (await isDisabled()) ? "disabled-outside" : "on", contents, stale };
		},
		async turnOn(startNow) {
			const before = await own();
			if (!("argv" in command)) throw new ProblemError("startup.impossible", { reason: command.impossible });
			const after = text(before?.made ?? 0);
			const changed = before?.text !== after;
			if (changed) await writeStartupFile(path, before?.made ?? 0, text);
			try {
				if (await isDisabled()) await must("enable", target);
				// Without a desktop session there is nothing to start it in; launchd reads the file at the next sign-in.
				if (!startNow || (await launchctl("print", domain)).code !== 0) return false;
				if (await isLoaded()) {
					if (!changed) return true;
					await must("bootout", target);
				}
				await must("bootstrap", domain, path);
				return true;
			} catch (error) {
				if (before === null) await removeStartupFile(path, await madeFor());
				else if (changed) await writeStartupFile(path, 0, () => before.text);
				throw error;
			}
		},
		async turnOff(stopNow) {
			const before = await own();
			if (!before) return;
			if (stopNow && (await isLoaded())) await must("bootout", target);
			await removeStartupFile(path, before.made);
		},
	};

	async function must(...args: string[]): Promise<void> {
		const end = await launchctl(...args);
		if (end.code !== 0) throw failed(path, new Error(saidBy(end)));
	}

	async function madeFor(): Promise<number> {
		const file = await readStartupFile(path);
		return file.kind === "text" ? readLaunchdPlist(file.text).made : 0;
	}
}
