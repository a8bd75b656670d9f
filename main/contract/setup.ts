// Setup as it crosses a process: the plan a person is shown, what became of each step, and how far a run has come.
// Every text is a code of the catalogue with its arguments.
import { z } from "zod";
import { digestSchema, epochMsSchema } from "./ids.ts";
import { inviteSummarySchema, pastedInviteSchema } from "./invite.ts";

export const setupWordsSchema = z.strictObject({
	/** A key of assets/words. */
	code: z.string().regex(/^setup\.[a-z0-9.-]+$/),
	args: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type SetupWords = z.infer<typeof setupWordsSchema>;

/** A failure that is known by name has three sentences: what happened, what it changed, what to do. Any other has one. */
export function faultSentences({ code, args }: SetupWords): SetupWords[] {
	const known = /^(setup\.failure\.[a-z0-9-]+)\.what$/.exec(code)?.[1];
	return known ? ["what", "changed", "do"].map((part) => ({ code: `${known}.${part}`, args })) : [{ code, args }];
}

/** One place on this PC that a step touches. */
export const setupChangeSchema = z.strictObject({
	kind: z.enum(["file", "folder", "account", "service", "program", "setting"]),
	how: z.enum(["adds", "changes", "removes"]),
	/** A path or name, shown as it is. */
	place: z.string().min(1),
});

/** What a person is shown about a step before it may act. */
export const stepShownSchema = z.strictObject({
	title: setupWordsSchema,
	changes: z.array(setupChangeSchema),
	/** Room it takes for good. */
	diskBytes: z.int().nonnegative(),
	rights: z.enum(["person", "administrator"]),
	/** The PC may have to restart once before it is done. */
	restart: z.literal(true).optional(),
	/** How undoing works. */
	undone: setupWordsSchema,
	/** What to do by hand where undoing cannot finish. */
	byHand: setupWordsSchema,
	/** How long it usually takes. */
	seconds: z.strictObject({ from: z.number().nonnegative(), to: z.number().positive() }),
});
export type StepShown = z.infer<typeof stepShownSchema>;

export const plannedStepSchema = z.strictObject({
	/** Unique in its plan; the same for the same thing in a later plan. */
	id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,79}$/),
	/** With `version`, names the code that acts and undoes. */
	type: z.string().regex(/^[a-z0-9.-]+$/),
	version: z.int().positive(),
	/** What the type's code needs to know; its own schema checks it. No secrets: the plan is shown and kept. */
	params: z.json(),
	shown: stepShownSchema,
});
export type PlannedStep = z.infer<typeof plannedStepSchema>;

export const setupPlanSchema = z.strictObject({ v: z.literal(1), steps: z.array(plannedStepSchema).max(200) });
export type SetupPlan = z.infer<typeof setupPlanSchema>;

/** A plan with the digest of its canonical JSON: what is shown is what is run. */
export const shownPlanSchema = z.strictObject({ plan: setupPlanSchema, hash: digestSchema });
export type ShownPlan = z.infer<typeof shownPlanSchema>;

/** Where this PC belongs, as the person answers. The link of an invite holds secrets: it goes in here and never comes back. */
export const setupAnswerSchema = z.discriminatedUnion("home", [
	z.strictObject({ home: z.literal("this-pc") }),
	z.strictObject({ home: z.literal("invite"), link: pastedInviteSchema }),
]);
export type SetupAnswer = z.infer<typeof setupAnswerSchema>;

/** The same as the agent has read it, and as it is shown. */
export const setupChoicesSchema = z.discriminatedUnion("home", [
	z.strictObject({ home: z.literal("this-pc") }),
	z.strictObject({ home: z.literal("invite"), invite: inviteSummarySchema }),
]);
export type SetupChoices = z.infer<typeof setupChoicesSchema>;

/**
 * What a person says yes or no to as a whole, in the order it is set up. The ids of a part's steps begin with its own and
 * a dot. Each asks for an administrator at most once.
 */
export const setupPartIds = ["base", "tools", "home", "system", "containers"] as const;
export const setupPartIdSchema = z.enum(setupPartIds);
export type SetupPartId = z.infer<typeof setupPartIdSchema>;

export const setupPartSchema = z.strictObject({
	id: setupPartIdSchema,
	/** Parts without which this one cannot be. */
	needs: z.array(setupPartIdSchema),
	/** It stands here as it was wanted before, and something newer is wanted now: it is asked for again. */
	renews: z.literal(true).optional(),
});
export type SetupPart = z.infer<typeof setupPartSchema>;

/** A part that cannot be set up on this PC, and what the person can do instead. */
export const setupCannotSchema = z.strictObject({
	id: setupPartIdSchema,
	why: setupWordsSchema,
	next: setupWordsSchema,
	/** What somebody of the household has to put into its list: JSON, as it is written there. */
	entry: z.string().max(4096).optional(),
});
export type SetupCannot = z.infer<typeof setupCannotSchema>;

/** What was looked at on this PC before setup. ok: fine. note: worth knowing. warn: may fail. problem: will not work. */
export const setupCheckSchema = z.strictObject({
	level: z.enum(["ok", "note", "warn", "problem"]),
	words: setupWordsSchema,
});
export type SetupCheck = z.infer<typeof setupCheckSchema>;

