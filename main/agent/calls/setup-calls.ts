// Setup as the agent offers it: work goes on when the window that asked for it is closed, and every watcher sees it.

import type { SetupEngine } from "../../../nix-installer/engine/engine.ts";
import { stoppedByPerson } from "../../../nix-installer/engine/midway.ts";
import type { WorkOptions } from "../../../nix-installer/engine/work.ts";
import { agreedPlan, showPlan, type WantSetup } from "../../../nix-installer/plans/setup-plan.ts";
import type { Digest } from "../../contract/ids.ts";
import type { InviteRead } from "../../contract/invite.ts";
import { ProblemError } from "../../contract/problem.ts";
import type {
	SetupAnswer,
	SetupPartId,
	SetupPicture,
	SetupProgress,
	SetupResult,
	ShownSetup,
} from "../../contract/setup.ts";
import { choicesOf, judgeInvite } from "../../tools/crypto/setup-choices.ts";

export interface SetupCalls {
	/** Looks at this PC; changes nothing. */
	planSetup(answer: SetupAnswer): Promise<ShownSetup>;
	readInvite(link: string): InviteRead;
	setupPicture(): SetupPicture;
	/** Runs the agreed parts of the plan with this hash; ends when the run has ended. */
	applySetup(agreed: AgreedSetup): Promise<SetupResult>;
	resumeSetup(): Promise<SetupResult>;
	undoSetup(): Promise<SetupResult>;
	cancelSetup(): Record<string, never>;
	watchSetup(signal: AbortSignal): AsyncGenerator<SetupPicture>;
}

export interface SetupReturning {
	/**
	 * Goes on with what waited for a restart of the PC, once for each start of it; null when nothing did. Nobody asks for it:
	 * it is the plan that a person agreed to, with the restart in it. Before the restart it only sees to it that Hearth is
	 * there again after it.
	 */
	goOnAfterRestart(): Promise<SetupResult | null>;
}

export interface AgreedSetup {
	readonly choices: SetupAnswer;
	readonly hash: Digest;
	readonly parts: readonly SetupPartId[];
}

/** What setup can do, and what it would do here. */
export interface SetupSource {
	readonly engine: SetupEngine;
	readonly want: WantSetup;
}

export interface SetupCallsInput extends SetupSource {
	/** Aborts when the agent ends: what runs stops at the next safe point and can be resumed. */
	readonly closing: AbortSignal;
	/** Milliseconds since 1970: whether an invite is good is a question of the day. */
	readonly now: () => number;
}

/** Bytes may be reported many times a second; faster than this nobody reads them. */
const calmMs = 250;

export function setupCalls({ engine, want, closing, now }: SetupCallsInput): SetupCalls & SetupReturning {
	let last: SetupResult["end"] | null = null;
	let work: { readonly stop: AbortController; progress: SetupProgress | null } | null = null;
	const watchers = new Set<() => void>();
	const touch = () => {
		for (const tell of watchers) tell();
	};
	const picture = (): SetupPicture => ({
		status: engine.status(),
		standing: engine.standing(),
		working: work !== null,
		progress: work?.progress ?? null,
		last,
	});
	const start = async (run: (how: WorkOptions) => Promise<SetupResult>) => {
		if (work) throw new ProblemError("setup.busy", {}, ["retry"]);
		const mine = { stop: new AbortController(), progress: null as SetupProgress | null };
		work = mine;
		last = null;
		let toldAt = 0;
		try {
			const result = await run({
				signal: AbortSignal.any([mine.stop.signal, closing]),
				onEvent(event) {
					if (event.kind === "progress") {
						const sameStep = mine.progress?.step === event.progress.step;
						mine.progress = event.progress;
						if (sameStep && event.at - toldAt < calmMs && event.at >= toldAt) return;
						toldAt = event.at;
					}
					touch();
				},
			});
			last = result.end;
			return result;
		} finally {
			work = null;
			touch();
		}
	};
	return {
		async planSetup(answer) {
			const choices = choicesOf(answer, now());
			return showPlan(engine, choices, await want(choices));
		},
		readInvite: (link) => judgeInvite(link, now()),
		setupPicture: picture,
		applySetup: (agreed) =>
			start(async (how) => engine.apply(agreedPlan(engine, await want(choicesOf(agreed.choices, now())), agreed), how)),
		resumeSetup: () => start((how) => engine.resume(how)),
		undoSetup: () => start((how) => engine.undo(how)),
		async goOnAfterRestart() {
			if (closing.aborted) return null;
			if (engine.returns()) return start((how) => engine.goOnAfterRestart(how));
			await engine.hasArrived(closing);
			return null;
		},
		cancelSetup() {
			work?.stop.abort(stoppedByPerson);
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
