// One agent per data directory. The lock is an exclusive SQLite transaction: the kernel drops it when the process ends,
// however it ends, so no stale lock file can ever keep a person from starting Hearth again.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ProblemError } from "../contract/problem.ts";
import { isBusy, storageProblem } from "../tools/queue/embedded-errors.ts";

export interface DataLock {
	release(): void;
}

/** Takes the lock of `directory` or throws "agent.already-running", "agent.disk-full" or "agent.data-unreadable". */
export function lockData(directory: string): DataLock {
	let database: DatabaseSync | undefined;
	try {
		database = new DatabaseSync(join(directory, "agent.lock"), { timeout: 0 });
		database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
	} catch (error) {
		database?.close();
		if (isBusy(error)) throw new ProblemError("agent.already-running", { directory });
		const problem = storageProblem(error, directory);
		if (problem instanceof ProblemError) throw problem;
		throw new ProblemError("agent.data-unreadable", { directory, detail: (error as Error).message });
	}
	const held = database;
	return { release: () => held.close() };
}
