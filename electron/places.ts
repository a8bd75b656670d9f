// Where the parts of the built app lie, in a checkout and in an installed copy. Pure.
import { join, resolve } from "node:path";

export interface PlacesInput {
	/** The folder of the running main module: dist/electron. */
	readonly here: string;
	readonly packaged: boolean;
	/** Electron's process.resourcesPath. */
	readonly resources: string;
	readonly platform: NodeJS.Platform;
}

export interface Places {
	/** The folder with the window's index.html. */
	readonly window: string;
	readonly preload: string;
	readonly agentEntry: string;
	/** The command line's module. */
	readonly command: string;
	/** The folder with the tray's drawings. */
	readonly trayIcons: string;
	/** A Node for guard and sandboxes, which the desktop app itself cannot be. */
	readonly node: string;
}

export function placesOf({ here, packaged, resources, platform }: PlacesInput): Places {
	const node = platform === "win32" ? "node.exe" : "node";
	// What plain Node reads lies beside the archive (electron-builder.yml, asarUnpack): Node knows nothing of archives.
	const beside = packaged ? here.replace(/app\.asar(?=[\\/])/, "app.asar.unpacked") : here;
	return {
		window: join(beside, "..", "window"),
		preload: join(here, "preload.cjs"),
		agentEntry: join(beside, "..", "app", "agent-host.js"),
		command: join(beside, "..", "app", "hearth.js"),
		trayIcons: join(here, "..", "..", "assets", "icons", "generated", "tray"),
		node: packaged ? join(resources, node) : join(here, "..", "..", "node_modules", "node", "bin", node),
	};
}

/** Where Electron keeps its own files, and the agent its data; null: the agent's own choice. */
export function foldersOf(env: Readonly<Record<string, string | undefined>>, appData: string, cwd: string) {
	const asked = env.HEARTH_DATA;
	if (!asked) return { profile: join(appData, "hearth-window"), data: null };
	const data = resolve(cwd, asked);
	return { profile: join(data, "window"), data };
}

/** What starts this app again, as argv: for an entry that starts it at sign-in. */
export function appCommand(app: { readonly isPackaged: boolean; getAppPath(): string }, execPath: string): string[] {
	return app.isPackaged ? [execPath] : [execPath, app.getAppPath()];
}
