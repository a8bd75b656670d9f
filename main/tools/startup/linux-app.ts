// The desktop app at sign-in on Linux: our own XDG autostart entry. Electron's login items do nothing there.
import { isAbsolute, join } from "node:path";
import { ProblemError } from "../../contract/problem.ts";
import { desktopEntryText, execValue, readDesktopEntry } from "./desktop-entry.ts";
import type { StartCommand } from "./start-command.ts";
import { type StartupEntry, type StartupPlace, startupName } from "./startup-entry.ts";
import { readStartupFile, removeStartupFile, writeStartupFile } from "./startup-file.ts";

export function linuxApp(place: StartupPlace, command: StartCommand): StartupEntry {
	const config = place.env.XDG_CONFIG_HOME;
	const base = config && isAbsolute(config) ? config : join(place.home, ".config");
	const path = join(base, "autostart", "dev.hearth.app.desktop");
	const text = (made: number) => ("argv" in command ? desktopEntryText(startupName, command.argv, made) : "");
	const foreign = () => new ProblemError("startup.foreign", { where: path });
	/** What is ours, or null when nothing is there. Throws "startup.foreign". */
	const own = async () => {
		const file = await readStartupFile(path);
		if (file.kind === "missing") return null;
		const entry = file.kind === "text" ? readDesktopEntry(file.text) : null;
		if (!entry?.ours) throw foreign();
		return entry;
	};
	return {
		kind: "app",
		async look() {
			const file = await readStartupFile(path);
			const base = { kind: "app", where: path, reason: null, stale: false, lingers: null } as const;
			if (file.kind === "missing") {
				if ("argv" in command) return { ...base, state: "off", contents: text(0) };
				return { ...base, state: "impossible", reason: command.impossible, contents: "" };
			}
			const contents = file.kind === "text" ? file.text : file.target;
			const entry = file.kind === "text" ? readDesktopEntry(file.text) : null;
			if (!entry?.ours) return { ...base, state: "foreign", contents };
			const stale = "argv" in command && entry.exec !== execValue(command.argv);
			return { ...base, state: entry.disabled ? "disabled-outside" : "on", contents, stale };
		},
		async turnOn() {
			const before = await own();
			if (!("argv" in command)) throw new ProblemError("startup.impossible", { reason: command.impossible });
			await writeStartupFile(path, before?.made ?? 0, text);
			return false;
		},
		async turnOff() {
			const before = await own();
			if (before) await removeStartupFile(path, before.made);
		},
	};
}
