// One run's life on this device, as its ledger tells it: for the line on the receipt and under a running job.
import { z } from "zod";
import { reasonSchema } from "./decision.ts";
import { epochMsSchema, jobIdSchema } from "./ids.ts";
import { endReasonSchema } from "./receipt.ts";

/** Instants are this device's wall clock, but for `askedAt`, which is the requester's. */
export const jobLifeSchema = z.strictObject({
	jobId: jobIdSchema,
	/** When its requester asked for it, from the pool; null when the pool does not know the job (any more). */
	askedAt: epochMsSchema.nullable(),
	/** When this device took it. */
	acceptedAt: epochMsSchema,
	/** When its sandbox was begun; null when it never was. */
	startedAt: epochMsSchema.nullable(),
	/** When it stood still, in order; `to` null while it still does. */
	frozen: z.array(
		z.strictObject({ from: epochMsSchema, to: epochMsSchema.nullable(), reasons: z.array(reasonSchema) }),
	),
	/** null while it lives. */
	endedAt: epochMsSchema.nullable(),
	/** null while it lives, and for a run whose end this device only found afterwards. */
	end: endReasonSchema.nullable(),
});
export type JobLife = z.infer<typeof jobLifeSchema>;
