// At start, before any work is asked for, and when a runner comes back: kill and erase what an earlier agent of this device left behind.
import type { Runner } from "../tools/runner/runner.ts";
import type { Parts } from "./parts.ts";

/** `unfinished`: jobs the ledger saw starting but not ending. Recorded in the ledger when there was anything. */
export async function reapLeftovers(
	parts: Pick<Parts, "ledger" | "log">,
	runners: readonly Runner[],
	unfinished: ReadonlySet<string>,
): Promise<void> {
	const reaped = await Promise.all(runners.map((runner) => runner.reap()));
	const jobIds = [...new Set([...unfinished, ...reaped.flatMap((one) => one.jobIds)])];
	const processes = reaped.reduce((sum, one) => sum + one.processes, 0);
	if (jobIds.length === 0 && processes === 0) return;
	const scratchErased = reaped.every((one) => one.scratchErased);
	parts.ledger.append({ type: "LeftoversReaped", jobIds, processes, scratchErased }, { sync: true });
	parts.log.warn({ jobIds, processes }, "leftovers of an earlier run were removed");
}
