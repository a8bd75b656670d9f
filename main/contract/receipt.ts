// The signed record of one finished, stopped or refused job.
import { z } from "zod";
import {
	digestSchema,
	epochMsSchema,
	grantIdSchema,
	jobIdSchema,
	publicKeySchema,
	receiptIdSchema,
	signatureSchema,
} from "./ids.ts";
import { jobClassSchema, limitsSchema } from "./job.ts";

/** Why a run ended. `done` and `failed` are the job's own doing; all others are ours. */
export const endReasons = [
	"done",
	"failed",
	"time-limit",
	"memory-limit",
	"output-limit",
	"owner-stop",
	"owner-pause",
	"in-use",
	"held",
	"cancelled",
	"lease-lost",
	"agent-stop",
	"crash",
	"refused",
] as const;
export const endReasonSchema = z.enum(endReasons);
export type EndReason = z.infer<typeof endReasonSchema>;

/** What the runner verified after the sandbox ended. */
export const stopProofSchema = z.strictObject({
	/** From the trigger (the person's click, the exit of the job) to the check that found no process left. */
	provenMs: z.number().nonnegative(),
	/** Processes of the job still found; 0 is the proof. */
	processesLeft: z.int().nonnegative(),
	scratchErased: z.boolean(),
	/** How it was checked, e.g. "cgroup", "process-table". */
	method: z.string(),
});
export type StopProof = z.infer<typeof stopProofSchema>;

export const usageSchema = z.strictObject({
	cpuSeconds: z.number().nonnegative(),
	peakMemoryMiB: z.number().nonnegative(),
});
export type Usage = z.infer<typeof usageSchema>;

export const receiptBodySchema = z.strictObject({
	v: z.literal(1),
	id: receiptIdSchema,
	deviceId: z.string(),
	jobId: jobIdSchema,
	/** SHA-256 of the job's RFC 8785 form. */
	jobDigest: digestSchema,
	purpose: z.string(),
	requester: publicKeySchema,
	requesterName: z.string(),
	class: jobClassSchema,
	artifactDigest: digestSchema,
	limits: limitsSchema,
	grantId: grantIdSchema.nullable(),
	startedAt: epochMsSchema,
	endedAt: epochMsSchema,
	end: endReasonSchema,
	/** The job's own exit code; null when it was stopped or never started. */
	exitCode: z.int().nullable(),
	usage: usageSchema,
	/** null for a refused job: nothing ran. */
	proof: stopProofSchema.nullable(),
	outputBytes: z.int().nonnegative(),
	/** For `refused`: the problem code. */
	refusal: z.string().nullable(),
});
export type ReceiptBody = z.infer<typeof receiptBodySchema>;

/** `signature` is the device's, over `hearth-receipt-v1\0` and the body's RFC 8785 form. */
export const receiptSchema = z.strictObject({
	body: receiptBodySchema,
	publicKey: publicKeySchema,
	signature: signatureSchema,
});
export type Receipt = z.infer<typeof receiptSchema>;
