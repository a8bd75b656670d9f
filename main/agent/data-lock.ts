// One agent per data directory.
import { join } from "node:path";
import { ProblemError } from "../contract/problem.ts";
import { type ExclusiveLock, takeLock } from "../tools/files/exclusive-lock.ts";
import { storageProblem } from "../tools/queue/embedded-errors.ts";

/** Takes the lock of `directory` or throws "agent.already-running", "agent.disk-full" or "agent.data-unreadable". */
export function lockData(directory: string): ExclusiveLock {
	let lock: ExclusiveLock | null;
	try {
		lock = takeLock(join(directory, "agent.lock"));
	} catch (error) {
		const problem = storageProblem(error, directory);
		if (problem instanceof ProblemError) throw problem;
		throw new ProblemError("agent.data-unreadable", { directory, detail: (error as Error).message });
	}
	if (!lock) throw new ProblemError("agent.already-running", { directory });
	return lock;
}
