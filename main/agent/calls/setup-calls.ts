// Setup as the agent offers it: work goes on when the window that asked for it is closed, and every watcher sees it.
import type { SetupEngine } from "../../../nix-installer/engine/engine.ts";
import type { WantedStep } from "../../../nix-installer/engine/plan.ts";
import type { WorkOptions } from "../../../nix-installer/engine/work.ts";
import type { Digest } from "../../contract/ids.ts";
import { ProblemError } from "../../contract/problem.ts";
import type { SetupPicture, SetupProgress, SetupResult, ShownPlan } from "../../contract/setup.ts";

export interface SetupCalls {
	planSetup(): ShownPlan;
	setupPicture(): SetupPicture;
	/** Ends when the run has ended. */
	applySetup(hash: Digest): Promise<SetupResult>;
	resumeSetup(): Promise<SetupResult>;
	undoSetup(): Promise<SetupResult>;
	cancelSetup(): Record<string, never>;
	watchSetup(signal: AbortSignal): AsyncGenerator<SetupPicture>;
}

export interface SetupCallsInput {
	readonly engine: SetupEngine;
	readonly wanted: () => readonly WantedStep[];
	/** Aborts when the agent ends: what runs stops at the next safe point and can be resumed. */
	readonly closing: AbortSignal;
}

export function setupCalls({ engine, wanted, closing }: SetupCallsInput): SetupCalls {
	let work: { readonly stop: AbortController; progress: SetupProgress | null } | null = null;
	const watchers = new Set<() => void>();
	const touch = () => {
		for (const tell of watchers) tell();
	};
	const picture = (): SetupPicture => ({
		status: engine.status(),
		working: work !== null,
		progress: work?.progress ?? null,
	});
	const start = async (run: (how: WorkOptions) => Promise<SetupResult>) => {
		if (work) throw new ProblemError("setup.busy", {}, ["retry"]);
		const mine = { stop: new AbortController(), progress: null as SetupProgress | null };
		work = mine;
		try {
			return await run({
				signal: AbortSignal.any([mine.stop.signal, closing]),
				onEvent(event) {
					if (event.kind === "progress") mine.progress = event.progress;
					touch();
				},
			});
		} finally {
			work = null;
			touch();
		}
	};
	return {
		planSetup: () => engine.plan(wanted()),
		setupPicture: picture,
		applySetup: (hash) =>
			start((how) => {
				const shown = engine.plan(wanted());
				if (shown.hash !== hash) throw new ProblemError("setup.plan-changed");
				return engine.apply(shown, how);
			}),
		resumeSetup: () => start((how) => engine.resume(how)),
		undoSetup: () => start((how) => engine.undo(how)),
		cancelSetup() {
			work?.stop.abort();
			return {};
		},
		async *watchSetup(signal) {
			const stop = AbortSignal.any([signal, closing]);
			let changed = true;
			let wake = () => {};
			const tell = () => {
				changed = true;
				wake();
			};
			watchers.add(tell);
			stop.addEventListener("abort", tell);
			try {
				while (!stop.aborted) {
					if (changed) {
						// A watcher that falls behind gets the newest picture, never a backlog.
						changed = false;
						yield picture();
					} else await new Promise<void>((resolve) => (wake = resolve));
				}
			} finally {
				watchers.delete(tell);
				stop.removeEventListener("abort", tell);
			}
		},
	};
}
