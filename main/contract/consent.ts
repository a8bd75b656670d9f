// A grant: one person's consent to lend from one device. Nothing in it has a default that says yes.
import { z } from "zod";
import { digestSchema, epochMsSchema, grantIdSchema, nameSchema } from "./ids.ts";
import { jobClassSchema, requesterSchema } from "./job.ts";

/** Minutes after local midnight, 0 to 1439. */
const minuteOfDaySchema = z.int().min(0).max(1439);

/** A daily window in local time; `from` inclusive, `to` exclusive, wraps past midnight when `to` < `from`. */
export const hoursSchema = z.strictObject({ from: minuteOfDaySchema, to: minuteOfDaySchema });
export type Hours = z.infer<typeof hoursSchema>;

/** How much may be used by all jobs together. */
export const amountsSchema = z.strictObject({
	cpus: z.number().min(0.1).max(256),
	memoryMiB: z.int().min(16).max(1_048_576),
	scratchMiB: z.int().min(1).max(1_048_576),
});
export type Amounts = z.infer<typeof amountsSchema>;

export const conditionsSchema = z.strictObject({
	/** `idle`: only while nobody uses the PC. `any-time`: also while somebody does. */
	when: z.enum(["idle", "any-time"]),
	/** null: the whole day. */
	hours: hoursSchema.nullable(),
	/** null: none. Hours in which nothing runs, whatever `hours` says. */
	quietHours: hoursSchema.nullable(),
	onBattery: z.boolean(),
	onMetered: z.boolean(),
});
export type Conditions = z.infer<typeof conditionsSchema>;

/** What a person is about to allow, before it is recorded. */
export const grantDraftSchema = z.strictObject({
	classes: z.array(jobClassSchema).max(3),
	amounts: amountsSchema,
	conditions: conditionsSchema,
	/** Who may ask. An empty list allows nobody and is refused. */
	requesters: z.array(requesterSchema).max(64),
	/** Days from now until this has to be asked again. */
	days: z.int().min(1).max(365),
});
export type GrantDraft = z.infer<typeof grantDraftSchema>;

/** What the person read when saying yes. `text` is kept in full so that the owner can read it again. */
export const shownSchema = z.strictObject({
	locale: z.string().max(35),
	text: z.string().max(4000),
	digest: digestSchema,
});
export type Shown = z.infer<typeof shownSchema>;

export const grantSchema = z.strictObject({
	id: grantIdSchema,
	/** The OS account that consented. */
	person: nameSchema,
	deviceId: z.string(),
	classes: z.array(jobClassSchema).min(1),
	amounts: amountsSchema,
	conditions: conditionsSchema,
	requesters: z.array(requesterSchema).min(1),
	givenAt: epochMsSchema,
	expiresAt: epochMsSchema,
	shown: shownSchema,
	/** The meaning of the switches when this was given; an older meaning has to be asked again. */
	meaning: z.int(),
	appVersion: z.string(),
	via: z.enum(["window", "cli"]),
	supersedes: grantIdSchema.nullable(),
});
export type Grant = z.infer<typeof grantSchema>;

/** Raise this when a switch comes to mean more than it did: every older grant then holds until asked again. */
export const grantMeaning = 1;
