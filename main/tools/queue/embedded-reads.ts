// What the embedded pool tells: records, logs, requesters, presences. Rows that cannot be read are left out.
import type { JobId, PublicKey } from "../../contract/ids.ts";
import { maxLogBytes, type Requester } from "../../contract/job.ts";
import {
	type JobRecord,
	jobRecordSchema,
	type LogChunk,
	logChunkSchema,
	type Presence,
	presenceSchema,
} from "../../contract/pool.ts";
import { ProblemError } from "../../contract/problem.ts";
import { bootTime, count, type EmbeddedStore } from "./embedded-jobs.ts";
import { cutText } from "./job-fit.ts";
import { leaseIsOver } from "./lease-time.ts";
import { type Lease, presenceMs } from "./work-queue.ts";

type Row = Record<string, unknown>;
const recordColumns = `id, title, class, requester, requester_name, state, used_attempts, device_id, created_at, updated_at,
	deadline, result`;

export async function readRecord({ db }: EmbeddedStore, id: string): Promise<JobRecord | null> {
	const row = await db.read(() => db.sql(`SELECT ${recordColumns} FROM jobs WHERE id = ?`).get(id));
	return row ? recordOf(row) : null;
}

export async function readRecords({ db }: EmbeddedStore): Promise<JobRecord[]> {
	const text = `SELECT ${recordColumns} FROM jobs ORDER BY created_at DESC, number DESC LIMIT 500`;
	const rows = await db.read(() => db.sql(text).all());
	return rows.map(recordOf).filter((one) => one !== null);
}

function recordOf(row: Row): JobRecord | null {
	const parsed = jobRecordSchema.safeParse({
		id: row.id,
		title: row.title,
		class: row.class,
		requester: row.requester,
		requesterName: row.requester_name,
		state: row.state,
		attempt: row.used_attempts,
		deviceId: row.device_id,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
		deadline: row.deadline,
		result: parseOrNull(row.result),
	});
	return parsed.success ? parsed.data : null;
}

function parseOrNull(text: unknown): unknown {
	try {
		return typeof text === "string" ? JSON.parse(text) : null;
	} catch {
		return null;
	}
}

/** Appends while the lease holds and the log is below its cap; the rest is dropped. */
export async function appendLog(store: EmbeddedStore, lease: Lease, chunks: readonly LogChunk[]): Promise<void> {
	const { db } = store;
	if (chunks.length === 0) return;
	await db.write(() => {
		const row = db
			.sql("SELECT log_bytes, log_count FROM jobs WHERE id = ? AND fence = ? AND state = 'running'")
			.get(lease.jobId, lease.fence);
		if (!row) return;
		let bytes = Number(row.log_bytes);
		let place = Number(row.log_count);
		const from = place;
		for (const { stream, text, at } of chunks) {
			const kept = cutText(text, maxLogBytes - bytes);
			if (kept === "") continue;
			bytes = kept === text ? bytes + Buffer.byteLength(kept) : maxLogBytes; // nothing after a cut
			db.sql("INSERT INTO logs VALUES (?, ?, ?, ?, ?)").run(lease.jobId, place++, stream, kept, at);
		}
		if (place === from) return;
		db.sql("UPDATE jobs SET log_bytes = ?, log_count = ?, change = ? WHERE id = ?").run(
			...[bytes, place, count(store, "change"), lease.jobId],
		);
	}, false);
}

export async function readLogs({ db }: EmbeddedStore, id: string, from: number): Promise<LogChunk[]> {
	const text = "SELECT stream, text, at FROM logs WHERE job_id = ? AND place >= ? ORDER BY place";
	const rows = await db.read(() => db.sql(text).all(id, from));
	return rows.flatMap((row) => logChunkSchema.safeParse({ ...row }).data ?? []);
}

/** "pool.name-taken" when the name belongs to another key. */
export async function putRequester({ db }: EmbeddedStore, { name, publicKey }: Requester): Promise<void> {
	await db.write(() => {
		db.sql("INSERT INTO requesters VALUES (?, ?) ON CONFLICT DO NOTHING").run(name, publicKey);
		const owner = db.sql("SELECT public_key FROM requesters WHERE name = ?").get(name);
		if (owner?.public_key !== publicKey) throw new ProblemError("pool.name-taken", { name });
	}, true);
}

export async function readRequesters({ db }: EmbeddedStore): Promise<Requester[]> {
	const rows = await db.read(() => db.sql("SELECT name, public_key FROM requesters ORDER BY name").all());
	return rows.map((row) => ({ name: String(row.name), publicKey: String(row.public_key) as PublicKey }));
}

export async function putPresence(store: EmbeddedStore, presence: Presence): Promise<void> {
	const { boot, ms } = bootTime(store);
	await store.db.write(() => {
		const text = "INSERT INTO presences VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET (presence, seen_boot, seen_at)";
		store.db
			.sql(`${text} = (excluded.presence, excluded.seen_boot, excluded.seen_at)`)
			.run(presence.deviceId, JSON.stringify(presence), boot, ms);
		count(store, "presence");
	}, false);
}

export async function dropPresence(store: EmbeddedStore, deviceId: string): Promise<void> {
	await store.db.write(() => {
		store.db.sql("DELETE FROM presences WHERE device_id = ?").run(deviceId);
		count(store, "presence");
	}, false);
}

export async function readPresences(store: EmbeddedStore): Promise<Presence[]> {
	const rows = await store.db.read(() => store.db.sql("SELECT * FROM presences ORDER BY device_id").all());
	const now = bootTime(store);
	return rows.flatMap((row) => {
		const seen = { boot: String(row.seen_boot), ms: Number(row.seen_at) };
		if (leaseIsOver(seen, now, presenceMs)) return [];
		return presenceSchema.safeParse(parseOrNull(row.presence)).data ?? [];
	});
}

/** What changed after `seen`: the ids of jobs, and the newest marks to ask from next time. */
export async function readChanges(
	{ db }: EmbeddedStore,
	seen: { readonly change: number; readonly presence: number },
): Promise<{ jobs: JobId[]; change: number; presence: number }> {
	return db.read(() => {
		const counters = db.sql("SELECT name, value FROM counters").all();
		const value = (name: string) => Number(counters.find((row) => row.name === name)?.value ?? 0);
		const rows =
			value("change") === seen.change
				? []
				: db.sql("SELECT id, change FROM jobs WHERE change > ? ORDER BY change").all(seen.change);
		const change = Math.max(value("change"), ...rows.map((row) => Number(row.change)));
		return { jobs: rows.map((row) => String(row.id) as JobId), change, presence: value("presence") };
	});
}
