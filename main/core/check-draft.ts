// Refuses a draft that could never lend or asks for more than there is, before anybody says yes to it.
import type { GrantDraft } from "../contract/consent.ts";
import { memoryFloorMiB } from "../contract/facts.ts";
import type { JobClass, Requester } from "../contract/job.ts";
import type { Problem, ProblemCode } from "../contract/problem.ts";
import { minutesAWeekOpen } from "./schedule.ts";

export type CheckDraftInput = {
	readonly draft: GrantDraft;
	readonly capacity: { readonly cpus: number; readonly memoryMiB: number };
	/** null: could not be read. */
	readonly freeDiskMiB: number | null;
	readonly runners: Readonly<Record<JobClass, boolean>>;
	/** False where idle time cannot be read at all. */
	readonly idleKnown: boolean;
	/** The requesters this PC has heard of. */
	readonly known: readonly Requester[];
};

/** Why a draft can never lend: the `why` argument of consent.never-lends. */
type NeverLendsWhy = "hours" | "quiet" | "covered" | "idle" | "runner" | "days";

/** Allowed but worth saying; each has words. */
type DraftWarning = {
	readonly code: "warn.idle-unknown" | "warn.class-unavailable" | "warn.little-time" | "warn.disk-unknown";
	readonly args: Problem["args"];
};

type DraftProblem = { readonly code: ProblemCode; readonly args: Problem["args"] };
export type DraftCheck = { readonly problem: DraftProblem | null; readonly warnings: readonly DraftWarning[] };

/** The first thing wrong with the draft, or null; and what is worth saying when nothing is. Never throws. */
export function checkDraft(input: CheckDraftInput): DraftCheck {
	const problem = findProblem(input);
	return { problem, warnings: problem ? [] : findWarnings(input) };
}

function findProblem(input: CheckDraftInput): DraftProblem | null {
	const { draft, known } = input;
	if (draft.classes.length === 0) return { code: "consent.nothing-allowed", args: {} };
	if (draft.requesters.length === 0) return { code: "consent.no-requester", args: {} };
	for (const { name, publicKey } of draft.requesters) {
		if (!known.some((one) => one.name === name && one.publicKey === publicKey)) {
			return { code: "consent.unknown-requester", args: { name } };
		}
	}
	const why = neverLends(input);
	if (why) return { code: "consent.never-lends", args: { why } };
	return moreThanHere(input);
}

function neverLends({ draft, runners, idleKnown }: CheckDraftInput): NeverLendsWhy | null {
	const { hours, quietHours, when } = draft.conditions;
	if (!(draft.days >= 1)) return "days";
	if (hours && hours.from === hours.to) return "hours";
	if (quietHours && quietHours.from === quietHours.to) return "quiet";
	if (minutesAWeekOpen(draft.conditions) === 0) return "covered";
	if (!draft.classes.some((one) => runners[one])) return "runner";
	return when === "idle" && !idleKnown ? "idle" : null;
}

function moreThanHere({ draft, capacity, freeDiskMiB }: CheckDraftInput): DraftProblem | null {
	const { cpus, memoryMiB, scratchMiB } = draft.amounts;
	const memoryHere = Math.max(0, capacity.memoryMiB - memoryFloorMiB);
	const more = (what: string, asked: number, here: number) =>
		({ code: "consent.more-than-here", args: { what, asked, here } }) as const;
	if (cpus > capacity.cpus) return more("cpus", cpus, capacity.cpus);
	if (memoryMiB > memoryHere) return more("memory", memoryMiB, memoryHere);
	if (freeDiskMiB !== null && scratchMiB > freeDiskMiB) return more("scratch", scratchMiB, freeDiskMiB);
	return null;
}

function findWarnings({ draft, runners, idleKnown, freeDiskMiB }: CheckDraftInput): DraftWarning[] {
	const warnings: DraftWarning[] = [];
	if (!idleKnown) warnings.push({ code: "warn.idle-unknown", args: {} });
	for (const one of new Set(draft.classes)) {
		if (!runners[one]) warnings.push({ code: "warn.class-unavailable", args: { class: one } });
	}
	const minutes = minutesAWeekOpen(draft.conditions) / 7;
	if (minutes < 60) warnings.push({ code: "warn.little-time", args: { minutes } });
	if (freeDiskMiB === null) warnings.push({ code: "warn.disk-unknown", args: {} });
	return warnings;
}
