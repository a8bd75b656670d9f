// Reads a ledger that this device wrote: its entries, and where it stands.
import type { LedgerCheck, LedgerEntry } from "../../contract/ledger.ts";
import type { KeyPair } from "../../tools/crypto/keys.ts";
import { readLine } from "./entry.ts";
import type { Files } from "./files.ts";
import type { Head } from "./head.ts";
import { readLines } from "./lines.ts";
import { checkLedger, headPath } from "./verify.ts";

export interface LedgerLine {
	readonly entry: LedgerEntry;
	/** The byte at which its line begins. */
	readonly start: number;
}

/** The entries from the line on that begins at byte `from`; ends before the first unreadable one. */
export function* readEntries(files: Files, path: string, from: number): Generator<LedgerLine, void, undefined> {
	let start = from;
	for (const line of readLines(files, path, from)) {
		const entry = line.whole ? readLine(line.bytes) : null;
		if (!entry) return;
		const { length } = line.bytes;
		yield { entry, start };
		start += length + 1;
	}
}

/** True after a crash between the very first line and the first head. No consent can stand in such a ledger. */
export function lacksFirstHead(check: LedgerCheck, files: Files, path: string): boolean {
	return check.entries === 1 && check.fault?.kind === "head" && !files.existsSync(headPath(path));
}

/** Checks the whole chain, and finds the last readable entry, which the next one follows. */
export function readThrough(files: Files, path: string, key: KeyPair): { check: LedgerCheck; newest: Head } {
	const steps = checkLedger(files, path, key.publicKey, "after-head");
	let step = steps.next();
	while (!step.done) step = steps.next();
	const check = step.value;
	if (check.ok) return { check, newest: { seq: check.entries, hash: check.head } };
	let newest: Head = { seq: check.entries, hash: check.head };
	for (const line of readLines(files, path)) newest = readLine(line.bytes) ?? newest;
	return { check, newest: { seq: newest.seq, hash: newest.hash } };
}
