// The device's memory of consent and work: an append-only file, one signed and chained line per event.
import { dirname } from "node:path";
import type { LedgerCheck, LedgerClosed, LedgerEntry, LedgerEvent } from "../../contract/ledger.ts";
import { ProblemError } from "../../contract/problem.ts";
import type { Clock } from "../../tools/clock/clock.ts";
import type { KeyPair } from "../../tools/crypto/keys.ts";
import { syncFolder } from "../../tools/files/sync-folder.ts";
import { lineBytes, maxLineBytes, sealEntry } from "./entry.ts";
import { type Files, fileProblem, realFiles, writeAll } from "./files.ts";
import { replaceLedger, settleFresh } from "./fresh.ts";
import { type Head, writeHead } from "./head.ts";
import { type LedgerLine, lacksFirstHead, readEntries, readThrough } from "./read.ts";
import { keepReserve, releaseReserve } from "./reserve.ts";
import { cutTornLine } from "./torn.ts";
import { headPath } from "./verify.ts";

export type LedgerOptions = {
	/** The ledger's file; its head, reserve and torn copies stand beside it. One agent at a time may have it open. */
	readonly path: string;
	readonly key: KeyPair;
	readonly clock: Pick<Clock, "now">;
	readonly deviceId: string;
	readonly files?: Files;
};

export type { LedgerLine };

type Listener = (entry: LedgerEntry, start: number) => void;

export interface Ledger {
	/**
	 * Appends before it returns. `sync`: also on disk, with the head moved on; consent events always are.
	 * @throws ProblemError agent.disk-full or agent.data-unreadable: nothing was appended. ledger.broken: the check at
	 * opening failed, and the event would allow or start something; withdrawals, pauses and ends are still recorded.
	 * ConsentWithdrawn on a full disk takes the room of the reserve file.
	 */
	append(event: LedgerEvent, options: { readonly sync: boolean }): LedgerEntry;
	/** All entries, oldest first, read from the file as asked for; ends before the first unreadable line. */
	entries(): Generator<LedgerEntry, void, undefined>;
	/** The same from the line on that begins at byte `from`, each with the byte at which its own line begins. */
	lines(from?: number): Generator<LedgerLine, void, undefined>;
	/** The newest entry. */
	readonly head: Head;
	/** What the check at opening found. */
	readonly check: LedgerCheck;
	/** The file that holds a torn last line found at opening, or null. */
	readonly repaired: string | null;
	/** Tells of each entry once it is appended. An error of the listener never reaches `append`. Returns a way to stop. */
	onAppend(listener: Listener): () => void;
	/**
	 * Begins anew: this ledger is closed by `closing`, its last line, and deleted for good once the one that follows it is
	 * on disk. That one's first line names what it follows, and `kept` comes next. Its lines are told like appended ones.
	 * @throws ProblemError agent.disk-full, agent.data-unreadable or ledger.broken: everything is as it was.
	 */
	startAnew(closing: LedgerClosed, kept: readonly LedgerEvent[]): void;
	/** Syncs, moves the head to the newest entry and lets the file go. Twice is once. */
	close(): void;
}

/** Events that allow or start something: refused on a broken ledger. */
const widening: ReadonlySet<LedgerEvent["type"]> = new Set([
	"LedgerOpened",
	"ConsentGiven",
	"ConsentChanged",
	"LendingResumed",
	"JobAccepted",
	"JobStarting",
	"JobThawed",
]);
const consent: ReadonlySet<LedgerEvent["type"]> = new Set(["ConsentGiven", "ConsentChanged", "ConsentWithdrawn"]);

/**
 * Opens the ledger, making it (with a first LedgerOpened) when neither it nor its head is there. Repairs a torn last
 * line, then checks chain and head; a fault does not throw but stands in `check`.
 * @throws ProblemError agent.disk-full, agent.data-unreadable
 */
