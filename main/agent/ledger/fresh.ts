// Beginning anew, which is how the history is deleted: a chain cannot lose lines, but it can end, and another can follow.
// The order is what makes a crash harmless. The new ledger is whole on the disk before the old one gets its last line;
// that line decides: without it everything is as it was, with it the next opening finishes the work.
import { dirname } from "node:path";
import type { PublicKey } from "../../contract/ids.ts";
import type { LedgerClosed, LedgerEntry, LedgerEvent } from "../../contract/ledger.ts";
import type { KeyPair } from "../../tools/crypto/keys.ts";
import { syncFolder } from "../../tools/files/sync-folder.ts";
import { lineBytes, readLine, sealEntry, zeroHash } from "./entry.ts";
import { type Files, fileProblem, writeAll } from "./files.ts";
import { type Head, writeHead } from "./head.ts";
import { readLines } from "./lines.ts";
import { removeTornCopies } from "./torn.ts";
import { checkLedger, freshPath, headPath } from "./verify.ts";

interface Place {
	readonly files: Files;
	readonly path: string;
	readonly key: KeyPair;
	readonly deviceId: string;
	readonly at: number;
}

interface Open {
	/** Open for appending. */
	readonly file: number;
	readonly size: number;
	readonly newest: Head;
}

/**
 * Puts a new ledger in the place of the open one `old`, which it closes and deletes. When it throws, the old one stands
 * as it was, and `giveBack` was called with it open for appending, where it could be opened.
 * @throws ProblemError agent.disk-full, agent.data-unreadable
 */
export function replaceLedger(
	place: Place,
	old: Open,
	closing: LedgerClosed,
	kept: readonly LedgerEvent[],
	giveBack: (file: number) => void,
): Open & { readonly entries: readonly LedgerEntry[] } {
	const { files, path, key, at } = place;
	const fresh = freshPath(path);
	const closed = sealEntry({ seq: old.newest.seq + 1, at, prev: old.newest.hash, event: closing }, key);
	const entries = sealFresh(place, closed, closing, kept);
	const bytes = Buffer.concat(entries.map(lineBytes));
	const newest = entries.at(-1) as LedgerEntry;
	let open = -1;
	let left = false;
	try {
		writeFresh(files, fresh, bytes, newest, key);
		if (files.fstatSync(old.file).size !== old.size) files.ftruncateSync(old.file, old.size);
		writeAll(files, old.file, lineBytes(closed));
		files.fsyncSync(old.file);
		open = files.openSync(fresh, "a", 0o600);
		files.closeSync(old.file);
		left = true;
		removeTornCopies(files, path);
		files.renameSync(fresh, path);
	} catch (error) {
		takeBack(files, path, old, left, open, giveBack);
		throw fileProblem(error, path);
	}
	try {
		moveHead(files, path);
	} catch {
		// The new ledger stands, and its head is known by where it lies: the next opening moves it.
	}
	return { file: open, size: bytes.length, newest: { seq: newest.seq, hash: newest.hash }, entries };
}

/**
 * At opening, before anything is read: finishes a replacement whose closing line is on disk, takes back any other. Never
 * touches a ledger that does not verify.
 */
export function settleFresh(files: Files, path: string, publicKey: PublicKey): void {
	const fresh = freshPath(path);
	if (!files.existsSync(fresh)) {
		if (files.existsSync(headPath(fresh)) && holds(files, path, publicKey)) moveHead(files, path);
		else cutClosing(files, path, publicKey);
		return;
	}
	const closed = lastEntry(files, path);
	const isClosed = closed?.event.type === "LedgerClosed";
	if (isClosed && follows(files, fresh, closed, publicKey) && holds(files, path, publicKey)) {
		removeTornCopies(files, path);
		files.renameSync(fresh, path);
		moveHead(files, path);
		return;
	}
	cutClosing(files, path, publicKey);
	dropFresh(files, path);
}

function sealFresh(
	{ key, deviceId, at }: Place,
	closed: LedgerEntry,
	closing: LedgerClosed,
	kept: readonly LedgerEvent[],
) {
	const continues = { entries: closed.seq, hash: closed.hash, runs: closing.runs, why: closing.why };
	const entries: LedgerEntry[] = [];
	for (const event of [{ type: "LedgerOpened", deviceId, publicKey: key.publicKey, continues } as const, ...kept]) {
		const prev = entries.at(-1)?.hash ?? zeroHash;
		entries.push(sealEntry({ seq: entries.length + 1, at, prev, event }, key));
	}
	return entries;
}

/** The file first, its head second: a head without its file is one whose file was moved. */
function writeFresh(files: Files, fresh: string, bytes: Buffer, newest: Head, key: KeyPair): void {
	files.rmSync(headPath(fresh), { force: true });
	const file = files.openSync(fresh, "w", 0o600);
	try {
		writeAll(files, file, bytes);
		files.fsyncSync(file);
	} finally {
		files.closeSync(file);
	}
	syncFolder(files, dirname(fresh));
	writeHead(files, headPath(fresh), { seq: newest.seq, hash: newest.hash }, key);
	syncFolder(files, dirname(fresh));
}

/** The file's new name is made to last before its head gets the name that belongs to it. */
function moveHead(files: Files, path: string): void {
	syncFolder(files, dirname(path));
	files.renameSync(headPath(freshPath(path)), headPath(path));
	syncFolder(files, dirname(path));
}

/** Head first, for the reason it is written second. */
function dropFresh(files: Files, path: string): void {
	const fresh = freshPath(path);
	files.rmSync(headPath(fresh), { force: true });
	syncFolder(files, dirname(path));
	files.rmSync(`${headPath(fresh)}.next`, { force: true });
	files.rmSync(fresh, { force: true });
}

/** The closing line goes first: as long as it stands, the new ledger must be there to follow it. */
function takeBack(
	files: Files,
	path: string,
	old: Open,
	left: boolean,
	open: number,
	giveBack: (file: number) => void,
): void {
	try {
		if (open !== -1) files.closeSync(open);
		const file = left ? files.openSync(path, "a", 0o600) : old.file;
		giveBack(file);
		files.ftruncateSync(file, old.size);
		files.fsyncSync(file);
		dropFresh(files, path);
	} catch {
		// The next append cuts the closing line first; with it still there, the next opening goes through with the deleting.
	}
}

/** A closing line that nothing follows was not meant: nobody was told that it is there. */
function cutClosing(files: Files, path: string, publicKey: PublicKey): void {
	const last = lastEntry(files, path);
	if (last?.event.type !== "LedgerClosed" || !holds(files, path, publicKey)) return;
	const file = files.openSync(path, "r+");
	try {
		files.ftruncateSync(file, files.fstatSync(file).size - lineBytes(last).length);
		files.fsyncSync(file);
	} finally {
		files.closeSync(file);
	}
}

function follows(files: Files, fresh: string, closed: LedgerEntry, publicKey: PublicKey): boolean {
	const first = readLines(files, fresh).next().value;
	const event = first ? readLine(first.bytes)?.event : undefined;
	return event?.type === "LedgerOpened" && event.continues?.hash === closed.hash && holds(files, fresh, publicKey);
}

function holds(files: Files, path: string, publicKey: PublicKey): boolean {
	const steps = checkLedger(files, path, publicKey, "after-head");
	let step = steps.next();
	while (!step.done) step = steps.next();
	return step.value.ok;
}

function lastEntry(files: Files, path: string): LedgerEntry | null {
	let last: Buffer | null = null;
	for (const line of readLines(files, path)) last = Buffer.from(line.bytes);
	return last ? readLine(last) : null;
}
