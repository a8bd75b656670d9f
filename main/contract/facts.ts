// Observed values. A fact is a value with the moment it was read and where it came from, or unknown; it is never
// turned into a statement about a person and never leaves the device.
import { z } from "zod";
import { epochMsSchema } from "./ids.ts";

const factSchema = <T extends z.ZodType>(value: T) =>
	z.discriminatedUnion("known", [
		z.strictObject({ known: z.literal(true), value, at: epochMsSchema, source: z.string() }),
		z.strictObject({ known: z.literal(false), at: epochMsSchema, source: z.string() }),
	]);

export type Fact<T> =
	| { known: true; value: T; at: number; source: string }
	| { known: false; at: number; source: string };

export const factsSchema = z.strictObject({
	/** Seconds since the last key press, click or touch by anyone logged in. */
	idleSeconds: factSchema(z.number().nonnegative()),
	onBattery: factSchema(z.boolean()),
	metered: factSchema(z.boolean()),
	/** Cores used by everything but Hearth's own jobs. */
	othersCpus: factSchema(z.number().nonnegative()),
	/** Memory used by everything but Hearth's own jobs. */
	othersMemoryMiB: factSchema(z.number().nonnegative()),
	/** What the OS says could be given to programs without swapping. */
	availableMemoryMiB: factSchema(z.number().nonnegative()),
	freeDiskMiB: factSchema(z.number().nonnegative()),
});
export type Facts = z.infer<typeof factsSchema>;
export type FactName = keyof Facts;

/** A fact older than this counts as unknown (DESIGN: stale facts hold). */
export const factFreshMs = 30_000;
/** Nobody is using the PC once no input came for this long. */
export const idleAfterSeconds = 300;
/** Lending holds when less memory than this is available to the person's own programs. */
export const memoryFloorMiB = 256;
