// The device's append-only, hash-chained history: every consent and job event, one JSON line each.
import { z } from "zod";
import { grantSchema } from "./consent.ts";
import { reasonSchema } from "./decision.ts";
import { digestSchema, epochMsSchema, grantIdSchema, jobIdSchema, signatureSchema } from "./ids.ts";
import { jobClassSchema } from "./job.ts";
import { receiptSchema } from "./receipt.ts";

const via = z.enum(["window", "cli", "tray", "signal"]);
const closedWhy = z.enum(["forgotten"]);

export const ledgerEventSchema = z.discriminatedUnion("type", [
	z.strictObject({
		type: z.literal("LedgerOpened"),
		deviceId: z.string(),
		publicKey: z.string(),
		/** The ledger that stood here before and was closed: how long it was, its last line's hash, and why it ended. */
		continues: z
			.strictObject({
				entries: z.int().positive(),
				hash: z.string().regex(/^[0-9a-f]{64}$/),
				runs: z.int().nonnegative(),
				why: closedWhy,
			})
			.optional(),
	}),
	/** The last line of a ledger whose owner deleted the history: nothing may follow it. */
	z.strictObject({
		type: z.literal("LedgerClosed"),
		why: closedWhy,
		runs: z.int().nonnegative(),
		person: z.string(),
		via: z.enum(["window", "cli"]),
	}),
	z.strictObject({ type: z.literal("ConsentGiven"), grant: grantSchema }),
	z.strictObject({ type: z.literal("ConsentChanged"), grant: grantSchema }),
	z.strictObject({ type: z.literal("ConsentWithdrawn"), grantIds: z.array(grantIdSchema), person: z.string(), via }),
	z.strictObject({ type: z.literal("LendingPaused"), until: epochMsSchema, via }),
	z.strictObject({ type: z.literal("LendingResumed"), via }),
	z.strictObject({
		type: z.literal("JobAccepted"),
		jobId: jobIdSchema,
		jobDigest: digestSchema,
		purpose: z.string(),
		requesterName: z.string(),
		class: jobClassSchema,
		grantId: grantIdSchema,
		fence: z.int(),
	}),
	z.strictObject({ type: z.literal("JobStarting"), jobId: jobIdSchema, fence: z.int() }),
	z.strictObject({ type: z.literal("JobFrozen"), jobId: jobIdSchema, reasons: z.array(reasonSchema) }),
	z.strictObject({ type: z.literal("JobThawed"), jobId: jobIdSchema }),
	z.strictObject({ type: z.literal("JobEnded"), receipt: receiptSchema }),
	z.strictObject({ type: z.literal("JobRefused"), receipt: receiptSchema }),
	z.strictObject({
		type: z.literal("LeftoversReaped"),
		jobIds: z.array(z.string()),
		processes: z.int(),
		scratchErased: z.boolean(),
	}),
]);
export type LedgerEvent = z.infer<typeof ledgerEventSchema>;
export type LedgerClosed = Extract<LedgerEvent, { type: "LedgerClosed" }>;

/**
 * One line. `hash` = SHA-256(0x00 || RFC 8785 form of {seq, at, prev, event}); `prev` is the line before's hash
 * (64 zeros for the first); `signature` is the device's Ed25519 signature over the 32 hash bytes.
 * The leading zero byte is RFC 9162's leaf prefix, so that the chain can grow into a Merkle tree.
 */
export const ledgerEntrySchema = z.strictObject({
	seq: z.int().positive(),
	at: epochMsSchema,
	prev: z.string().regex(/^[0-9a-f]{64}$/),
	event: ledgerEventSchema,
	hash: z.string().regex(/^[0-9a-f]{64}$/),
	signature: signatureSchema,
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

export const ledgerCheckSchema = z.strictObject({
	ok: z.boolean(),
	entries: z.int().nonnegative(),
	head: z.string(),
	/** First fault found; null when ok. */
	fault: z
		.strictObject({
			line: z.int().positive(),
			kind: z.enum(["unreadable", "hash", "chain", "signature", "sequence", "torn", "tail-removed", "head"]),
		})
		.nullable(),
});
export type LedgerCheck = z.infer<typeof ledgerCheckSchema>;
