// What crosses between devices, requesters and the pool. These wire schemas are also the source of the page
// "What this PC sends": a field that is not here cannot be sent.
import { z } from "zod";
import { digestSchema, epochMsSchema, jobIdSchema, nameSchema, publicKeySchema } from "./ids.ts";
import { fileNameSchema, jobClassSchema } from "./job.ts";
import { receiptSchema } from "./receipt.ts";

/** Every 15 s while lending is on: who lends which classes. Gone 45 s after the last one. */
export const presenceSchema = z.strictObject({
	deviceId: z.string().describe("sent.device-id"),
	classes: z.array(jobClassSchema).describe("sent.classes"),
	/** Free room, so that a requester can be told "no one lends that much". */
	freeCpus: z.number().describe("sent.free-cpus"),
	freeMemoryMiB: z.number().describe("sent.free-memory"),
});
export type Presence = z.infer<typeof presenceSchema>;

/** Who holds a job now; sent every 8 s while it runs. */
export const claimSchema = z.strictObject({
	jobId: jobIdSchema.describe("sent.job-id"),
	deviceId: z.string().describe("sent.device-id"),
	attempt: z.int().describe("sent.attempt"),
});

/** A finished run: the receipt, and the output files the requester named. */
export const resultSchema = z.strictObject({
	jobId: jobIdSchema.describe("sent.job-id"),
	receipt: receiptSchema.describe("sent.receipt"),
	outputs: z
		.array(z.strictObject({ name: fileNameSchema, digest: digestSchema, bytes: z.int().nonnegative() }))
		.describe("sent.outputs"),
});
export type JobResult = z.infer<typeof resultSchema>;

/** A piece of a job's standard output or error, sent while it runs. `text` is UTF-8 with U+FFFD for bad bytes. */
export const logChunkSchema = z.strictObject({
	stream: z.enum(["stdout", "stderr"]).describe("sent.log-stream"),
	text: z.string().describe("sent.log-text"),
	at: epochMsSchema.describe("sent.log-time"),
});
export type LogChunk = z.infer<typeof logChunkSchema>;

export const announcementSchema = z.strictObject({
	name: nameSchema.describe("sent.requester-name"),
	publicKey: publicKeySchema.describe("sent.requester-key"),
});

/** Everything this PC can send, by when it is sent. The page in the window is generated from this value. */
export const wireSchemas = {
	announcement: announcementSchema,
	presence: presenceSchema,
	claim: claimSchema,
	log: logChunkSchema,
	result: resultSchema,
} as const;

/** A job's life as the pool sees it. */
export const jobStates = ["queued", "running", "done", "failed", "cancelled", "expired"] as const;
export type JobState = (typeof jobStates)[number];

export const jobRecordSchema = z.strictObject({
	id: jobIdSchema,
	title: z.string(),
	class: jobClassSchema,
	requester: publicKeySchema,
	requesterName: z.string(),
	state: z.enum(jobStates),
	attempt: z.int().nonnegative(),
	/** Device that runs or ran it last. */
	deviceId: z.string().nullable(),
	createdAt: epochMsSchema,
	updatedAt: epochMsSchema,
	deadline: epochMsSchema,
	result: resultSchema.nullable(),
});
export type JobRecord = z.infer<typeof jobRecordSchema>;
