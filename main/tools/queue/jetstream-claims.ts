// The claim of a job on the server: its life and its lease in one record. Every change is a compare-and-set on the
// record's stream sequence; that sequence is the fence token and only rises.
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { type JobId, jobIdSchema } from "../../contract/ids.ts";
import type { SignedJob } from "../../contract/job.ts";
import { claimSchema, type JobRecord, type JobResult, resultSchema } from "../../contract/pool.ts";
import { isOutrun } from "./jetstream-errors.ts";
import type { Link, Live } from "./jetstream-link.ts";
import { parseStored, readFirst, readNewest, type Stored } from "./jetstream-read.ts";
import { claimSubject, resultSubject, stateStream } from "./jetstream-streams.ts";
import { isToken, shapeOf } from "./job-fit.ts";

/** The record as people are told of it, and a processor's name that can stand in a subject. */
const storedClaimSchema = claimSchema.extend({ arch: claimSchema.shape.arch.refine(isToken) });
export type ClaimBody = z.infer<typeof storedClaimSchema>;

export interface Claim {
	readonly body: ClaimBody;
	/** The stream sequence: the fence. */
	readonly seq: number;
}

export function newClaim(signed: SignedJob, requesterName: string, arch: string, now: number): ClaimBody {
	const { job } = signed;
	const { createdAt, deadline, purpose } = job;
	return {
		v: 1,
		...shapeOf(signed, arch),
		id: job.id,
		requester: job.requester,
		title: purpose,
		requesterName,
		...{ createdAt, deadline, queuedAt: now, updatedAt: now },
		...{ state: "queued", attempt: 0, deviceId: null, turn: randomUUID() },
	};
}

/** null for what is no claim: written by others, or by a later version. */
export function parseClaim(stored: Stored): Claim | null {
	const parsed = storedClaimSchema.safeParse(parseStored(stored.data));
	if (!parsed.success || stored.subject !== claimSubject(parsed.data.class, parsed.data.id)) return null;
	return { body: parsed.data, seq: stored.seq };
}

export async function readClaim(live: Live, jobClass: string, id: string): Promise<Claim | "none" | "unreadable"> {
	const stored = await readNewest(live, stateStream, claimSubject(jobClass, id));
	return stored ? (parseClaim(stored) ?? "unreadable") : "none";
}

/** The claim of a job whose class is not known; null when there is none or it cannot be read. */
export async function findClaim(live: Live, id: JobId): Promise<Claim | null> {
	if (!jobIdSchema.safeParse(id).success) return null;
	const stored = await readFirst(live, stateStream, claimSubject("*", id));
	return stored && parseClaim(stored);
}

/** Tells others that a job changed. They read it after this, so it is sent only after the change is stored. */
export function ringJob({ nc }: Live, id: string): void {
	try {
		nc.publish(`lend.news.job.${id}`);
	} catch {
		// The connection is closing: the change is stored all the same.
	}
}

/**
 * Replaces the claim at sequence `seq` (0: there is none yet). null when somebody else changed it first.
 * Safe when the answer is lost: a repeat that finds its own turn stored counts as done.
 */
export async function changeClaim(link: Link, seq: number, body: ClaimBody): Promise<Claim | null> {
	const subject = claimSubject(body.class, body.id);
	const mine = { ...body, turn: randomUUID() };
	return link.run(async (live) => {
		let claim: Claim | null;
		try {
			const ack = await live.js.publish(subject, JSON.stringify(mine), { expect: { lastSubjectSequence: seq } });
			claim = { body: mine, seq: ack.seq };
		} catch (error) {
			if (!isOutrun(error)) throw error;
			const there = await readClaim(live, body.class, body.id);
			claim = typeof there !== "string" && there.body.turn === mine.turn ? there : null;
		}
		if (claim) ringJob(live, body.id);
		return claim;
	});
}

/**
 * Stores the result against the claim's fence: the server refuses it unless the claim is still at `claim.seq`.
 * False when it was refused, that is when somebody else holds the job or it was cancelled.
 */
export async function publishResult(link: Link, claim: Claim, deviceId: string, result: JobResult): Promise<boolean> {
	const { class: jobClass, id } = claim.body;
	const expect = { lastSubjectSequence: claim.seq, lastSubjectSequenceSubject: claimSubject(jobClass, id) };
	return link.run(async (live) => {
		try {
			await live.js.publish(resultSubject(deviceId, id), JSON.stringify(result), { expect });
			return true;
		} catch (error) {
			if (!isOutrun(error)) throw error;
			const there = await readResult(live, deviceId, id);
			return there?.receipt.body.id === result.receipt.body.id;
		}
	});
}

async function readResult(live: Live, deviceId: string, id: string): Promise<JobResult | null> {
	const stored = await readNewest(live, stateStream, resultSubject(deviceId, id));
	return stored ? (resultSchema.safeParse(parseStored(stored.data)).data ?? null) : null;
}

/**
 * The result some device published for this job, if any. Fenced by the claim there is at most one; what lies under
 * another device's name than its receipt says is nobody's result.
 */
export async function findResult(live: Live, id: JobId): Promise<JobResult | null> {
	const stored = await readFirst(live, stateStream, `lend.result.*.${id}`);
	const result = stored && resultSchema.safeParse(parseStored(stored.data)).data;
	return result && stored.subject === resultSubject(result.receipt.body.deviceId, id) ? result : null;
}

/** The record people see. A result counts only once the claim says so. */
export function recordOf({ body }: Claim, result: JobResult | null): JobRecord {
	const { id, title, requester, requesterName, state, attempt, deviceId, createdAt, updatedAt, deadline } = body;
	const ended = state === "done" || state === "failed";
	return {
		...{ id, title, class: body.class, requester, requesterName, state, attempt, deviceId },
		...{ createdAt, updatedAt, deadline, result: ended ? result : null },
	};
}

export async function readRecordOf(live: Live, claim: Claim): Promise<JobRecord> {
	const { state, deviceId, id } = claim.body;
	const ended = (state === "done" || state === "failed") && deviceId !== null;
	return recordOf(claim, ended ? await readResult(live, deviceId, id) : null);
}
