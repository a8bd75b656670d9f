// The one contract value: every call the window and the CLI can make, with input, output and the closed problem set.
// Streams give a full picture first, then changes.
import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { aboutSchema, doctorReportSchema } from "./about.ts";
import { grantDraftSchema, grantSchema, shownSchema } from "./consent.ts";
import { reasonSchema } from "./decision.ts";
import { shellFactsSchema } from "./facts.ts";
import { digestSchema, epochMsSchema, jobIdSchema, receiptIdSchema } from "./ids.ts";
import { inviteReadSchema, pastedInviteSchema } from "./invite.ts";
import { fileNameSchema, jobClassSchema, jobOutputSchema, limitsSchema } from "./job.ts";
import { ledgerCheckSchema } from "./ledger.ts";
import { jobLifeSchema } from "./life.ts";
import { jobRecordSchema, logChunkSchema } from "./pool.ts";
import { problemSchema } from "./problem.ts";
import { endReasonSchema, endReasons, receiptSchema } from "./receipt.ts";
import {
	setupAnswerSchema,
	setupPartIdSchema,
	setupPictureSchema,
	setupResultSchema,
	shownSetupSchema,
} from "./setup.ts";
import { snapshotSchema, snapshotUpdateSchema } from "./snapshot.ts";
import { startupChangeSchema, startupEntrySchema, startupKindSchema } from "./startup.ts";

/** Every call may fail with exactly one kind of error: a Problem. */
const call = oc.errors({ PROBLEM: { status: 409, data: problemSchema } });
/** Where a person held lending back. Allowing it takes a door that shows the words: see lend.on. */
const via = z.enum(["window", "cli", "tray"]);
const allowVia = z.enum(["window", "cli"]);
const nothing = z.strictObject({});

/** A file handed over with a call; at most 64 MiB, base64. */
const fileSchema = z.strictObject({ name: fileNameSchema, base64: z.base64() });

export const submissionSchema = z.strictObject({
	title: z.string().min(1).max(120),
	class: jobClassSchema,
	/** wasm: the built-in Python, or the module's bytes. container: a digest-pinned image reference. */
	program: z.discriminatedUnion("kind", [
		z.strictObject({ kind: z.literal("python"), script: fileSchema }),
		z.strictObject({ kind: z.literal("module"), module: fileSchema }),
		z.strictObject({ kind: z.literal("image"), reference: z.string().min(1).max(512) }),
	]),
	argv: z.array(z.string().max(4096)).max(255),
	env: z.record(z.string(), z.string()).default({}),
	inputs: z.array(fileSchema).max(32),
	outputs: z.array(jobOutputSchema).max(16),
	limits: limitsSchema,
	/** Seconds from now within which somebody has to start it. */
	deadlineSeconds: z.int().positive().max(2_592_000),
	attempts: z.int().min(1).max(10),
});
export type Submission = z.infer<typeof submissionSchema>;

/** A step in a job's life, as its requester sees it. */
export const jobNewsSchema = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("state"), record: jobRecordSchema }),
	/** Sent while queued: why nobody has it, e.g. wait.nobody-lends. */
	z.strictObject({
		kind: z.literal("waiting"),
		code: z.enum(["wait.nobody-lends", "wait.all-busy"]),
		class: jobClassSchema,
	}),
	z.strictObject({ kind: z.literal("log"), chunk: logChunkSchema }),
	/** All that was known when the watch began has been told; what follows is new. */
	z.strictObject({ kind: z.literal("caught-up") }),
]);
export type JobNews = z.infer<typeof jobNewsSchema>;

/** A row of History: one run on this device, from its receipt. */
export const historyRowSchema = z.strictObject({
	receiptId: receiptIdSchema,
	title: z.string(),
	requesterName: z.string(),
	class: jobClassSchema,
	startedAt: epochMsSchema,
	endedAt: epochMsSchema,
	end: endReasonSchema,
	exitCode: z.int().nullable(),
	cpuSeconds: z.number(),
	peakMemoryMiB: z.number(),
});
export type HistoryRow = z.infer<typeof historyRowSchema>;

