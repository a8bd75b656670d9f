// Whether to look once a week, and when somebody last looked: one small file of the shell.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { Note } from "../note.ts";
import type { UpdateSettings } from "./updates.ts";

const keptSchema = z.strictObject({ weekly: z.boolean(), lookedAt: z.int().nullable() });
const untouched: UpdateSettings = { weekly: false, lookedAt: null };

export interface UpdateSettingsFile {
	read(): UpdateSettings;
	/** Counts at once, and after the next start if it could be written. Never throws. */
	write(settings: UpdateSettings): void;
}

/** `path` is absolute; its folder is there. A file that is missing or cannot be read means: never by itself. */
export function updateSettingsFile(path: string, note: Note): UpdateSettingsFile {
	let settings = kept(path);
	return {
		read: () => settings,
		write(next) {
			settings = next;
			try {
				writeFileSync(`${path}.new`, JSON.stringify(next), { mode: 0o600 });
				renameSync(`${path}.new`, path);
			} catch (error) {
				note(`the choice about updates was not kept: ${error instanceof Error ? error.message : error}`);
			}
		},
	};
}

function kept(path: string): UpdateSettings {
	try {
		return keptSchema.parse(JSON.parse(readFileSync(path, "utf8")));
	} catch {
		return untouched;
	}
}
