// Whether notifications are wanted: one small file of the shell.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { Note } from "./note.ts";

const keptSchema = z.strictObject({ notifications: z.boolean() });

export interface NoticeSetting {
	wanted(): boolean;
	/** Counts at once, and after the next start if it could be written. Never throws. */
	want(on: boolean): void;
}

/** `path` is absolute; its folder is there. No file yet means on; one that cannot be read means off, never louder. */
export function noticeSetting(path: string, note: Note): NoticeSetting {
	let on = read(path);
	return {
		wanted: () => on,
		want(next) {
			on = next;
			try {
				writeFileSync(`${path}.new`, JSON.stringify({ notifications: next }), { mode: 0o600 });
				renameSync(`${path}.new`, path);
			} catch (error) {
				note(`the choice about notifications was not kept: ${error instanceof Error ? error.message : error}`);
			}
		},
	};
}

function read(path: string): boolean {
	try {
		return keptSchema.parse(JSON.parse(readFileSync(path, "utf8"))).notifications;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === "ENOENT";
	}
}