export function openLedger({ path, key, clock, deviceId, files = realFiles }: LedgerOptions): Ledger {
	const reservePath = `${path}.reserve`;
	const listeners = new Set<Listener>();
	let file: number | null = null;
	let size = 0;
	let fresh = false;
	let repaired: string | null = null;
	let check: LedgerCheck;
	let newest: Head;
	try {
		fresh = !files.existsSync(path) && !files.existsSync(headPath(path));
		if (files.existsSync(path)) {
			repaired = cutTornLine(files, path);
			settleFresh(files, path, key.publicKey);
		}
		file = files.openSync(path, "a", 0o600);
		size = files.fstatSync(file).size;
		({ check, newest } = readThrough(files, path, key));
	} catch (error) {
		if (file !== null) files.closeSync(file);
		throw fileProblem(error, path);
	}
	// A crash between making the file and its first line leaves an empty file without a head.
	fresh ||= size === 0 && !files.existsSync(headPath(path));

	function append(event: LedgerEvent, sync: boolean): LedgerEntry {
		if (file === null) throw new Error("the ledger is closed");
		if (event.type === "LedgerClosed") throw new Error("a ledger is closed by startAnew");
		if (!check.ok && !fresh && widening.has(event.type)) throw new ProblemError("ledger.broken", {}, ["open-about"]);
		const at = Math.max(0, Math.floor(clock.now()));
		const entry = sealEntry({ seq: newest.seq + 1, at, prev: newest.hash, event }, key);
		const bytes = lineBytes(entry);
		if (bytes.length > maxLineBytes) throw new Error(`a ledger line of ${bytes.length} bytes`);
		const last = event.type === "ConsentWithdrawn";
		try {
			write(file, bytes, entry, sync, last);
		} catch (error) {
			if (!last || fileProblem(error, path).problem.code !== "agent.disk-full") throw fileProblem(error, path);
			releaseReserve(files, reservePath);
			try {
				write(file, bytes, entry, sync, last);
			} catch (again) {
				throw fileProblem(again, path);
			}
		}
		newest = { seq: entry.seq, hash: entry.hash };
		size += bytes.length;
		if (event.type === "ConsentGiven") keepReserve(files, reservePath);
		for (const listener of listeners) tell(listener, entry, size - bytes.length);
		return entry;
	}

	/** Leaves the file as it was when it throws. A withdrawal on disk counts even when the head cannot follow now. */
	function write(to: number, bytes: Buffer, entry: LedgerEntry, sync: boolean, last: boolean): void {
		try {
			if (files.fstatSync(to).size !== size) files.ftruncateSync(to, size);
			writeAll(files, to, bytes);
			if (!sync) return;
			files.fsyncSync(to);
			try {
				moveHead(entry);
			} catch (error) {
				if (!last) throw error;
			}
		} catch (error) {
			try {
				files.ftruncateSync(to, size);
			} catch {
				// The next write cuts first, and so does the next opening.
			}
			throw error;
		}
	}

	/** A broken ledger keeps the head that shows the fault. */
	function moveHead(to: Head): void {
		if (check.ok || fresh) writeHead(files, headPath(path), { seq: to.seq, hash: to.hash }, key);
	}

	try {
		if (fresh) append({ type: "LedgerOpened", deviceId, publicKey: key.publicKey }, true);
		else if (lacksFirstHead(check, files, path)) {
			fresh = true;
			moveHead(newest);
		}
		if (fresh) {
			syncFolder(files, dirname(path));
			check = { ok: true, entries: 1, head: newest.hash, fault: null };
			fresh = false;
		}
	} catch (error) {
		files.closeSync(file);
		throw fileProblem(error, path);
	}
	keepReserve(files, reservePath);

	return {
		append: (event, { sync }) => append(event, sync || consent.has(event.type)),
		*entries() {
			for (const { entry } of readEntries(files, path, 0)) yield entry;
		},
		lines: (from = 0) => readEntries(files, path, from),
		get head() {
			return newest;
		},
		get check() {
			return check;
		},
		repaired,
		onAppend(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		startAnew(closing, kept) {
			if (file === null) throw new Error("the ledger is closed");
			if (!check.ok) throw new ProblemError("ledger.broken", {}, ["open-about"]);
			const at = Math.max(0, Math.floor(clock.now()));
			const old = { file, size, newest };
			file = null;
			const now = replaceLedger({ files, path, key, deviceId, at }, old, closing, kept, (back) => {
				file = back;
			});
			({ file, size, newest } = now);
			check = { ok: true, entries: newest.seq, head: newest.hash, fault: null };
			let start = 0;
			for (const entry of now.entries) {
				for (const listener of listeners) tell(listener, entry, start);
				start += lineBytes(entry).length;
			}
		},
		close() {
			if (file === null) return;
			const closing = file;
			file = null;
			try {
				files.fsyncSync(closing);
				if (newest.seq > 0) moveHead(newest);
			} catch (error) {
				throw fileProblem(error, path);
			} finally {
				files.closeSync(closing);
			}
		},
	};
}

function tell(listener: Listener, entry: LedgerEntry, start: number): void {
	try {
		listener(entry, start);
	} catch (error) {
		queueMicrotask(() => {
			throw error;
		});
	}
}
