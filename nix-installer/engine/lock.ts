// One engine at a time per data directory.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ProblemError } from "../../main/contract/problem.ts";
import { type ExclusiveLock, takeLock } from "../../main/tools/files/exclusive-lock.ts";
import { storageProblem } from "../../main/tools/queue/embedded-errors.ts";

/**
 * Makes `directory` (0700) when it is missing.
 * @throws ProblemError setup.busy when another engine works here; agent.disk-full, agent.data-unreadable
 */
export function lockEngine(directory: string): ExclusiveLock {
	let lock: ExclusiveLock | null;
	try {
		mkdirSync(directory, { recursive: true, mode: 0o700 });
		lock = takeLock(join(directory, "engine.lock"));
	} catch (error) {
		throw storageProblem(error, directory);
	}
	if (!lock) throw new ProblemError("setup.busy", {}, ["retry"]);
	return lock;
}
