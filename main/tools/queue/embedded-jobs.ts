// The lease state machine on SQLite: every change of a job is one compare-and-set that raises its fence.
import type { JobId } from "../../contract/ids.ts";
import { type JobClass, maxJobBytes, type SignedJob } from "../../contract/job.ts";
import type { JobResult } from "../../contract/pool.ts";
import { ProblemError } from "../../contract/problem.ts";
import type { Clock } from "../clock/clock.ts";
import type { Database } from "./embedded-database.ts";
import { fits, shapeOf, stateOf } from "./job-fit.ts";
import { type BootTime, leaseIsOver } from "./lease-time.ts";
import { type Lease, LeaseLostError, type Want } from "./work-queue.ts";

export interface EmbeddedStore {
	readonly db: Database;
	readonly directory: string;
	readonly clock: Clock;
	readonly bootId: string;
	readonly leaseMs: number;
	/** More queued and running jobs than this are refused with "pool.full". */
	readonly maxLiveJobs: number;
}

interface LiveRow {
	readonly number: number;
	readonly id: string;
	readonly class: string;
	readonly arch: string;
	readonly requester: string;
	readonly cpu: number;
	readonly memory_mib: number;
	readonly scratch_mib: number;
	readonly deadline: number;
	readonly state: string;
	readonly lease_boot: string | null;
	readonly lease_at: number | null;
}

const live = "state IN ('queued', 'running')";

export function bootTime({ clock, bootId }: EmbeddedStore): BootTime {
	return { boot: bootId, ms: clock.bootMs() };
}

/** The next number of a counter; inside a transaction only. */
export function count({ db }: EmbeddedStore, name: "change" | "presence"): number {
	const row = db.sql("UPDATE counters SET value = value + 1 WHERE name = ? RETURNING value").get(name);
	return Number(row?.value);
}

export async function submitJob(store: EmbeddedStore, signed: SignedJob, name: string, arch: string): Promise<void> {
	const { db, clock, directory } = store;
	const { job } = signed;
	const text = JSON.stringify(signed);
	if (Buffer.byteLength(text) > maxJobBytes) {
		throw new ProblemError("job.too-large", { bytes: Buffer.byteLength(text), limit: maxJobBytes });
	}
	const shape = shapeOf(signed, arch);
	await db.write(() => {
		if (db.sql("SELECT 1 FROM jobs WHERE id = ?").get(job.id)) throw new ProblemError("job.duplicate", { id: job.id });
		const held = Number(db.sql(`SELECT count(*) AS held FROM jobs WHERE ${live}`).get()?.held);
		if (held >= store.maxLiveJobs) throw new ProblemError("pool.full", { name: directory, jobs: held });
		db.sql(
			`INSERT INTO jobs (id, class, arch, requester, requester_name, title, signed, cpu, memory_mib, scratch_mib,
				created_at, deadline, updated_at, state, change)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?)`,
		).run(
			...[job.id, shape.class, arch, job.requester, name, job.purpose, text],
			...[shape.cpu, shape.memoryMiB, shape.scratchMiB, job.createdAt, job.deadline, clock.now()],
			count(store, "change"),
		);
	}, true);
}

/** Takes the oldest job that fits, or null. Jobs past their deadline become "expired" on the way. */
export async function claimNext(store: EmbeddedStore, want: Want): Promise<Lease | null> {
	const { db, clock } = store;
	if ((await db.read(() => findJob(store, want))) === null) return null; // most polls end here, without a write lock
	const sentAt = clock.bootMs();
	return db.write(() => {
		const row = findJob(store, want);
		if (!row) return null;
		const taken = db
			.sql(
				`UPDATE jobs SET state = 'running', device_id = ?, lease_boot = ?, lease_at = ?, fence = fence + 1,
					used_attempts = used_attempts + iif(state = 'queued', 1, 0), updated_at = ?, change = ?
				WHERE number = ? RETURNING id, signed, used_attempts, fence`,
			)
			.get(want.deviceId, store.bootId, clock.bootMs(), clock.now(), count(store, "change"), row.number);
		if (!taken) return null;
		return {
			jobId: String(taken.id) as JobId,
			signed: parseHostile(String(taken.signed)),
			attempt: Number(taken.used_attempts),
			fence: Number(taken.fence),
			beatSentAt: sentAt,
		};
	}, true);
}

