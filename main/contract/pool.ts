// What crosses between devices, requesters and the pool. These wire schemas are also the source of the page
// "What this PC sends": a field that is not here cannot be sent.
import { z } from "zod";
import { digestSchema, epochMsSchema, jobIdSchema, nameSchema, publicKeySchema } from "./ids.ts";
import { fileNameSchema, jobClassSchema, signedJobSchema } from "./job.ts";
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

/** A job's life as the pool sees it. */
export const jobStates = ["queued", "running", "done", "failed", "cancelled", "expired"] as const;
export type JobState = (typeof jobStates)[number];

/** The record of a job: its life, and who holds it. Sent when a job is asked for, taken, kept (every 8 s) and ended. */
export const claimSchema = z.strictObject({
	v: z.literal(1).describe("sent.form"),
	id: jobIdSchema.describe("sent.job-id"),
	title: z.string().describe("sent.job-title"),
	class: jobClassSchema.describe("sent.job-class"),
	arch: z.string().describe("sent.job-arch"),
	requester: publicKeySchema.describe("sent.job-asker-key"),
	requesterName: z.string().describe("sent.job-asker"),
	cpu: z.number().describe("sent.job-limit"),
	memoryMiB: z.number().describe("sent.job-limit"),
	scratchMiB: z.number().describe("sent.job-limit"),
	createdAt: epochMsSchema.describe("sent.job-asked-at"),
	queuedAt: epochMsSchema.describe("sent.job-asked-at"),
	updatedAt: epochMsSchema.describe("sent.job-changed-at"),
	deadline: epochMsSchema.describe("sent.job-deadline"),
	state: z.enum(jobStates).describe("sent.job-state"),
	/** Attempts used, the running one included. */
	attempt: z.int().nonnegative().describe("sent.attempt"),
	deviceId: z.string().nullable().describe("sent.device-id"),
	/** Made anew for every change, so that a change whose answer got lost is recognised as one's own. */
	turn: z.uuid().describe("sent.turn"),
});

/** A whole file: a module or input handed in with a job, an output the requester named. Kept under its digest. */
export const fileBytesSchema = z.strictObject({
	digest: digestSchema.describe("sent.file-digest"),
	bytes: z.int().nonnegative().describe("sent.file-size"),
	storedAt: epochMsSchema.describe("sent.file-time"),
	content: z.string().describe("sent.file-content"),
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
	job: signedJobSchema.describe("sent.job"),
	file: fileBytesSchema,
} as const;

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