/** All a person sees before saying yes: the plan in its parts, what cannot be, and what was found on this PC. */
export const shownSetupSchema = shownPlanSchema.extend({
	choices: setupChoicesSchema,
	parts: z.array(setupPartSchema),
	cannot: z.array(setupCannotSchema),
	checks: z.array(setupCheckSchema),
	/** Worth saying about the choices. */
	notes: z.array(setupWordsSchema),
});
export type ShownSetup = z.infer<typeof shownSetupSchema>;

/** The part a step belongs to; null for a step of a plan without parts. */
export function partOfStep(stepId: string): SetupPartId | null {
	return setupPartIds.find((id) => stepId.startsWith(`${id}.`)) ?? null;
}

/** The parts of which every step is there already, as it is wanted now: they are not asked for. None once all was undone. */
export function settledParts({ parts, plan }: ShownSetup, { phase, steps }: SetupStatus): SetupPartId[] {
	if (phase !== "done" && phase !== "unfinished" && phase !== "restart") return [];
	const settled = new Set(steps.filter(({ state }) => /^(done|adopted|skipped)$/.test(state)).map(({ id }) => id));
	const open = new Set(plan.steps.filter(({ id }) => !settled.has(id)).map(({ id }) => partOfStep(id)));
	return parts.filter(({ id, renews }) => !renews && !open.has(id)).map(({ id }) => id);
}

/**
 * waiting: done as far as it can be before the PC restarts. adopted: was here before, never undone. skipped: an earlier plan
 * did it. leftover: undoing could not finish it.
 */
export const stepStates = [
	"planned",
	"acting",
	"waiting",
	"done",
	"adopted",
	"skipped",
	"failed",
	"undoing",
	"undone",
	"leftover",
] as const;
export const stepStateSchema = z.enum(stepStates);
export type StepState = z.infer<typeof stepStateSchema>;

/** Something of ours that is still there after undoing. */
export const leftoverSchema = z.strictObject({ stepId: z.string(), what: setupWordsSchema, remove: setupWordsSchema });
export type Leftover = z.infer<typeof leftoverSchema>;

export const stepStatusSchema = z.strictObject({
	/** Which of the plans ever applied here, counted from 1. */
	run: z.int().positive(),
	id: z.string(),
	shown: stepShownSchema,
	state: stepStateSchema,
	/** Why it failed, or what was found. */
	detail: setupWordsSchema.nullable(),
});
export type StepStatus = z.infer<typeof stepStatusSchema>;

/**
 * none: nothing was ever set up, or all of it is undone. unfinished: some steps are still to do; resume or undo.
 * restart: the same, and nothing goes on before the PC restarts. undoing: an undo was cut off; resume. leftover: undone but for what `leftovers` names.
 */
export const setupPhases = ["none", "unfinished", "restart", "done", "undoing", "leftover"] as const;

export const setupStatusSchema = z.strictObject({
	phase: z.enum(setupPhases),
	hash: digestSchema.nullable(),
	/** Oldest first; steps of earlier plans that still stand included. */
	steps: z.array(stepStatusSchema),
	leftovers: z.array(leftoverSchema),
	/** True when the end of the journal was cut off, as by a power cut; nothing that counted is lost. */
	torn: z.boolean(),
});
export type SetupStatus = z.infer<typeof setupStatusSchema>;

/** How far a run is. `percent` never goes back and is 100 only at the end. */
export const setupProgressSchema = z.strictObject({
	/** Counted from 1. */
	step: z.int().nonnegative(),
	of: z.int().nonnegative(),
	what: setupWordsSchema.nullable(),
	percent: z.int().min(0).max(100),
	bytes: z.strictObject({ done: z.number().nonnegative(), total: z.number().positive().nullable() }).nullable(),
	/** What is left of this run, from the steps' usual times. */
	secondsLeft: z.strictObject({ from: z.number().nonnegative(), to: z.number().nonnegative() }),
	/** The step takes more than twice its longest usual time. */
	longerThanUsual: z.boolean(),
});
export type SetupProgress = z.infer<typeof setupProgressSchema>;

export const setupEventSchema = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("state"), at: epochMsSchema, step: stepStatusSchema }),
	z.strictObject({ kind: z.literal("progress"), at: epochMsSchema, progress: setupProgressSchema }),
]);
export type SetupEvent = z.infer<typeof setupEventSchema>;

export const setupEnds = ["done", "undone", "failed", "cancelled", "restart", "nothing"] as const;

/** Setup as a watcher sees it: the whole picture each time. */
export const setupPictureSchema = z.strictObject({
	status: setupStatusSchema,
	/** What undoing would take back, in its order. */
	standing: z.array(stepStatusSchema),
	/** The agent is acting or undoing at this moment. */
	working: z.boolean(),
	progress: setupProgressSchema.nullable(),
	/** How the last run of this agent ended; null before the first, and while one is under way. */
	last: z.enum(setupEnds).nullable(),
});
export type SetupPicture = z.infer<typeof setupPictureSchema>;

/**
 * How a run ended. nothing: there was nothing to do. restart: the PC must restart first, and it goes on then. Such a run, and
 * a cancelled or failed one, can be resumed or undone.
 */
export const setupResultSchema = z.strictObject({
	end: z.enum(setupEnds),
	/** Why it failed or waits; the step's detail. */
	why: setupWordsSchema.nullable(),
	status: setupStatusSchema,
});
export type SetupResult = z.infer<typeof setupResultSchema>;
