// One agent per data directory. The lock is an exclusive SQLite transaction: the kernel drops it when the process ends,
// however it ends, so no stale lock file can ever keep a person from starting Hearth again.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ProblemError } from "../contract/problem.ts";

export interface DataLock {
	release(): void;
}

/** Takes the lock of `directory` or throws "agent.already-running". Changes nothing when it throws. */
export function lockData(directory: string): DataLock {
	let database: DatabaseSync | undefined;
	try {
		database = new DatabaseSync(join(directory, "agent.lock"), { timeout: 0 });
		database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
	} catch (error) {
		database?.close();
		if (isBusy(error)) throw new ProblemError("agent.already-running", { directory });
		throw new ProblemError("agent.data-unreadable", { directory, detail: (error as Error).message });
	}
	const held = database;
	return { release: () => held.close() };
}

/** SQLite result code 5 (SQLITE_BUSY), as node:sqlite reports it. */
function isBusy(error: unknown): boolean {
	return (error as { errcode?: number }).errcode === 5;
}
