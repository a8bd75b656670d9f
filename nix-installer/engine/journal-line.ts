// The lines of the setup journal. A closed vocabulary: an unknown line is refused, never guessed.
import { z } from "zod";
import { digestSchema, epochMsSchema } from "../../main/contract/ids.ts";
import { leftoverSchema, setupPlanSchema, setupWordsSchema, stepStateSchema } from "../../main/contract/setup.ts";

const memorySchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const run = z.int().positive();

/** What an entry says, before the journal numbers and dates it. */
export const journalEntrySchema = z.discriminatedUnion("kind", [
	/** A plan was accepted and is about to run. Holds the plan itself, so that undoing needs nothing but the journal. */
	z.strictObject({ kind: z.literal("plan"), run, planHash: digestSchema, plan: setupPlanSchema }),
	/** A step is in this state; "planned" means that it was looked for and not found. */
	z.strictObject({
		kind: z.literal("step"),
		run,
		planHash: digestSchema,
		stepId: z.string(),
		version: z.int().positive(),
		state: stepStateSchema,
		detail: setupWordsSchema.nullable(),
		leftovers: z.array(leftoverSchema),
	}),
	/** What a step must know about its own act after a crash. */
	z.strictObject({
		kind: z.literal("memory"),
		run,
		planHash: digestSchema,
		stepId: z.string(),
		memory: memorySchema,
	}),
	/** After a restart the run goes on by itself. `bootedAt`: the start of the PC at which it tries, which it does once. */
	z.strictObject({ kind: z.literal("returned"), run, bootedAt: z.number() }),
	/** Everything is to be undone; until "undo-ended" a start goes on undoing. */
	z.strictObject({ kind: z.literal("undo-asked") }),
	z.strictObject({ kind: z.literal("undo-ended"), leftovers: z.int().nonnegative() }),
]);
export type JournalEntry = z.infer<typeof journalEntrySchema>;

/** `seq` counts from 1 without a gap. */
export const journalLineSchema = z.strictObject({
	seq: z.int().positive(),
	at: epochMsSchema,
	entry: journalEntrySchema,
});
export type JournalLine = z.infer<typeof journalLineSchema>;
