// What the decision core answers, and the closed list of reasons for not lending.
import { z } from "zod";
import { amountsSchema } from "./consent.ts";
import { epochMsSchema, grantIdSchema } from "./ids.ts";
import { jobClassSchema, requesterSchema } from "./job.ts";

/** One grant that allows lending at this moment. */
export const allowanceSchema = z.strictObject({
	grantId: grantIdSchema,
	classes: z.array(jobClassSchema),
	amounts: amountsSchema,
	requesters: z.array(requesterSchema),
	/** Lending under this grant ends by itself at this instant (hours, quiet hours, expiry). */
	until: epochMsSchema,
});
export type Allowance = z.infer<typeof allowanceSchema>;

export const budgetSchema = z.strictObject({ allowances: z.array(allowanceSchema).min(1) });
export type Budget = z.infer<typeof budgetSchema>;

export const holdCodes = [
	"hold.no-grant",
	"hold.expired",
	"hold.paused",
	"hold.outside-hours",
	"hold.quiet-hours",
	"hold.asleep",
	"hold.in-use",
	"hold.on-battery",
	"hold.metered",
	"hold.hot",
	"hold.fact-unknown",
	"hold.memory-low",
	"hold.disk-low",
	"hold.no-runner",
	"hold.ledger-broken",
	"hold.pool-away",
	"hold.asked-again",
	"hold.stopping",
] as const;
export const holdCodeSchema = z.enum(holdCodes);
export type HoldCode = z.infer<typeof holdCodeSchema>;

export const reasonSchema = z.strictObject({
	code: holdCodeSchema,
	/** For words: fact name, class, numbers. Never free text about a person. */
	args: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Reason = z.infer<typeof reasonSchema>;

export const decisionSchema = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("lend"), budget: budgetSchema }),
	z.strictObject({ kind: z.literal("hold"), reasons: z.array(reasonSchema).min(1), until: epochMsSchema.optional() }),
]);
export type Decision = z.infer<typeof decisionSchema>;