function findJob(store: EmbeddedStore, want: Want): LiveRow | null {
	const now = bootTime(store);
	const wallMs = store.clock.now();
	const rows = store.db.sql(
		`SELECT number, id, class, arch, requester, cpu, memory_mib, scratch_mib, deadline, state, lease_boot, lease_at
		FROM jobs WHERE ${live} ORDER BY number`,
	);
	for (const one of rows.iterate()) {
		const row = one as unknown as LiveRow;
		if (row.deadline < wallMs || !isFree(row, now, store.leaseMs)) continue;
		const shape = { ...row, class: row.class as JobClass, memoryMiB: row.memory_mib, scratchMiB: row.scratch_mib };
		if (fits(shape, want)) return row;
	}
	return null;
}

function isFree(row: Pick<LiveRow, "state" | "lease_boot" | "lease_at">, now: BootTime, leaseMs: number): boolean {
	return row.state === "queued" || leaseIsOver({ boot: row.lease_boot ?? "", ms: row.lease_at ?? 0 }, now, leaseMs);
}

/** Jobs nobody started before their deadline become "expired". True when there were any. */
export async function expireJobs(store: EmbeddedStore): Promise<boolean> {
	const { db, clock } = store;
	const late = db.sql(`SELECT number, state, lease_boot, lease_at FROM jobs WHERE ${live} AND deadline < ?`);
	const find = () =>
		(late.all(clock.now()) as unknown as LiveRow[]).filter((row) => isFree(row, bootTime(store), store.leaseMs));
	if ((await db.read(find)).length === 0) return false;
	await db.write(() => {
		for (const row of find()) {
			db.sql("UPDATE jobs SET state = 'expired', fence = fence + 1, updated_at = ?, change = ? WHERE number = ?").run(
				...[clock.now(), count(store, "change"), row.number],
			);
		}
	}, true);
	return true;
}

/** Renews by compare-and-set; LeaseLostError when the fence moved on. */
export async function beatJob(store: EmbeddedStore, lease: Lease): Promise<void> {
	const sentAt = store.clock.bootMs();
	lease.fence = await changeHeld(store, lease, "lease_boot = ?, lease_at = ?", [store.bootId, sentAt], true);
	lease.beatSentAt = sentAt;
}

export async function releaseJob(store: EmbeddedStore, lease: Lease): Promise<void> {
	const set = "state = 'queued', used_attempts = used_attempts - 1, lease_boot = NULL, lease_at = NULL";
	await changeHeld(store, lease, set, [], true);
}

export async function finishJob(store: EmbeddedStore, lease: Lease, result: JobResult, final: boolean): Promise<void> {
	if (!final) await changeHeld(store, lease, "state = 'queued', lease_boot = NULL, lease_at = NULL", [], true);
	else await changeHeld(store, lease, "state = ?, result = ?", [stateOf(result), JSON.stringify(result)], true);
}

/** Throws LeaseLostError unless the lease still holds; changes nothing. */
export async function needLease({ db }: EmbeddedStore, lease: Lease): Promise<void> {
	const held = db.sql("SELECT 1 FROM jobs WHERE id = ? AND fence = ? AND state = 'running'");
	if (!(await db.read(() => held.get(lease.jobId, lease.fence)))) throw new LeaseLostError(lease.jobId);
}

async function changeHeld(
	store: EmbeddedStore,
	lease: Lease,
	set: string,
	values: (string | number)[],
	durable: boolean,
): Promise<number> {
	const { db, clock } = store;
	const { jobId, fence } = lease;
	return db.write(() => {
		const row = db
			.sql(
				`UPDATE jobs SET ${set}, fence = fence + 1, updated_at = ?, change = ?
				WHERE id = ? AND fence = ? AND state = 'running' RETURNING fence`,
			)
			.get(...values, clock.now(), count(store, "change"), jobId, fence);
		if (!row) throw new LeaseLostError(jobId);
		return Number(row.fence);
	}, durable);
}

/** Live: ended at once, and the fence rises so that the holder's next beat fails. Ended or unknown: unchanged. */
export async function cancelJob(store: EmbeddedStore, id: string): Promise<void> {
	const { db, clock } = store;
	const text = `UPDATE jobs SET state = 'cancelled', fence = fence + 1, updated_at = ?, change = ? WHERE id = ? AND ${live}`;
	await db.write(() => db.sql(text).run(clock.now(), count(store, "change"), id), true);
}

/** The stored job as JSON; text that is none comes back as text, for the parser of jobs to refuse. */
function parseHostile(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
