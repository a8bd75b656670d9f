// Mends what a crash between two messages leaves: queued jobs nobody is offered, jobs past their deadline, results
// whose claim never ended. Every agent does it, now and then; each mend is a compare-and-set or a repeatable publish.
import type { Clock } from "../clock/clock.ts";
import { type Claim, changeClaim, findResult, readClaim } from "./jetstream-claims.ts";
import { isOutrun } from "./jetstream-errors.ts";
import type { Link, Live } from "./jetstream-link.ts";
import type { Mirror } from "./jetstream-mirror.ts";
import { readNewest } from "./jetstream-read.ts";
import { jobSubject, stateStream, workStream, workSubject } from "./jetstream-streams.ts";
import { stateOf } from "./job-fit.ts";

export interface SweepTimes {
	readonly leaseMs: number;
	/** A claim this fresh may still be in the hands of whoever is changing it. */
	readonly settleMs: number;
}

/** A message that is there is looked for again this much later, so that long queues cost little. */
const lookAgainMs = 300_000;

/** Makes the sweep over all live claims. It throws when the server is away; the next sweep tries again. */
export function openSweeper(link: Link, clock: Clock, mirror: Mirror, times: SweepTimes): () => Promise<void> {
	let foundAt = new Map<string, number>();
	return async () => {
		await mirror.refresh();
		const stillFound = new Map<string, number>();
		for (const claim of mirror.live()) {
			const { body } = claim;
			const unmovedMs = mirror.sight(claim);
			const free = body.state === "queued" || unmovedMs >= times.leaseMs;
			if (!free || (body.state === "running" && (await endFinished(link, clock, claim)))) continue;
			if (body.deadline < clock.now()) await endLate(link, clock, claim);
			else if (unmovedMs >= times.settleMs) {
				const before = foundAt.get(body.turn);
				const fresh = before !== undefined && clock.bootMs() - before < lookAgainMs;
				if (!fresh) await offerAgain(link, claim);
				stillFound.set(body.turn, fresh ? before : clock.bootMs());
			}
		}
		foundAt = stillFound;
	};
}

async function endFinished(link: Link, clock: Clock, claim: Claim): Promise<boolean> {
	const result = await link.run((live) => findResult(live, claim.body.id));
	if (!result) return false;
	const { deviceId } = result.receipt.body;
	await changeClaim(link, claim.seq, { ...claim.body, state: stateOf(result), deviceId, updatedAt: clock.now() });
	await dropWork(link, claim);
	return true;
}

async function endLate(link: Link, clock: Clock, claim: Claim): Promise<void> {
	const ended = await changeClaim(link, claim.seq, { ...claim.body, state: "expired", updatedAt: clock.now() });
	if (ended) await dropWork(link, claim);
}

/** Deletes a job's message by its sequence: a filtered purge is not safe on every server. */
export async function dropWork(link: Link, { body }: Claim): Promise<void> {
	await link.run(async (live) => {
		const message = await readNewest(live, workStream, workSubject(body.class, body.arch, body.id));
		if (message) await live.jsm.streams.deleteMessage(workStream, message.seq, false).catch(ignoreGone);
	});
}

/** Somebody removed it first, which is what was wanted. Other errors go on. */
export function ignoreGone(error: unknown): boolean {
	if (error instanceof Error && /no message found|message not found/i.test(error.message)) return false;
	throw error;
}

/**
 * At most one message per job: refused by the server while one is there. A message id would not do, because the server
 * remembers the id of a message that is gone.
 */
export async function publishWork({ js }: Live, subject: string, signed: string | Uint8Array): Promise<void> {
	try {
		await js.publish(subject, signed, { expect: { lastSubjectSequence: 0 } });
	} catch (error) {
		if (!isOutrun(error)) throw error;
	}
}

async function offerAgain(link: Link, { body, seq }: Claim): Promise<void> {
	await link.run(async (live) => {
		const subject = workSubject(body.class, body.arch, body.id);
		if (await readNewest(live, workStream, subject)) return;
		const now = await readClaim(live, body.class, body.id);
		const job = await readNewest(live, stateStream, jobSubject(body.id));
		if (typeof now === "string" || now.seq !== seq || !job) return;
		await publishWork(live, subject, job.data);
	});
}
