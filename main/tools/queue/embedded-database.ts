// One SQLite file shared by all agents on this PC. Write-ahead log; job transitions are synced to the disk.
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { ProblemError } from "../../contract/problem.ts";
import type { Clock } from "../clock/clock.ts";
import { isBusy, storageProblem } from "./embedded-errors.ts";

export interface Database {
	/** A prepared statement, kept. */
	sql(text: string): StatementSync;
	/** Runs a read. Waits up to 5 s for others, then "pool.unreachable". */
	read<T>(run: () => T): Promise<T>;
	/** Runs `run` in one immediate transaction; all or nothing. `durable`: on the disk when this resolves. */
	write<T>(run: () => T, durable: boolean): Promise<T>;
	close(): void;
}

/** Raise this with every change of the tables; an older Hearth then leaves a newer file alone. */
export const schemaVersion = 1;

const tables = `
CREATE TABLE jobs (
	number INTEGER PRIMARY KEY AUTOINCREMENT,
	id TEXT NOT NULL UNIQUE,
	class TEXT NOT NULL, arch TEXT NOT NULL, requester TEXT NOT NULL, requester_name TEXT NOT NULL, title TEXT NOT NULL,
	signed TEXT NOT NULL,
	cpu REAL NOT NULL, memory_mib INTEGER NOT NULL, scratch_mib INTEGER NOT NULL,
	created_at INTEGER NOT NULL, deadline INTEGER NOT NULL, updated_at INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled', 'expired')),
	used_attempts INTEGER NOT NULL DEFAULT 0,
	fence INTEGER NOT NULL DEFAULT 1,
	device_id TEXT, lease_boot TEXT, lease_at INTEGER,
	result TEXT,
	log_bytes INTEGER NOT NULL DEFAULT 0, log_count INTEGER NOT NULL DEFAULT 0,
	change INTEGER NOT NULL
) STRICT;
CREATE INDEX live_jobs ON jobs (number) WHERE state IN ('queued', 'running');
CREATE INDEX changed_jobs ON jobs (change);
CREATE INDEX newest_jobs ON jobs (created_at, number);
CREATE TABLE logs (
	job_id TEXT NOT NULL, place INTEGER NOT NULL, stream TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL,
	PRIMARY KEY (job_id, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE presences (
	device_id TEXT PRIMARY KEY, presence TEXT NOT NULL, seen_boot TEXT NOT NULL, seen_at INTEGER NOT NULL
) STRICT;
CREATE TABLE requesters (name TEXT PRIMARY KEY, public_key TEXT NOT NULL) STRICT;
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
INSERT INTO counters VALUES ('change', 0), ('presence', 0);
PRAGMA user_version = ${schemaVersion};
`;

const patienceMs = 5_000;
const lockWaitMs = 200;
const betweenTriesMs = 25;

/** Opens or makes `directory`/queue.db. Throws "agent.data-unreadable" or "agent.disk-full". */
export async function openDatabase(directory: string, clock: Clock): Promise<Database> {
	const patient = <T>(run: () => T) => tryPatiently(run, directory, clock);
	const db = await patient(() => {
		mkdirSync(directory, { recursive: true, mode: 0o700 });
		const path = join(directory, "queue.db");
		closeSync(openSync(path, "a", 0o600)); // SQLite would make it readable for all, and its log files alike
		return new DatabaseSync(path, { timeout: lockWaitMs });
	});
	try {
		await patient(() => prepareTables(db, directory));
	} catch (error) {
		db.close();
		throw error;
	}
	const kept = new Map<string, StatementSync>();
	let durableNow = true;
	return {
		sql(text) {
			let statement = kept.get(text);
			if (!statement) {
				statement = db.prepare(text);
				kept.set(text, statement);
			}
			return statement;
		},
		read: patient,
		write: (run, durable) =>
			patient(() => {
				if (durable !== durableNow) {
					db.exec(`PRAGMA synchronous = ${durable ? "FULL" : "NORMAL"}`);
					durableNow = durable;
				}
				return inTransaction(db, run);
			}),
		close() {
			if (db.isOpen) db.close();
		},
	};
}

function prepareTables(db: DatabaseSync, directory: string): void {
	db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
	inTransaction(db, () => {
		const version = Number(db.prepare("PRAGMA user_version").get()?.user_version);
		if (version === 0) db.exec(tables);
		else if (version > schemaVersion) {
			const detail = `the queue was made by a newer version (${version} > ${schemaVersion})`;
			throw new ProblemError("agent.data-unreadable", { directory, detail });
		}
	});
}

function inTransaction<T>(db: DatabaseSync, run: () => T): T {
	db.exec("BEGIN IMMEDIATE");
	try {
		const value = run();
		db.exec("COMMIT");
		return value;
	} catch (error) {
		if (db.isOpen && db.isTransaction) db.exec("ROLLBACK");
		throw error;
	}
}

async function tryPatiently<T>(run: () => T, directory: string, clock: Clock): Promise<T> {
	for (let waited = 0; ; waited += lockWaitMs + betweenTriesMs) {
		try {
			return run();
		} catch (error) {
			if (!isBusy(error) || waited >= patienceMs) throw storageProblem(error, directory);
		}
		await new Promise<void>((resolve) => clock.after(betweenTriesMs, resolve));
	}
}
