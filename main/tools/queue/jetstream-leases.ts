// Jobs this device holds on the server: take, renew, give back, finish. Changes of one job run one after the other.
import type { JobId } from "../../contract/ids.ts";
import type { JobResult } from "../../contract/pool.ts";
import type { Clock } from "../clock/clock.ts";
import { type Claim, type ClaimBody, changeClaim, publishResult, readClaim } from "./jetstream-claims.ts";
import type { Link, Live } from "./jetstream-link.ts";
import { type Delivery, giveBack, keepMessage, removeMessage } from "./jetstream-pull.ts";
import { parseStored } from "./jetstream-read.ts";
import { isLive, stateOf } from "./job-fit.ts";
import { type Lease, LeaseLostError } from "./work-queue.ts";

export interface Held {
	claim: Claim;
	/** Where acknowledgements of the newest delivery go. */
	reply: string;
	/** Bytes of log stored so far; null until counted. */
	logBytes: number | null;
	busy: Promise<unknown>;
}

export interface Leases {
	/** The held job of this lease, or undefined once the fence moved on. */
	find(lease: Lease): Held | undefined;
	/** True when this device holds the job whose message came again: its old acknowledgement address may be dead. */
	readopt(claim: Claim, delivery: Delivery): boolean;
	/** Claims by compare-and-set; null when somebody else was faster. */
	take(claim: Claim, deviceId: string, delivery: Delivery): Promise<Lease | null>;
	beat(lease: Lease): Promise<void>;
	release(lease: Lease): Promise<void>;
	finish(lease: Lease, result: JobResult, final: boolean): Promise<void>;
}

const flushMs = 1_000;

export function openLeases(link: Link, clock: Clock): Leases {
	const held = new Map<JobId, Held>();
	const find = (lease: Lease) => {
		const one = held.get(lease.jobId);
		return one?.claim.seq === lease.fence ? one : undefined;
	};
	const lost = (lease: Lease): LeaseLostError => {
		if (find(lease)) held.delete(lease.jobId);
		return new LeaseLostError(lease.jobId);
	};
	/** Runs after what is under way for this job, with the fence as it is then. */
	const inTurn = <T>(lease: Lease, run: (one: Held) => Promise<T>): Promise<T> => {
		const turn = (held.get(lease.jobId)?.busy ?? Promise.resolve()).then(() => {
			const one = find(lease);
			if (!one) throw lost(lease);
			return run(one);
		});
		const one = held.get(lease.jobId);
		if (one) one.busy = turn.catch(() => undefined);
		return turn;
	};
	const change = async (lease: Lease, one: Held, part: Partial<ClaimBody>): Promise<void> => {
		const next = await changeClaim(link, one.claim.seq, { ...one.claim.body, ...part, updatedAt: clock.now() });
		if (!next) throw lost(lease);
		one.claim = next;
		lease.fence = next.seq;
	};
	/** Never throws: without an answer the message comes back by itself and the claim decides. */
	const settle = async (run: (live: Live) => unknown) => {
		if (!link.connected()) return;
		try {
			const live = await link.ready();
			await run(live);
			const late = new Promise<void>((resolve) => clock.after(flushMs, resolve));
			await Promise.race([live.nc.flush().catch(() => undefined), late]);
		} catch {
			// The connection went away in between.
		}
	};

	return {
		find,
		readopt({ body }, delivery) {
			const one = held.get(body.id);
			if (!one) return false;
			if (one.claim.body.deviceId !== body.deviceId) {
				held.delete(body.id); // another device took over: the next beat of the old lease says so
				return false;
			}
			one.reply = delivery.reply;
			void settle((live) => keepMessage(live.nc, delivery.reply));
			return true;
		},
		async take(claim, deviceId, delivery) {
			const { body } = claim;
			const attempt = body.state === "queued" ? body.attempt + 1 : body.attempt;
			const sentAt = clock.bootMs();
			const next = await changeClaim(link, claim.seq, {
				...body,
				...{ state: "running", deviceId, attempt, updatedAt: clock.now() },
			});
			if (!next) return null;
			const id = body.id;
			held.set(id, { claim: next, reply: delivery.reply, logBytes: null, busy: Promise.resolve() });
			const signed = parseStored(delivery.data) ?? new TextDecoder().decode(delivery.data);
			return { jobId: id, signed, attempt, fence: next.seq, beatSentAt: sentAt };
		},
		beat: (lease) =>
			inTurn(lease, async (one) => {
				const sentAt = clock.bootMs();
				await change(lease, one, {});
				lease.beatSentAt = sentAt;
				await settle((live) => keepMessage(live.nc, one.reply));
			}),
		release: (lease) =>
			inTurn(lease, async (one) => {
				const { attempt } = one.claim.body;
				await change(lease, one, { state: "queued", attempt: Math.max(0, attempt - 1) });
				held.delete(lease.jobId);
				await settle((live) => giveBack(live.nc, one.reply));
			}),
		finish: (lease, result, final) =>
			inTurn(lease, async (one) => {
				if (!final) {
					await change(lease, one, { state: "queued" });
					held.delete(lease.jobId);
					return settle((live) => giveBack(live.nc, one.reply));
				}
				const { deviceId } = one.claim.body;
				if (deviceId === null || !(await publishResult(link, one.claim, deviceId, result))) throw lost(lease);
				await endClaim(link, one.claim, { state: stateOf(result), updatedAt: clock.now() }, lease);
				held.delete(lease.jobId);
				await settle((live) => removeMessage(live.nc, one.reply));
			}),
	};
}

/** Ends a claim whose result is stored. Another device may have ended it the same way meanwhile; that is as good. */
async function endClaim(link: Link, claim: Claim, part: Partial<ClaimBody>, lease: Lease): Promise<void> {
	if (await changeClaim(link, claim.seq, { ...claim.body, ...part })) return;
	const now = await link.run((live) => readClaim(live, claim.body.class, claim.body.id));
	const endedSame =
		typeof now !== "string" &&
		!isLive(now.body.state) &&
		now.body.state === part.state &&
		now.body.deviceId === claim.body.deviceId;
	if (!endedSame) throw new LeaseLostError(lease.jobId);
}
