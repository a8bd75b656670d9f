// This device's picture of all claims, brought up to date by reading only what changed since the last look, and the
// local moment each claim was first seen as it is: a takeover is judged by that moment, never by the server's clock.
import type { JobId } from "../../contract/ids.ts";
import { type JobRecord, type JobResult, resultSchema } from "../../contract/pool.ts";
import type { Clock } from "../clock/clock.ts";
import { type Claim, parseClaim, recordOf } from "./jetstream-claims.ts";
import type { Link, Live } from "./jetstream-link.ts";
import { parseStored, readStored } from "./jetstream-read.ts";
import { claimSubject, resultSubject, stateStream } from "./jetstream-streams.ts";
import { isLive } from "./job-fit.ts";

export interface Mirror {
	/** Notes a claim that was just read; returns for how many ms it has stood unmoved, as seen from here. */
	sight(claim: Claim): number;
	/** Reads what changed on the server. Joins a look that is under way only if it began after this call. */
	refresh(): Promise<void>;
	/** Queued and running claims as last seen. */
	live(): Claim[];
	/** The newest 500, newest first. */
	records(): JobRecord[];
}

const keptEnded = 2_000;
const shown = 500;
/** More changes than this in one look are read by the next. */
const pageLimit = 50_000;

export function openMirror(link: Link, clock: Clock): Mirror {
	const claims = new Map<JobId, Claim>();
	const results = new Map<string, JobResult>();
	const seenAt = new Map<JobId, { seq: number; turn: string; at: number }>();
	let claimCursor = 0;
	let resultCursor = 0;
	let generation = -1;
	let looking: Promise<void> | null = null;
	let queued: Promise<void> | null = null;

	const sight = (claim: Claim): number => {
		const { id, turn } = claim.body;
		const now = clock.bootMs();
		const before = seenAt.get(id);
		if (before && before.seq === claim.seq && before.turn === turn) return now - before.at;
		if (before && before.seq > claim.seq && isLive(claim.body.state)) return 0; // an older answer that came late
		seenAt.set(id, { seq: claim.seq, turn, at: now });
		return 0;
	};

	const look = async (live: Live) => {
		if (live.generation !== generation) {
			// After a restart the server may have lost what it had not synced: its sequences say nothing about ours.
			generation = live.generation;
			claimCursor = 0;
			resultCursor = 0;
			claims.clear();
		}
		const changed = await readStored(live, stateStream, claimSubject("*", "*"), claimCursor + 1, pageLimit);
		for (const stored of changed) {
			const claim = parseClaim(stored);
			if (claim) {
				claims.set(claim.body.id, claim);
				sight(claim);
			}
			claimCursor = Math.max(claimCursor, stored.seq);
		}
		for (const stored of await readStored(live, stateStream, "lend.result.*.*", resultCursor + 1, pageLimit)) {
			const parsed = resultSchema.safeParse(parseStored(stored.data));
			if (parsed.success) results.set(stored.subject, parsed.data);
			resultCursor = Math.max(resultCursor, stored.seq);
		}
		forgetOldest();
	};

	const newestFirst = () =>
		[...claims.values()].sort((a, b) => b.body.createdAt - a.body.createdAt || b.body.queuedAt - a.body.queuedAt);

	const forgetOldest = () => {
		const ended = newestFirst().filter((one) => !isLive(one.body.state));
		for (const { body } of ended.slice(keptEnded)) {
			claims.delete(body.id);
			seenAt.delete(body.id);
			if (body.deviceId) results.delete(resultSubject(body.deviceId, body.id));
		}
	};

	const refresh = (): Promise<void> => {
		if (!looking) {
			looking = link.run(look).finally(() => {
				looking = null;
			});
			return looking;
		}
		queued ??= looking
			.catch(() => undefined)
			.then(() => {
				queued = null;
				return refresh();
			});
		return queued;
	};

	return {
		sight,
		refresh,
		live: () => [...claims.values()].filter((one) => isLive(one.body.state)),
		records: () =>
			newestFirst()
				.slice(0, shown)
				.map((claim) => {
					const { deviceId, id } = claim.body;
					return recordOf(claim, deviceId ? (results.get(resultSubject(deviceId, id)) ?? null) : null);
				}),
	};
}
