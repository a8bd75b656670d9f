// The setup engine of one data directory: what others call. It runs what was shown, remembers everything, and can
// always go on or take it back.
import { join } from "node:path";
import { ProblemError } from "../../main/contract/problem.ts";
import type { SetupResult, SetupStatus, ShownPlan, StepStatus } from "../../main/contract/setup.ts";
import { foldJournal, openRun, type Run, type SetupPast, setupStatus, standing, stepStatus } from "./fold.ts";
import { type Journal, openJournal, readJournal } from "./journal.ts";
import { lockEngine } from "./lock.ts";
import { type MidwayReturn, withReturn } from "./midway.ts";
import { checkKnown, checkShown, makePlan, type WantedStep } from "./plan.ts";
import { returningRun, sinceRestart } from "./restart.ts";
import { carryOn } from "./run.ts";
import { undoAll } from "./undo.ts";
import { type EngineTools, openWork, type Work, type WorkOptions } from "./work.ts";

export interface SetupEngine {
	/** Changes nothing. @throws Error for steps unknown here */
	plan(wanted: readonly WantedStep[]): ShownPlan;
	/** Needs no lock; also while another engine works. @throws ProblemError setup.journal-broken, agent.data-unreadable */
	status(): SetupStatus;
	/** What undo would take back, in its order. Needs no lock. @throws as status */
	standing(): StepStatus[];
	/**
	 * Runs exactly the plan that was shown; one that was begun before goes on.
	 * @throws ProblemError setup.plan-changed, setup.step-unknown, setup.unfinished (another plan or an undo is under way),
	 * setup.busy, setup.journal-broken, agent.disk-full, agent.data-unreadable. All but the last two: nothing was changed.
	 */
	apply(shown: ShownPlan, options: WorkOptions): Promise<SetupResult>;
	/** Goes on with what was cut off, in the direction it had. @throws as apply */
	resume(options: WorkOptions): Promise<SetupResult>;
	/** The PC has restarted since a run waited for that, and the run has not gone on by itself yet. Needs no lock. @throws as status */
	returns(): boolean;
	/** Goes on with that run, at most once for each start of the PC; "nothing" when there is none. @throws as apply */
	goOnAfterRestart(options: WorkOptions): Promise<SetupResult>;
	/**
	 * Hearth has started: nothing has to call it back any more, but for a run that waits for a restart that has not come. A
	 * sign-in without one may have used that call up. Needs no lock. @throws as status, or what the file system throws
	 */
	hasArrived(signal: AbortSignal): Promise<void>;
	/** Takes back everything that is ours, of every plan. @throws ProblemError as apply, but setup.unfinished */
	undo(options: WorkOptions): Promise<SetupResult>;
}

export interface EngineOptions extends EngineTools {
	/** Absolute; holds the journal and the lock. Made (0700) at the first act. */
	readonly directory: string;
	/** How Hearth is there again after it was cut off in the middle; none where nothing could start it. */
	readonly midway?: MidwayReturn | null;
	/** For tests: a journal in place of the file's. */
	readonly open?: () => Journal;
}

export function setupEngine(options: EngineOptions): SetupEngine {
	const { directory, registry, clock, comeBack = null, midway = null } = options;
	const path = join(directory, "journal.ndjson");
	const open = options.open ?? (() => openJournal(path, clock));

	const seen = (past: SetupPast) => (comeBack ? sinceRestart(past, comeBack.bootedAt()) : past);

	/** One engine, one journal, for the time of `task`. */
	const exclusively = async (how: WorkOptions, task: (work: Work) => Promise<Omit<SetupResult, "status">>) => {
		const lock = options.open ? null : lockEngine(directory);
		try {
			const journal = open();
			try {
				const work = openWork(journal, options, how);
				const result = await withReturn(midway, how.signal, () => task(work));
				return { ...result, status: setupStatus(seen(work.past()), journal.torn) };
			} finally {
				journal.close();
			}
		} finally {
			lock?.release();
		}
	};
	const goOn = (work: Work, run: Run) => {
		checkKnown(registry, { plan: run.plan, hash: run.planHash });
		return carryOn(work, run);
	};
	const takeBack = async (work: Work) => {
		const whole = await undoAll(work);
		return { end: whole ? "undone" : "cancelled", why: null } as const;
	};
	const idle = { end: "nothing", why: null } as const;

	return {
		plan: (wanted) => makePlan(registry, wanted),
		status() {
			const { lines, torn } = readJournal(path);
			return setupStatus(seen(foldJournal(lines)), torn);
		},
		standing: () => standing(seen(foldJournal(readJournal(path).lines))).map(stepStatus),
		returns: () =>
			comeBack !== null && returningRun(foldJournal(readJournal(path).lines), comeBack.bootedAt()) !== null,
		async hasArrived(signal) {
			// It was for this start of Hearth: from here on the person decides.
			await midway?.forget();
			if (comeBack === null) return;
			const { phase } = setupStatus(seen(foldJournal(readJournal(path).lines)), false);
			if (phase === "restart") await comeBack.ask({ run: options.run, signal });
		},
		goOnAfterRestart: (how) =>
			exclusively(how, async (work) => {
				const bootedAt = comeBack?.bootedAt() ?? Number.NaN;
				const run = returningRun(work.past(), bootedAt);
				if (!run) return idle;
				// Before it tries: a try that ends this process is not made again until the PC starts anew.
				work.write({ kind: "returned", run: run.run, bootedAt });
				return goOn(work, run);
			}),
		async apply(shown, how) {
			checkShown(registry, shown);
			return exclusively(how, async (work) => {
				if (work.past().undoing) throw new ProblemError("setup.unfinished", { what: "undo" });
				const begun = openRun(work.past());
				if (begun?.planHash === shown.hash) return goOn(work, begun);
				// A plan that stopped before its first act gives way: nothing of it stands.
				if (begun?.items.some(({ acted }) => acted)) throw new ProblemError("setup.unfinished", { what: "plan" });
				if (shown.plan.steps.length === 0) return idle;
				const run = work.past().runs.length + 1;
				work.write({ kind: "plan", run, planHash: shown.hash, plan: shown.plan });
				return carryOn(work, openRun(work.past()) as Run);
			});
		},
		resume: (how) =>
			exclusively(how, async (work) => {
				if (work.past().undoing) return takeBack(work);
				const begun = openRun(work.past());
				return begun ? goOn(work, begun) : idle;
			}),
		undo: (how) =>
			exclusively(how, async (work) => {
				const past = work.past();
				const open = past.runs.some(({ closed }) => !closed);
				return past.undoing || open || standing(past).length > 0 ? takeBack(work) : idle;
			}),
	};
}
