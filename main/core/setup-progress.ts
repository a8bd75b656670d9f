// How far setup is, from usual times and reported bytes. Pure: the time is handed in.
import type { SetupProgress, SetupWords, StepShown } from "../contract/setup.ts";

/** A step as progress sees it; the unit of work is its usual time. */
export interface PacedStep {
	readonly id: string;
	readonly title: SetupWords;
	readonly seconds: StepShown["seconds"];
}

export interface Pace {
	readonly steps: readonly PacedStep[];
	readonly finished: ReadonlySet<string>;
	readonly current: { readonly id: string; readonly sinceMs: number } | null;
	readonly bytes: { readonly done: number; readonly total: number | null } | null;
	/** The largest share ever shown, 0 to 1. */
	readonly shown: number;
}

export function newPace(steps: readonly PacedStep[]): Pace {
	return { steps, finished: new Set(), current: null, bytes: null, shown: 0 };
}

export function beginStep(pace: Pace, id: string, nowMs: number): Pace {
	return { ...pace, current: { id, sinceMs: nowMs }, bytes: null };
}

export function endStep(pace: Pace, id: string): Pace {
	return { ...pace, finished: new Set([...pace.finished, id]), current: null, bytes: null };
}

export function reportBytes(pace: Pace, bytes: { readonly done: number; readonly total: number | null }): Pace {
	return { ...pace, bytes };
}

/** A step that is not finished never counts for more than this share of itself. */
const almost = 0.95;

/**
 * The picture at `nowMs`, and the pace that remembers what was shown: totals that grow, clocks that jump and steps that
 * take too long hold the percentage, and never take it back.
 */
export function showProgress(pace: Pace, nowMs: number): { readonly pace: Pace; readonly progress: SetupProgress } {
	const weight = ({ seconds }: PacedStep) => Math.max(seconds.to, 0.001);
	const all = pace.steps.reduce((sum, step) => sum + weight(step), 0);
	const finished = pace.steps.filter(({ id }) => pace.finished.has(id));
	const done = finished.reduce((sum, step) => sum + weight(step), 0);
	const current = pace.steps.find(({ id }) => id === pace.current?.id);
	const elapsed = pace.current ? Math.max(0, nowMs - pace.current.sinceMs) / 1000 : 0;
	const part = current ? shareOf(current, elapsed, pace.bytes) * weight(current) : 0;
	const over = finished.length === pace.steps.length;
	const share = over ? 1 : Math.max(pace.shown, all > 0 ? (done + part) / all : 0);
	const rest = pace.steps.filter((step) => !pace.finished.has(step.id));
	const left = (bound: "from" | "to") =>
		rest.reduce((sum, step) => sum + Math.max(0, step.seconds[bound] - (step === current ? elapsed : 0)), 0);
	return {
		pace: { ...pace, shown: share },
		progress: {
			step: current ? pace.steps.indexOf(current) + 1 : finished.length,
			of: pace.steps.length,
			what: current?.title ?? null,
			percent: over ? 100 : Math.min(99, Math.floor(share * 100)),
			bytes: pace.bytes && { done: pace.bytes.done, total: pace.bytes.total || null },
			secondsLeft: { from: Math.round(left("from")), to: Math.round(left("to")) },
			longerThanUsual: current !== undefined && elapsed > 2 * current.seconds.to,
		},
	};
}

function shareOf(step: PacedStep, elapsedSeconds: number, bytes: Pace["bytes"]): number {
	const share = bytes?.total ? bytes.done / bytes.total : elapsedSeconds / Math.max(step.seconds.to, 0.001);
	return Math.min(almost, Math.max(0, share));
}
