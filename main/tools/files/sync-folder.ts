// Making names durable: a file's bytes are synced with the file, its name with the folder it stands in.
import type { closeSync, fsyncSync, openSync } from "node:fs";

/** The calls of node:fs that are used; handed in, so that tests can fail them. */
export interface FolderCalls {
	readonly openSync: typeof openSync;
	readonly fsyncSync: typeof fsyncSync;
	readonly closeSync: typeof closeSync;
}

/** Makes new, renamed and removed names in `folder` survive a power loss, where the OS can sync folders (not Windows). */
export function syncFolder(files: FolderCalls, folder: string): void {
	try {
		const handle = files.openSync(folder, "r");
		try {
			files.fsyncSync(handle);
		} finally {
			files.closeSync(handle);
		}
	} catch (error) {
		if (process.platform !== "win32") throw error;
	}
}
