// One holder per file. The lock is an exclusive SQLite transaction: the kernel drops it when the process ends, however it
// ends, so no stale lock file can ever keep a person from starting, resuming or undoing.
import { DatabaseSync } from "node:sqlite";
import { isBusy } from "../queue/embedded-errors.ts";

export interface ExclusiveLock {
	/** Twice is once. */
	release(): void;
}

/** Takes the lock at `path`, whose folder is there; null when somebody else holds it. Throws SQLite's or the OS's error. */
export function takeLock(path: string): ExclusiveLock | null {
	let database: DatabaseSync | null = null;
	try {
		database = new DatabaseSync(path, { timeout: 0 });
		database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
	} catch (error) {
		database?.close();
		if (isBusy(error)) return null;
		throw error;
	}
	return {
		release() {
			database?.close();
			database = null;
		},
	};
}
