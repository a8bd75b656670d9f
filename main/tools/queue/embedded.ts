// The pool in a folder: trying Hearth on one PC needs nothing else. Several agents of one PC may share the folder.
import { join } from "node:path";
import type { Clock } from "../clock/clock.ts";
import { type Bell, openBell } from "./bell.ts";
import { type Database, openDatabase } from "./embedded-database.ts";
import { storageProblem } from "./embedded-errors.ts";
import {
	beatJob,
	cancelJob,
	claimNext,
	type EmbeddedStore,
	expireJobs,
	finishJob,
	needLease,
	releaseJob,
	submitJob,
} from "./embedded-jobs.ts";
import {
	appendLog,
	dropPresence,
	putPresence,
	putRequester,
	readChanges,
	readLogs,
	readPresences,
	readRecord,
	readRecords,
	readRequesters,
} from "./embedded-reads.ts";
import { openFileBlobs } from "./file-blobs.ts";
import { readBootId } from "./lease-time.ts";
import { leaseMs as defaultLeaseMs, type PoolNews, type WorkQueue } from "./work-queue.ts";

export interface EmbeddedOptions {
	/** Made when missing (0700). Must be on a local disk: SQLite's locks do not hold on network shares. */
	readonly directory: string;
	readonly clock: Clock;
	/** This boot's name; leases of another boot are over. Read from the kernel by default. */
	readonly bootId?: string;
	readonly leaseMs?: number;
	readonly maxLiveJobs?: number;
}

/** How often a waiter looks although nobody rang: leases run out in silence. */
const pollMs = 1_000;
/** Ended jobs and unused blobs are kept this long. */
const keepMs = 30 * 86_400_000;

/** Opens the pool in a folder. Throws "agent.data-unreadable" or "agent.disk-full"; makes nothing outside the folder. */
export async function openEmbeddedQueue(options: EmbeddedOptions): Promise<WorkQueue> {
	const { directory, clock } = options;
	const db = await openDatabase(directory, clock);
	const store: EmbeddedStore = {
		db,
		directory,
		clock,
		bootId: options.bootId ?? readBootId(),
		leaseMs: options.leaseMs ?? defaultLeaseMs,
		maxLiveJobs: options.maxLiveJobs ?? 10_000,
	};
	const blobs = openFileBlobs(join(directory, "blobs"), () => clock.now());
	let bell: Bell;
	try {
		await forgetOld(db, clock.now() - keepMs);
		await blobs.prune(clock.now() - keepMs);
		bell = openBell(clock, join(directory, "bell"));
	} catch (error) {
		db.close();
		throw storageProblem(error, directory);
	}
	let open = true;
	const ringAfter = async <T>(change: Promise<T>): Promise<T> => {
		const value = await change;
		bell.ring();
		return value;
	};
	const expire = async () => {
		if (await expireJobs(store)) bell.ring();
	};
	return {
		engine: "embedded",
		name: directory,
		connected: () => open,
		putBlob: (bytes) => blobs.put(bytes),
		getBlob: (digest) => blobs.get(digest),
		submit: (signed, requesterName, arch) => ringAfter(submitJob(store, signed, requesterName, arch)),
		async record(id) {
			await expire();
			return readRecord(store, id);
		},
		async records() {
			await expire();
			return readRecords(store);
		},
		async cancel(id) {
			await expire();
			await ringAfter(cancelJob(store, id));
			return readRecord(store, id);
		},
		async claim(want, waitMs, signal) {
			const until = clock.bootMs() + waitMs;
			try {
				for (;;) {
					const rings = bell.count();
					if (signal.aborted || !open) return null;
					await expire();
					const lease = await claimNext(store, want);
					if (lease) {
						bell.ring();
						return lease;
					}
					const leftMs = until - clock.bootMs();
					if (leftMs <= 0) return null;
					await bell.wait(rings, Math.min(leftMs, pollMs), signal);
				}
			} catch (error) {
				if (open) throw error;
				return null;
			}
		},
		beat: (lease) => beatJob(store, lease),
		release: (lease) => ringAfter(releaseJob(store, lease)),
		async finish(lease, result, outputs, final) {
			await needLease(store, lease);
			if (final) for (const bytes of outputs.values()) await blobs.put(bytes);
			await ringAfter(finishJob(store, lease, result, final));
		},
		log: (lease, chunks) => ringAfter(appendLog(store, lease, chunks)),
		logs: (id, from) => readLogs(store, id, from),
		announceRequester: (requester) => ringAfter(putRequester(store, requester)),
		requesters: () => readRequesters(store),
		announcePresence: (presence) => ringAfter(putPresence(store, presence)),
		withdrawPresence: (deviceId) => ringAfter(dropPresence(store, deviceId)),
		presences: () => readPresences(store),
		news: (signal) => tellNews(store, bell, () => open, signal),
		async close() {
			if (!open) return;
			open = false;
			bell.close();
			db.close();
		},
	};
}

async function forgetOld(db: Database, epochMs: number): Promise<void> {
	await db.write(() => {
		const old = "state NOT IN ('queued', 'running') AND updated_at < ?";
		db.sql(`DELETE FROM logs WHERE job_id IN (SELECT id FROM jobs WHERE ${old})`).run(epochMs);
		db.sql(`DELETE FROM jobs WHERE ${old}`).run(epochMs);
	}, true);
}

/** Starts looking when called, not when first read, so that nothing in between is missed. */
function tellNews(
	store: EmbeddedStore,
	bell: Bell,
	isOpen: () => boolean,
	signal: AbortSignal,
): AsyncIterable<PoolNews> {
	const start = readChanges(store, { change: Number.MAX_SAFE_INTEGER, presence: 0 });
	start.catch(() => undefined);
	const here = async () => (await readPresences(store)).map((one) => one.deviceId).join(" ");
	async function* tell(): AsyncGenerator<PoolNews> {
		let seen = await start;
		let present = await here();
		for (;;) {
			const rings = bell.count();
			if (signal.aborted || !isOpen()) return;
			await expireJobs(store);
			const next = await readChanges(store, seen);
			for (const id of next.jobs) yield { kind: "job", id };
			const nowPresent = await here();
			if (next.presence !== seen.presence || nowPresent !== present) yield { kind: "presence" };
			seen = next;
			present = nowPresent;
			await bell.wait(rings, pollMs, signal);
		}
	}
	async function* tellWhileOpen(): AsyncGenerator<PoolNews> {
		try {
			yield* tell();
		} catch (error) {
			if (isOpen()) throw error;
		}
	}
	return tellWhileOpen();
}
