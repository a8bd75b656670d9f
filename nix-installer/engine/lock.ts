// One engine at a time per data directory. The lock is an exclusive SQLite transaction: the kernel drops it when the
// process ends, however it ends, so no stale lock can ever keep a person from resuming or undoing.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ProblemError } from "../../main/contract/problem.ts";
import { isBusy, storageProblem } from "../../main/tools/queue/embedded-errors.ts";

export interface EngineLock {
	/** Twice is once. */
	release(): void;
}

/**
 * Makes `directory` (0700) when it is missing.
 * @throws ProblemError setup.busy when another engine works here; agent.disk-full, agent.data-unreadable
 */
export function lockEngine(directory: string): EngineLock {
	let database: DatabaseSync | null = null;
	try {
		mkdirSync(directory, { recursive: true, mode: 0o700 });
		database = new DatabaseSync(join(directory, "engine.lock"), { timeout: 0 });
		database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
	} catch (error) {
		database?.close();
		throw isBusy(error) ? new ProblemError("setup.busy", {}, ["retry"]) : storageProblem(error, directory);
	}
	return {
		release() {
			database?.close();
			database = null;
		},
	};
}
