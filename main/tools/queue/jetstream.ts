// The pool of a household: NATS JetStream. Loaded only when it is used; nothing of @nats-io is needed otherwise.
import type { NodeConnectionOptions } from "@nats-io/transport-node";
import type { JobId } from "../../contract/ids.ts";
import { maxJobBytes, type SignedJob } from "../../contract/job.ts";
import { ProblemError } from "../../contract/problem.ts";
import type { Clock } from "../clock/clock.ts";
import { getBlob, putBlob } from "./jetstream-blobs.ts";
import { type Claim, changeClaim, findClaim, findResult, newClaim, readRecordOf, ringJob } from "./jetstream-claims.ts";
import { isOutrun } from "./jetstream-errors.ts";
import { openLeases } from "./jetstream-leases.ts";
import { type Link, openLink } from "./jetstream-link.ts";
import { openLogs } from "./jetstream-logs.ts";
import { openMirror } from "./jetstream-mirror.ts";
import { tellNews } from "./jetstream-news.ts";
import { openClaimer } from "./jetstream-offers.ts";
import {
	dropPresence,
	preparePeople,
	putPresence,
	putRequester,
	readPresences,
	readRequesters,
} from "./jetstream-people.ts";
import { readNewest } from "./jetstream-read.ts";
import {
	defaultLimits,
	jobSubject,
	prepareStreams,
	type ServerLimits,
	stateStream,
	workSubject,
} from "./jetstream-streams.ts";
import { dropWork, ignoreGone, openSweeper, publishWork } from "./jetstream-sweeper.ts";
import { isLive, isToken } from "./job-fit.ts";
import { serverAddresses } from "./server-addresses.ts";
import { leaseMs as defaultLeaseMs, presenceMs as defaultPresenceMs, type WorkQueue } from "./work-queue.ts";

export interface JetStreamOptions {
	/** One or more nats:// or tls:// addresses of one pool; `user:password@` or `token@` in them is used and never shown. */
	readonly servers: string | readonly string[];
	readonly clock: Clock;
	/** Everything else about the login: authenticator (nkey, JWT), tls with the home's CA, inboxPrefix. */
	readonly connection?: Omit<NodeConnectionOptions, "servers">;
	readonly limits?: Partial<ServerLimits>;
	/** For tests; the defaults are what holds in a household. */
	readonly times?: Partial<QueueTimes>;
}

export interface QueueTimes {
	readonly leaseMs: number;
	readonly ackWaitMs: number;
	readonly parkMs: number;
	readonly presenceMs: number;
	readonly sweepMs: number;
	readonly settleMs: number;
}

const defaultTimes: QueueTimes = {
	leaseMs: defaultLeaseMs,
	ackWaitMs: 30_000,
	parkMs: 2_000,
	presenceMs: defaultPresenceMs,
	sweepMs: 10_000,
	settleMs: 10_000,
};

/**
 * Opens the pool on a server. A server that is away is no error: connected() is false and calls say
 * "pool.unreachable" until it is back. Rejects with "pool.too-old", "pool.full" or a refused login.
 */
