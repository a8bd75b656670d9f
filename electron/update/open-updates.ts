// Ties the update flow to the shell: its words, its file, its quiet beat.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { App, Dialog } from "electron";
import type { Say } from "../../main/contract/words.ts";
import type { Note } from "../note.ts";
import { updateSettingsFile } from "./update-settings.ts";
import { updateTalk } from "./update-talk.ts";
import { openUpdates, type Updater } from "./updates.ts";

export interface ShellUpdatesParts {
	readonly electron: {
		readonly app: Pick<App, "getVersion" | "isPackaged">;
		readonly dialog: Pick<Dialog, "showMessageBox">;
	};
	readonly clock: { now(): number; after(ms: number, run: () => void): () => void };
	/** Electron's process.resourcesPath: a copy that was given an address for updates has app-update.yml there. */
	readonly resources: string;
	/** Folder of the shell's own small files. */
	readonly profile: string;
	readonly say: Say;
	readonly locale: string;
	/** Loads electron-updater. */
	readonly load: () => Promise<Updater>;
	/** Ends work in order before the files are replaced. */
	readonly beforeInstall: () => Promise<void>;
	readonly note: Note;
}

export interface ShellUpdates {
	/** The person asks. */
	look(): void;
	close(): void;
}

/** Long after the start, and then often enough that a PC that sleeps a lot still gets its weekly look. */
const beatMs = 3 * 3_600_000;

/** Nothing is read from disk or network here but the shell's own settings. */
export function shellUpdates(parts: ShellUpdatesParts): ShellUpdates {
	const { electron, clock, say, locale } = parts;
	const version = electron.app.getVersion();
	const settings = updateSettingsFile(join(parts.profile, "updates.json"), parts.note);
	const megabytes = new Intl.NumberFormat(locale, { style: "unit", unit: "megabyte", maximumFractionDigits: 0 });
	const updates = openUpdates({
		version,
		offered: electron.app.isPackaged && existsSync(join(parts.resources, "app-update.yml")),
		load: parts.load,
		now: clock.now,
		settings,
		talk: updateTalk({
			dialog: electron.dialog,
			say,
			version,
			size: (bytes) => megabytes.format(bytes / 1e6),
			weekly: {
				read: () => settings.read().weekly,
				write: (weekly) => settings.write({ ...settings.read(), weekly }),
			},
		}),
		beforeInstall: parts.beforeInstall,
		log: parts.note,
	});
	let cancel = () => {};
	const beat = () => {
		cancel = clock.after(beatMs, () => {
			void updates.lookIfDue();
			beat();
		});
	};
	beat();
	return {
		look: () => void updates.look(),
		close: () => cancel(),
	};
}

/** electron-updater itself. It asks for Electron as it is loaded, so that only a look loads it. */
export const loadUpdater = async (): Promise<Updater> => (await import("electron-updater")).autoUpdater;
