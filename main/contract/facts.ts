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
	/** The screen is locked. Shown only: what a grant depends on is how long nobody used the PC. */
	locked: factSchema(z.boolean()),
	/** The PC is asleep or just going to sleep. */
	suspended: factSchema(z.boolean()),
	thermal: factSchema(z.enum(["nominal", "fair", "serious", "critical"])),
});
export type Facts = z.infer<typeof factsSchema>;
export type FactName = keyof Facts;

/** Facts that only the desktop shell can tell. */
export const shellOnlyFacts = ["locked", "suspended", "thermal"] as const satisfies FactName[];
/** What the agent reads from the PC by itself. */
export type HostFacts = Omit<Facts, (typeof shellOnlyFacts)[number]>;

/** What the desktop shell sees, at one moment; null is unknown. Closed: no name, no title, nothing of what is done. */
export const shellFactsSchema = z.strictObject({
	locked: z.boolean().nullable(),
	suspended: z.boolean().nullable(),
	onBattery: z.boolean().nullable(),
	/** As in Facts, for this person's session. */
	idleSeconds: z.number().nonnegative().nullable(),
	thermal: z.enum(["nominal", "fair", "serious", "critical"]).nullable(),
});
export type ShellFacts = z.infer<typeof shellFactsSchema>;
/** The shell tells its facts at each change and at least this often. */
export const shellHeartbeatMs = 10_000;

/** A fact older than this counts as unknown (DESIGN: stale facts hold). */
export const factFreshMs = 30_000;
/** Nobody is using the PC once no input came for this long. */
export const idleAfterSeconds = 300;
/** Lending holds when less memory than this is available to the person's own programs. */
export const memoryFloorMiB = 256;
