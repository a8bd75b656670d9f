// What the journal's lines add up to: which plans ran here, what became of each step, and what is still to do. Pure.
import type { Digest } from "../../main/contract/ids.ts";
import type {
	Leftover,
	PlannedStep,
	SetupPlan,
	SetupStatus,
	SetupWords,
	StepState,
	StepStatus,
} from "../../main/contract/setup.ts";
import type { JournalEntry, JournalLine } from "./journal-line.ts";
import { isRestart } from "./restart-words.ts";
import type { Memory } from "./step.ts";

/** One step of one run. */
export interface Item {
	readonly run: number;
	readonly planHash: Digest;
	readonly step: PlannedStep;
	readonly state: StepState;
	readonly detail: SetupWords | null;
	readonly memory: Memory | null;
	readonly leftovers: readonly Leftover[];
	/** It was looked for before the run's first act. */
	readonly surveyed: boolean;
	/** An act of ours was announced, so that something here may be ours. */
	readonly acted: boolean;
}

export interface Run {
	readonly run: number;
	readonly planHash: Digest;
	readonly plan: SetupPlan;
	readonly items: readonly Item[];
	/** Undoing was asked for since: it is not resumed any more. */
	readonly closed: boolean;
	/** At which start of the PC it last went on by itself; null: never. */
	readonly returnedAt: number | null;
}

export interface SetupPast {
	/** Oldest first. */
	readonly runs: readonly Run[];
	/** An undo was asked for and has not ended. */
	readonly undoing: boolean;
}

const nothing: SetupPast = { runs: [], undoing: false };

export function foldJournal(lines: readonly JournalLine[]): SetupPast {
	return lines.reduce((past, { entry }) => foldEntry(past, entry), nothing);
}

export function foldEntry(past: SetupPast, entry: JournalEntry): SetupPast {
	switch (entry.kind) {
		case "plan": {
			const { run, planHash, plan } = entry;
			const items = plan.steps.map((step) => newItem(run, planHash, step));
			return { runs: [...past.runs, { run, planHash, plan, items, closed: false, returnedAt: null }], undoing: false };
		}
		case "step":
			return change(past, entry, (item) => ({
				...item,
				// Earlier versions called it failed.
				state: entry.state === "failed" && isRestart(entry.detail) ? "waiting" : entry.state,
				detail: entry.detail,
				leftovers: entry.leftovers,
				surveyed: item.surveyed || entry.state === "planned",
				acted: entry.state === "acting" || (item.acted && entry.state !== "undone" && entry.state !== "adopted"),
				memory: entry.state === "undone" || entry.state === "adopted" ? null : item.memory,
			}));
		case "memory":
			return change(past, entry, (item) => ({ ...item, memory: entry.memory }));
		case "returned": {
			const { run, bootedAt } = entry;
			return { ...past, runs: past.runs.map((one) => (one.run === run ? { ...one, returnedAt: bootedAt } : one)) };
		}
		case "undo-asked":
			return { runs: past.runs.map((run) => ({ ...run, closed: true })), undoing: true };
		case "undo-ended":
			return { ...past, undoing: false };
	}
}

function newItem(run: number, planHash: Digest, step: PlannedStep): Item {
	const fresh = { state: "planned", detail: null, memory: null, leftovers: [], surveyed: false, acted: false } as const;
	return { run, planHash, step, ...fresh };
}

function change(past: SetupPast, at: { run: number; stepId: string }, to: (item: Item) => Item): SetupPast {
	const runs = past.runs.map((run) =>
		run.run === at.run
			? { ...run, items: run.items.map((item) => (item.step.id === at.stepId ? to(item) : item)) }
			: run,
	);
	return { ...past, runs };
}

const settled: ReadonlySet<StepState> = new Set(["done", "adopted", "skipped"]);

/** Nothing is left to do for it in its own run. */
export function isSettled(item: Item): boolean {
	return settled.has(item.state);
}

/** The run that can be gone on with, or null. */
export function openRun(past: SetupPast): Run | null {
	const last = past.runs.at(-1);
	return last && !last.closed && !last.items.every(isSettled) ? last : null;
}

/** Steps of which something may be ours on this PC, newest first: the order of undoing. */
export function standing(past: SetupPast): Item[] {
	return past.runs.flatMap(({ items }) => items.filter((item) => item.acted)).reverse();
}

export function stepStatus({ run, step, state, detail }: Item): StepStatus {
	return { run, id: step.id, shown: step.shown, state, detail };
}

/** The picture people see. */
export function setupStatus(past: SetupPast, torn: boolean): SetupStatus {
	const last = past.runs.at(-1);
	const left = standing(past);
	const shown = past.runs.flatMap((run) => (run === last ? run.items : run.items.filter(({ acted }) => acted)));
	return {
		phase: past.undoing ? "undoing" : openRun(past) ? openPhase(past) : phaseAtRest(last, left),
		hash: last?.planHash ?? null,
		steps: shown.map(stepStatus),
		leftovers: left.flatMap(({ leftovers }) => leftovers),
		torn,
	};
}

/** With a step that waits for a restart still to come, see `sinceRestart`. */
const openPhase = (past: SetupPast) =>
	openRun(past)?.items.some(({ state }) => state === "waiting") ? "restart" : "unfinished";

function phaseAtRest(last: Run | undefined, left: readonly Item[]): SetupStatus["phase"] {
	if (left.some(({ state }) => state === "leftover")) return "leftover";
	return last && (!last.closed || left.length > 0) ? "done" : "none";
}