/** Totals of one local day. `wattHours` is an estimate: CPU seconds times 10 W a core (see docs/decisions). */
export const daySchema = z.strictObject({
	date: z.iso.date(),
	runs: z.int(),
	lentMs: z.number(),
	cpuSeconds: z.number(),
	wattHours: z.number(),
	steppedBack: z.int(),
	/** When in the day something ran, in minutes of the local day, in order; for a picture, so short gaps are closed. */
	spans: z.array(z.strictObject({ from: z.number().min(0).max(1440), to: z.number().min(0).max(1440) })),
	/** Minutes of the local day at which work ended because the PC was wanted back; each minute once. */
	steppedBackAt: z.array(z.int().min(0).max(1439)),
});
export type Day = z.infer<typeof daySchema>;

/** What deleting the history takes away, and what it leaves. */
export const historyLossSchema = z.strictObject({
	runs: z.int().nonnegative(),
	refused: z.int().nonnegative(),
	/** When the first line was written. */
	since: epochMsSchema,
	/** Grants in force, which stay. */
	grants: z.int().nonnegative(),
	/** Hash of the newest line: what was shown is what is deleted. */
	head: z.string().regex(/^[0-9a-f]{64}$/),
});
export type HistoryLoss = z.infer<typeof historyLossSchema>;

export const previewSchema = z.strictObject({
	shown: shownSchema,
	/** Allowed but worth saying, e.g. warn.idle-unknown. Words codes. */
	warnings: z.array(reasonSchema.extend({ code: z.string() })),
});