export async function openJetStreamQueue(options: JetStreamOptions): Promise<WorkQueue> {
	const { clock } = options;
	const times = { ...defaultTimes, ...options.times };
	const { servers, name, login } = serverAddresses(options.servers);
	const link = await openLink({
		connection: { ...login, ...options.connection, servers },
		name,
		clock,
		async prepare(live) {
			await prepareStreams(live, { ...defaultLimits, ...options.limits });
			await preparePeople(live, times.presenceMs);
		},
	});
	const mirror = openMirror(link, clock);
	const leases = openLeases(link, clock);
	const logs = openLogs(link, leases);
	const claim = openClaimer(link, clock, mirror, leases, times);
	const sweep = openSweeper(link, clock, mirror, times);
	let sweeping = false;
	const stopSweeping = clock.every(times.sweepMs, () => {
		if (sweeping || !link.connected()) return;
		sweeping = true;
		void sweep()
			.catch(() => undefined) // the server went away: the next sweep mends it
			.finally(() => {
				sweeping = false;
			});
	});
	const record = (id: JobId) =>
		link.run(async (live) => {
			const found = await findClaim(live, id);
			if (!found) return null;
			mirror.sight(found);
			return readRecordOf(live, found);
		});
	return {
		engine: "jetstream",
		name,
		connected: () => link.connected(),
		putBlob: (bytes) => putBlob(link, bytes, () => clock.now()),
		getBlob: (digest) => getBlob(link, digest),
		submit: (signed, requesterName, arch) => submitJob(link, clock, signed, requesterName, arch),
		record,
		async records() {
			await mirror.refresh();
			return mirror.records();
		},
		async cancel(id) {
			await cancelJob(link, clock, id);
			return record(id);
		},
		claim,
		beat: (lease) => leases.beat(lease),
		release: (lease) => leases.release(lease),
		async finish(lease, result, outputs, final) {
			if (final && leases.find(lease))
				for (const bytes of outputs.values()) await putBlob(link, bytes, () => clock.now());
			await leases.finish(lease, result, final);
		},
		log: (lease, chunks) => logs.append(lease, chunks),
		logs: (id, from) => logs.read(id, from),
		announceRequester: (requester) => putRequester(link, requester),
		requesters: () => readRequesters(link),
		announcePresence: (presence) => putPresence(link, presence),
		withdrawPresence: (deviceId) => dropPresence(link, deviceId),
		presences: () => readPresences(link),
		news: (signal) => tellNews(link, clock, signal),
		async close() {
			stopSweeping();
			await link.close();
		},
	};
}

/** The signed job, then the claim (which decides about duplicates), then the message. The sweeper mends a crash between. */
async function submitJob(link: Link, clock: Clock, signed: SignedJob, name: string, arch: string): Promise<void> {
	const { job } = signed;
	const text = JSON.stringify(signed);
	const duplicate = () => new ProblemError("job.duplicate", { id: job.id });
	if (Buffer.byteLength(text) > maxJobBytes) {
		throw new ProblemError("job.too-large", { bytes: Buffer.byteLength(text), limit: maxJobBytes });
	}
	if (!isToken(arch)) throw new ProblemError("job.malformed", { detail: `arch: ${arch}` });
	await link.run(async (live) => {
		const subject = jobSubject(job.id);
		try {
			await live.js.publish(subject, text, { expect: { lastSubjectSequence: 0 } });
		} catch (error) {
			if (!isOutrun(error)) throw error;
			const there = await readNewest(live, stateStream, subject);
			if (there && new TextDecoder().decode(there.data) !== text) throw duplicate();
		}
	});
	const claim = await changeClaim(link, 0, newClaim(signed, name, arch, clock.now()));
	if (!claim) throw duplicate();
	try {
		await link.run((live) => publishWork(live, workSubject(job.class, arch, job.id), text));
	} catch (error) {
		const full = error instanceof ProblemError && error.problem.code === "pool.full";
		if (full) await unsubmit(link, claim);
		throw error;
	}
}

/** As if it had never been handed in, so that the same job can be handed in again when there is room. */
async function unsubmit(link: Link, claim: Claim): Promise<void> {
	await link.run(async (live) => {
		const signed = await readNewest(live, stateStream, jobSubject(claim.body.id));
		for (const seq of [claim.seq, signed?.seq]) {
			if (seq !== undefined) await live.jsm.streams.deleteMessage(stateStream, seq, false).catch(ignoreGone);
		}
		ringJob(live, claim.body.id);
	});
}

/** By compare-and-set against whatever the claim is now; a holder that beats in between only makes it try again. */
async function cancelJob(link: Link, clock: Clock, id: JobId): Promise<void> {
	for (let i = 0; i < 20; i++) {
		const claim = await link.run((live) => findClaim(live, id));
		if (!claim || !isLive(claim.body.state)) return;
		const result = await link.run((live) => findResult(live, id));
		if (result && result.receipt.body.deviceId === claim.body.deviceId) return; // its holder is just ending the claim
		if (await changeClaim(link, claim.seq, { ...claim.body, state: "cancelled", updatedAt: clock.now() })) {
			return dropWork(link, claim);
		}
	}
}
