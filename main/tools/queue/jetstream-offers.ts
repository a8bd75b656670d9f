// Takes the next job that fits. What does not fit is given back for others; what is over is removed; what another
// device holds is left alone until its claim stood unmoved for a whole lease on this device's own clock.
import type { JobClass } from "../../contract/job.ts";
import type { Clock } from "../clock/clock.ts";
import { type Claim, changeClaim, findResult, readClaim } from "./jetstream-claims.ts";
import type { Leases } from "./jetstream-leases.ts";
import type { Link, Live } from "./jetstream-link.ts";
import type { Mirror } from "./jetstream-mirror.ts";
import { type Delivery, giveBack, pullOne, removeMessage } from "./jetstream-pull.ts";
import { consumerName, prepareConsumer } from "./jetstream-streams.ts";
import { fits, isLive, isToken, stateOf } from "./job-fit.ts";
import type { Lease, Want } from "./work-queue.ts";

export interface OfferTimes {
	readonly leaseMs: number;
	/** After this long without a beat the server offers a job's message again; the claim still decides. */
	readonly ackWaitMs: number;
	/** How long a job another device holds stays away from all before it is looked at again. */
	readonly parkMs: number;
}

/** A pull longer than this could swallow a job for as long when a laptop closes in the middle of it. */
const pullMs = 20_000;
const firstRefusalMs = 500;
const longestRefusalMs = 4_000;
const calmMs = 100;

export type Claimer = (want: Want, waitMs: number, signal: AbortSignal) => Promise<Lease | null>;

export function openClaimer(link: Link, clock: Clock, mirror: Mirror, leases: Leases, times: OfferTimes): Claimer {
	const prepared = new Map<string, number>();
	const refusals = new Map<string, number>();

	const consumersFor = async (live: Live, want: Want): Promise<string[]> => {
		const names: string[] = [];
		for (const jobClass of want.classes) {
			for (const arch of new Set(["any", want.arch].filter(isToken))) {
				const name = consumerName(jobClass as JobClass, arch);
				names.push(name);
				if (prepared.get(name) === live.generation) continue;
				await link.run((now) => prepareConsumer(now, jobClass as JobClass, arch, times.ackWaitMs));
				prepared.set(name, live.generation);
			}
		}
		return names;
	};

	/** Grows with every refusal by this device, so that many jobs that fit nobody cost little. */
	const refuse = (live: Live, id: string, delivery: Delivery) => {
		const before = refusals.get(id) ?? 0;
		if (refusals.size > 10_000) refusals.clear();
		refusals.set(id, before + 1);
		giveBack(live.nc, delivery.reply, Math.min(firstRefusalMs * 2 ** Math.min(before, 10), longestRefusalMs));
	};

	/** A result of the holder before is already stored: it wins, the job does not run again. */
	const endIfFinished = async (lease: Lease, delivery: Delivery): Promise<boolean> => {
		const one = leases.find(lease);
		const result = await link.run((live) => findResult(live, lease.jobId));
		if (!one || !result) return false;
		const { deviceId } = result.receipt.body;
		await changeClaim(link, lease.fence, {
			...one.claim.body,
			state: stateOf(result),
			deviceId,
			updatedAt: clock.now(),
		});
		await removeMessage((await link.ready()).nc, delivery.reply);
		return true;
	};

	const isFree = (claim: Claim) => claim.body.state === "queued" || mirror.sight(claim) >= times.leaseMs;

	const consider = async (live: Live, delivery: Delivery, want: Want, signal: AbortSignal): Promise<Lease | null> => {
		const [, , jobClass, , id] = delivery.subject.split(".");
		if (!jobClass || !id) return null;
		const claim = await link.run((now) => readClaim(now, jobClass, id));
		if (claim === "none") {
			await removeMessage(live.nc, delivery.reply); // nobody ever asked for this: the claim is stored first
			return null;
		}
		if (claim === "unreadable") {
			giveBack(live.nc, delivery.reply, longestRefusalMs);
			return null;
		}
		const { body } = claim;
		if (!isLive(body.state)) {
			await removeMessage(live.nc, delivery.reply);
			return null;
		}
		if (body.state === "running" && leases.readopt(claim, delivery)) return null;
		if (!isFree(claim)) {
			giveBack(live.nc, delivery.reply, Math.min(times.leaseMs - mirror.sight(claim), times.parkMs));
			return null;
		}
		if (body.deadline < clock.now()) {
			await changeClaim(link, claim.seq, { ...body, state: "expired", updatedAt: clock.now() });
			await removeMessage(live.nc, delivery.reply);
			return null;
		}
		if (signal.aborted) {
			giveBack(live.nc, delivery.reply);
			return null;
		}
		if (!fits(body, want)) {
			refuse(live, body.id, delivery);
			return null;
		}
		const lease = await leases.take(claim, want.deviceId, delivery);
		if (!lease) {
			giveBack(live.nc, delivery.reply, times.parkMs);
			return null;
		}
		refusals.delete(body.id);
		// Only now, with the old fence gone, can no result of the holder before appear any more.
		return body.state === "running" && (await endIfFinished(lease, delivery)) ? null : lease;
	};

	return async (want, waitMs, signal) => {
		const until = clock.bootMs() + waitMs;
		for (;;) {
			if (signal.aborted || want.classes.length === 0) return null;
			const live = await link.ready();
			const consumers = await consumersFor(live, want);
			const startedAt = clock.bootMs();
			const leftMs = Math.max(0, until - startedAt);
			const pulled = await pullOne(live, consumers, Math.min(leftMs, pullMs), signal, link.onChange);
			if (pulled.consumerGone) for (const name of consumers) prepared.delete(name);
			if (pulled.delivery) {
				const lease = await consider(live, pulled.delivery, want, signal);
				if (lease) return lease;
			}
			if (clock.bootMs() >= until) return null;
			const tooSoon = !pulled.delivery && clock.bootMs() - startedAt < calmMs && !signal.aborted;
			if (tooSoon) await new Promise<void>((resolve) => clock.after(calmMs, resolve));
		}
	};
}
