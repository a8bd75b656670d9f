// A device's ledger as the file says it, read without the agent: the witness outside the queue.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LedgerEntry, LedgerEvent } from "../../main/contract/ledger.ts";

export const ledgerPath = (data: string) => join(data, "ledger.jsonl");

/** All whole lines so far, oldest first. */
export function ledgerEntries(data: string): LedgerEntry[] {
	const text = readFileSync(ledgerPath(data), "utf8");
	return text
		.slice(0, text.lastIndexOf("\n") + 1)
		.split("\n")
		.filter(Boolean)
		.map((line) => JSON.parse(line));
}

export type EntryOf<T extends LedgerEvent["type"]> = Omit<LedgerEntry, "event"> & {
	readonly event: Extract<LedgerEvent, { type: T }>;
};

/** The entries of one type, with the type known. */
export function entriesOf<T extends LedgerEvent["type"]>(data: string, type: T): EntryOf<T>[] {
	return ledgerEntries(data).filter((entry): entry is LedgerEntry & EntryOf<T> => entry.event.type === type);
}

/** The types of all entries, in order: what happened, as one list. */
export const ledgerStory = (data: string): string[] => ledgerEntries(data).map((entry) => entry.event.type);
