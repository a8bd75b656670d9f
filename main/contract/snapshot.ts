// The one picture of the agent that tray, window, web door and CLI all render.
import { z } from "zod";
import { grantSchema } from "./consent.ts";
import { budgetSchema, reasonSchema } from "./decision.ts";
import { epochMsSchema, jobIdSchema, publicKeySchema, receiptIdSchema } from "./ids.ts";
import { jobClassSchema, limitsSchema, requesterSchema } from "./job.ts";

export const agentStates = ["off", "ready", "lending", "held", "paused", "problem"] as const;
export type AgentState = (typeof agentStates)[number];

export const runningJobSchema = z.strictObject({
	id: jobIdSchema,
	title: z.string(),
	requesterName: z.string(),
	class: jobClassSchema,
	limits: limitsSchema,
	phase: z.enum(["starting", "running", "frozen", "stopping"]),
	startedAt: epochMsSchema,
	/** Cores used now; null until the first sample. */
	cpus: z.number().nullable(),
	memoryMiB: z.number().nullable(),
	cpuSeconds: z.number(),
	/** The last 60 CPU samples, in cores, oldest first. */
	recentCpus: z.array(z.number()),
});
export type RunningJob = z.infer<typeof runningJobSchema>;

export const runnerStateSchema = z.strictObject({
	available: z.boolean(),
	/** A probe detail code for words: `probe.<code>`. */
	code: z.string(),
	detail: z.string(),
	probedAt: epochMsSchema,
});
export type RunnerState = z.infer<typeof runnerStateSchema>;

export const snapshotSchema = z.strictObject({
	seq: z.int().nonnegative(),
	at: epochMsSchema,
	version: z.string(),
	device: z.strictObject({ id: z.string(), name: z.string(), person: z.string(), publicKey: publicKeySchema }),
	pool: z.strictObject({ engine: z.enum(["embedded", "jetstream"]), connected: z.boolean(), name: z.string() }),
	state: z.enum(agentStates),
	/** Why not lending; empty only when lending or ready. */
	reasons: z.array(reasonSchema),
	/** When the reason ends by itself, if that is known. */
	until: epochMsSchema.nullable(),
	pausedUntil: epochMsSchema.nullable(),
	grants: z.array(grantSchema),
	/** What was allowed last, withdrawn or not, to fill in the form again; null before the first. Allows nothing by itself. */
	lastGrant: grantSchema.nullable(),
	budget: budgetSchema.nullable(),
	capacity: z.strictObject({ cpus: z.number(), memoryMiB: z.int(), freeDiskMiB: z.int().nullable() }),
	others: z.strictObject({ cpus: z.number().nullable(), memoryMiB: z.number().nullable() }),
	lent: z.strictObject({ cpus: z.number(), memoryMiB: z.number() }),
	jobs: z.array(runningJobSchema),
	runners: z.strictObject({ wasm: runnerStateSchema, container: runnerStateSchema, gpu: runnerStateSchema }),
	/** Requesters this PC has heard of, itself first. */
	requesters: z.array(requesterSchema),
	lastStop: z.strictObject({ receiptId: receiptIdSchema, provenMs: z.number(), at: epochMsSchema }).nullable(),
	/** False on a PC where idle time cannot be read: only an explicit "any time" can lend here. */
	idleKnown: z.boolean(),
	/** How many runs this PC has ever recorded. */
	historyCount: z.int().nonnegative(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** What changed since the picture before: whole top-level fields, replaced as they stand. */
export const deltaSchema = snapshotSchema.partial().required({ seq: true, at: true });
export type Delta = z.infer<typeof deltaSchema>;

export const snapshotUpdateSchema = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("snapshot"), snapshot: snapshotSchema }),
	z.strictObject({ kind: z.literal("delta"), delta: deltaSchema }),
]);
export type SnapshotUpdate = z.infer<typeof snapshotUpdateSchema>;
