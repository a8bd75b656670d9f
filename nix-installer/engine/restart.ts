// A step may have to wait until the PC restarts. The person agreed to the plan with that restart in it, so setup goes on by
// itself afterwards: once for each start of the PC, and never before it has restarted. Pure but for the system's own part.
import { openRun, type Run, type SetupPast } from "./fold.ts";
import type { Memory, ProbeContext } from "./step.ts";

/** How Hearth is there again after a restart, on a system where a step may need one. */
export interface ComeBack {
	/** When this PC started, in milliseconds since 1970. */
	bootedAt(): number;
	/** Has the system start Hearth at the next sign-in. False where it cannot: then the person starts it. */
	ask(context: Pick<ProbeContext, "run" | "signal">): Promise<boolean>;
	/** Takes that back. Harmless when it was never asked for. */
	forget(context: Pick<ProbeContext, "run" | "signal">): Promise<void>;
}

/** Both the PC's clock and the count of its running time are told inexactly; two starts are never this close. */
const sameStartMs = 60_000;

/** Has the PC started anew since it had started at `remembered`? A clock that was set back counts as much as time passed. */
export function hasRestarted(remembered: Memory[string] | undefined, bootedAt: number): boolean {
	return typeof remembered === "number" && Math.abs(bootedAt - remembered) >= sameStartMs;
}

/** The run that goes on by itself now, or null. */
export function returningRun(past: SetupPast, bootedAt: number): Run | null {
	const run = past.undoing ? null : openRun(past);
	const waiting = run?.items.find(({ state }) => state === "waiting");
	if (!run || !waiting || !hasRestarted(waiting.memory?.bootedAt, bootedAt)) return null;
	const tried = run.returnedAt !== null && !hasRestarted(run.returnedAt, bootedAt);
	return tried ? null : run;
}

/** The same past as people see it at this start of the PC: what waited for a restart that has come is simply still to do. */
export function sinceRestart(past: SetupPast, bootedAt: number): SetupPast {
	const runs = past.runs.map((run) => ({
		...run,
		items: run.items.map((item) =>
			item.state === "waiting" && hasRestarted(item.memory?.bootedAt, bootedAt)
				? { ...item, state: "planned" as const, detail: null }
				: item,
		),
	}));
	return { ...past, runs };
}
