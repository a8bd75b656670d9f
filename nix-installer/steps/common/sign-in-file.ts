// Hearth at the next sign-in, by the small file that Linux' desktops and macOS read then. It is there only while setup works.
import { isAbsolute, join } from "node:path";
import { desktopEntryText, readDesktopEntry } from "../../../main/tools/startup/desktop-entry.ts";
import { launchdPlistText, readLaunchdPlist } from "../../../main/tools/startup/launchd-plist.ts";
import type { Argv } from "../../../main/tools/startup/start-command.ts";
import { startupName } from "../../../main/tools/startup/startup-entry.ts";
import { readStartupFile, removeStartupFile, writeStartupFile } from "../../../main/tools/startup/startup-file.ts";
import type { MidwayReturn } from "../../engine/midway.ts";

export interface SignInPlace {
	readonly platform: "linux" | "darwin";
	/** Absolute. */
	readonly home: string;
	readonly env: Readonly<Record<string, string | undefined>>;
}

const label = "dev.hearth.setup";

/** `argv`: the app, told to open the page of setup. Touches nothing until asked; never a file that is not ours. */
export function signInFile({ platform, home, env }: SignInPlace, argv: Argv): MidwayReturn {
	const config = env.XDG_CONFIG_HOME;
	const settings = config && isAbsolute(config) ? config : join(home, ".config");
	const kind =
		platform === "linux"
			? {
					path: join(settings, "autostart", `${label}.desktop`),
					text: (made: number) => desktopEntryText(startupName, argv, made),
					read: readDesktopEntry,
				}
			: {
					path: join(home, "Library", "LaunchAgents", `${label}.plist`),
					text: (made: number) => launchdPlistText({ label, argv, keepAlive: false, made }),
					read: readLaunchdPlist,
				};
	/** How many folders were made for it; null when nothing is there, "foreign" when it is somebody else's. */
	const madeFor = async () => {
		const file = await readStartupFile(kind.path);
		if (file.kind === "missing") return null;
		const found = file.kind === "text" ? kind.read(file.text) : null;
		return found?.ours ? found.made : "foreign";
	};
	return {
		async ask() {
			const made = await madeFor();
			if (made !== "foreign") await writeStartupFile(kind.path, made ?? 0, kind.text);
		},
		async forget() {
			const made = await madeFor();
			if (typeof made === "number") await removeStartupFile(kind.path, made);
		},
	};
}