export const contract = {
	status: {
		get: call.input(nothing).output(snapshotSchema),
		watch: call.input(nothing).output(eventIterator(snapshotUpdateSchema)),
	},
	lend: {
		/** The sentence of what would be allowed; refuses a draft that can never lend. Changes nothing. */
		preview: call.input(z.strictObject({ draft: grantDraftSchema, locale: z.string() })).output(previewSchema),
		/** Records the grant. `shownDigest` must be the digest of the sentence `preview` gave. */
		on: call
			.input(z.strictObject({ draft: grantDraftSchema, locale: z.string(), shownDigest: digestSchema, via: allowVia }))
			.output(grantSchema),
		/** Withdraws every grant and stops all work now. Never asks, never needs the network. */
		stop: call
			.input(z.strictObject({ via }))
			.output(z.strictObject({ withdrawn: z.int(), stopped: z.array(receiptSchema) })),
		pause: call.input(z.strictObject({ until: epochMsSchema, via })).output(nothing),
		resume: call.input(z.strictObject({ via })).output(nothing),
	},
	jobs: {
		submit: call.input(submissionSchema).output(z.strictObject({ id: jobIdSchema })),
		/** Submits the built-in sample: a small picture drawn by Python, with a result worth looking at. Titled in `locale`. */
		sample: call
			.input(z.strictObject({ locale: z.string().max(35).optional() }))
			.output(z.strictObject({ id: jobIdSchema })),
		list: call.input(nothing).output(z.array(jobRecordSchema)),
		get: call.input(z.strictObject({ id: jobIdSchema })).output(jobRecordSchema),
		cancel: call.input(z.strictObject({ id: jobIdSchema })).output(jobRecordSchema),
		/** Ends after the job reached its last state; logs from the beginning. */
		watch: call.input(z.strictObject({ id: jobIdSchema })).output(eventIterator(jobNewsSchema)),
		output: call
			.input(z.strictObject({ id: jobIdSchema, name: fileNameSchema }))
			.output(z.strictObject({ name: fileNameSchema, base64: z.string() })),
	},
	history: {
		/**
		 * Newest first. `before`: only runs that ended earlier. `skip`: leaves out that many of the newest. `words`: every
		 * one of them stands in the title or the requester's name. `ends`: only these. `total` counts all that fit the two.
		 */
		list: call
			.input(
				z.strictObject({
					limit: z.int().min(1).max(10_000),
					before: epochMsSchema.nullable(),
					skip: z.int().nonnegative().optional(),
					words: z.string().max(200).optional(),
					ends: z.array(endReasonSchema).max(endReasons.length).optional(),
				}),
			)
			.output(z.strictObject({ rows: z.array(historyRowSchema), total: z.int() })),
		/** Oldest first, `days` local days up to today, days without runs included. */
		days: call.input(z.strictObject({ days: z.int().min(1).max(366) })).output(z.array(daySchema)),
		/** `verified`: signature checked and found in an unbroken ledger. */
		receipt: call
			.input(z.strictObject({ id: receiptIdSchema }))
			.output(z.strictObject({ receipt: receiptSchema, verified: z.boolean() })),
		/** The life of one run of a job on this PC: the one with this receipt, or the newest. "job.not-found" for none. */
		life: call
			.input(z.strictObject({ jobId: jobIdSchema, receiptId: receiptIdSchema.nullable() }))
			.output(jobLifeSchema),
		verify: call.input(nothing).output(ledgerCheckSchema),
		/** What `forget` would delete now. Changes nothing. */
		loss: call.input(nothing).output(historyLossSchema),
		/**
		 * Deletes every run and receipt for good. Consent in force stays. `head` is the one that `loss` gave:
		 * "history.changed" when there are new lines since, "history.in-use" while work of others is here.
		 */
		forget: call
			.input(z.strictObject({ head: historyLossSchema.shape.head, via: allowVia }))
			.output(z.strictObject({ runs: z.int(), grants: z.int() })),
	},
	device: {
		about: call.input(nothing).output(aboutSchema),
		/** Runs the probes again: a real sandbox per class. */
		probe: call.input(nothing).output(aboutSchema),
		doctor: call.input(nothing).output(doctorReportSchema),
	},
	shell: {
		/**
		 * What the desktop shell sees now. Only ever makes the agent more careful, save for a fact that this PC cannot read by
		 * itself. null: the shell ends in order and takes back what it said; falling silent takes nothing back.
		 */
		observe: call.input(z.strictObject({ facts: shellFactsSchema.nullable() })).output(nothing),
	},
	startup: {
		/** What starts by itself at sign-in, and where that is written. */
		get: call.input(nothing).output(z.array(startupEntrySchema)),
		/** Switches one on or off for the next sign-in. An agent never starts or stops itself by this. */
		set: call.input(z.strictObject({ kind: startupKindSchema, on: z.boolean() })).output(startupChangeSchema),
	},
	setup: {
		/** What setup would do here, and the hash that `apply` asks for. Changes nothing. */
		plan: call.input(z.strictObject({ choices: setupAnswerSchema })).output(shownSetupSchema),
		/** What an invite says and whether it is good now. Asks nobody and changes nothing. */
		readInvite: call.input(z.strictObject({ link: pastedInviteSchema })).output(inviteReadSchema),
		get: call.input(nothing).output(setupPictureSchema),
		/** The picture now, then whenever it changed. */
		watch: call.input(nothing).output(eventIterator(setupPictureSchema)),
		/**
		 * Runs the agreed `parts` of the plan with this hash, and no other; ends when the run has. It goes on when the caller
		 * leaves.
		 */
		apply: call
			.input(
				z.strictObject({
					choices: setupAnswerSchema,
					hash: digestSchema,
					parts: z.array(setupPartIdSchema).min(1).max(10),
				}),
			)
			.output(setupResultSchema),
		/** Goes on with what was cut off, in the direction it had. */
		resume: call.input(nothing).output(setupResultSchema),
		/** Takes back everything that is ours; ends with what is left. */
		undo: call.input(nothing).output(setupResultSchema),
		/** Stops what runs at the next safe point. */
		cancel: call.input(nothing).output(nothing),
	},
	window: {
		/** Opens the web door and gives its address with a one-time token. `port` 0 picks a free one. */
		open: call.input(z.strictObject({ port: z.int().min(0).max(65_535) })).output(z.strictObject({ url: z.string() })),
	},
};
export type Contract = typeof contract;
