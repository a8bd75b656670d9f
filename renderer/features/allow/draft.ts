// The consent form as data: what is chosen so far, what is still open, and the draft once all is chosen. Pure.
import { type AmountShare, shareOf } from "../../../main/contract/amount-share.ts";
import type { Grant, GrantDraft, Hours } from "../../../main/contract/consent.ts";
import type { JobClass, Requester } from "../../../main/contract/job.ts";
import type { Problem, ProblemCode } from "../../../main/contract/problem.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";

export interface Form {
	readonly classes: readonly JobClass[];
	/** Public keys of those who may ask. */
	readonly askers: readonly string[];
	readonly cpus: number;
	readonly memoryMiB: number;
	readonly scratchMiB: number;
	readonly when: "idle" | "any-time" | null;
	readonly hours: Hours | null;
	readonly quietHours: Hours | null;
	readonly onBattery: boolean;
	readonly onMetered: boolean;
	readonly days: number;
}

export type Field = "classes" | "askers" | "amounts" | "when" | "hours" | "quiet";

export const cpuStep = 0.5;
export const memoryStepMiB = 512;
export const scratchStepMiB = 512;
const startDays = 90;
const startScratchMiB = 2048;
const dayMs = 86_400_000;

const stepDown = (n: number, step: number) => Math.floor(n / step) * step;

/** The most that can be lent here, in whole steps. */
export function mostAmounts(s: Snapshot): { cpus: number; memoryMiB: number; scratchMiB: number } {
	return {
		cpus: Math.max(cpuStep, stepDown(s.capacity.cpus, cpuStep)),
		memoryMiB: Math.max(memoryStepMiB, stepDown(s.capacity.memoryMiB, memoryStepMiB)),
		scratchMiB: Math.max(scratchStepMiB, stepDown(s.capacity.freeDiskMiB ?? startScratchMiB, scratchStepMiB)),
	};
}

/** Nothing ticked; amounts at a quarter (but room for one small job); everything that narrows is on. */
export function emptyForm(s: Snapshot): Form {
	const most = mostAmounts(s);
	return {
		classes: [],
		askers: [],
		cpus: Math.min(most.cpus, Math.max(1, stepDown(most.cpus / 4, cpuStep))),
		memoryMiB: Math.min(most.memoryMiB, Math.max(512, stepDown(most.memoryMiB / 4, memoryStepMiB))),
		scratchMiB: Math.min(most.scratchMiB, startScratchMiB),
		when: null,
		hours: null,
		quietHours: null,
		onBattery: false,
		onMetered: false,
		days: startDays,
	};
}

/** What a grant allows, ready to be changed. */
export function formOf(grant: Grant): Form {
	return {
		classes: grant.classes,
		askers: grant.requesters.map((one) => one.publicKey),
		...grant.amounts,
		...grant.conditions,
		days: Math.max(1, Math.round((grant.expiresAt - grant.givenAt) / dayMs)),
	};
}

/**
 * What the form opens with: what is allowed now; else what was allowed last, as far as this PC can still do it, for the
 * person to read and allow again; else nothing at all. `share` fills in that share of what is allowed now: never more.
 */
export function startForm(s: Snapshot, share?: AmountShare): Form {
	const grant = s.grants[0] ?? s.lastGrant;
	if (!grant) return emptyForm(s);
	const form = formOf(grant);
	if (s.grants.length > 0) return share && s.grants.length === 1 ? { ...form, ...shareOf(grant.amounts, share) } : form;
	const most = mostAmounts(s);
	return {
		...form,
		classes: form.classes.filter((one) => s.runners[one].available),
		askers: form.askers.filter((key) => s.requesters.some((one) => one.publicKey === key)),
		cpus: Math.min(form.cpus, most.cpus),
		memoryMiB: Math.min(form.memoryMiB, most.memoryMiB),
		scratchMiB: Math.min(form.scratchMiB, most.scratchMiB),
		when: form.when === "idle" && !s.idleKnown ? null : form.when,
	};
}

/** What has to be chosen before anything can be allowed, in the order of the page. */
export function openFields(form: Form): Field[] {
	return [
		...(form.classes.length === 0 ? (["classes"] as const) : []),
		...(form.askers.length === 0 ? (["askers"] as const) : []),
		...(form.when === null ? (["when"] as const) : []),
	];
}

/** Everyone who can be allowed to ask: those heard of, this PC first, and those a grant names already. */
export function possibleAskers(s: Snapshot): Requester[] {
	const known = [...s.requesters, ...s.grants.flatMap((one) => one.requesters)];
	return known.filter((one, i) => known.findIndex((other) => other.publicKey === one.publicKey) === i);
}

/** null while something is still open. */
export function draftOf(form: Form, askers: readonly Requester[]): GrantDraft | null {
	if (form.when === null || openFields(form).length > 0) return null;
	return {
		classes: [...form.classes],
		amounts: { cpus: form.cpus, memoryMiB: form.memoryMiB, scratchMiB: form.scratchMiB },
		conditions: {
			when: form.when,
			hours: form.hours,
			quietHours: form.quietHours,
			onBattery: form.onBattery,
			onMetered: form.onMetered,
		},
		requesters: askers.filter((one) => form.askers.includes(one.publicKey)),
		days: form.days,
	};
}

const problemFields: Partial<Record<ProblemCode, Field>> = {
	"consent.nothing-allowed": "classes",
	"consent.no-requester": "askers",
	"consent.unknown-requester": "askers",
	"consent.more-than-here": "amounts",
};
const neverLendsFields: Readonly<Record<string, Field>> = {
	runner: "classes",
	idle: "when",
	hours: "hours",
	quiet: "quiet",
	covered: "quiet",
};

/** The part of the form a problem belongs to; null when to none. */
export function fieldOf({ code, args }: Problem): Field | null {
	if (code === "consent.never-lends") return neverLendsFields[String(args.why)] ?? null;
	return problemFields[code] ?? null;
}
