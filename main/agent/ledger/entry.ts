// One line of the ledger: how it is sealed, and how it is read back without believing it.

import type { PublicKey } from "../../contract/ids.ts";
import { type LedgerEntry, type LedgerEvent, ledgerEntrySchema, ledgerEventSchema } from "../../contract/ledger.ts";
import { canonical, sha256 } from "../../tools/crypto/canonical.ts";
import { type KeyPair, verifySignature } from "../../tools/crypto/keys.ts";

/** What the first entry follows. */
export const zeroHash = "0".repeat(64);
/** A longer line is not one of ours. */
export const maxLineBytes = 1_048_576;

type Body = Pick<LedgerEntry, "seq" | "at" | "prev" | "event">;

/** Makes the entry that follows `prev`. Throws when the event does not fit its schema: such a line could not be read back. */
export function sealEntry(body: Omit<Body, "event"> & { event: LedgerEvent }, key: KeyPair): LedgerEntry {
	const checked = { ...body, event: ledgerEventSchema.parse(body.event) };
	const hash = hashBody(checked);
	return { ...checked, hash, signature: key.sign(Buffer.from(hash, "hex")) };
}

/** The entry's bytes on disk: its RFC 8785 form and a newline. */
export function lineBytes(entry: LedgerEntry): Buffer {
	return Buffer.from(`${canonical(entry)}\n`);
}

/** The entry in a line (without its newline), or null unless the bytes are exactly the RFC 8785 form of one. */
export function readLine(line: Buffer): LedgerEntry | null {
	try {
		const read = ledgerEntrySchema.safeParse(JSON.parse(line.toString("utf8")));
		return read.success && Buffer.from(canonical(read.data)).equals(line) ? read.data : null;
	} catch {
		return null;
	}
}

export function hashHolds(entry: LedgerEntry): boolean {
	return hashBody(entry) === entry.hash;
}

/** True for the device's signature over the entry's hash, in its only spelling. */
export function entrySignatureHolds(entry: LedgerEntry, publicKey: PublicKey): boolean {
	return isOneSpelling(entry.signature) && verifySignature(publicKey, Buffer.from(entry.hash, "hex"), entry.signature);
}

/** The last of 86 base64url characters has four idle bits: text that differs only there would decode to the same bytes. */
export function isOneSpelling(signature: string): boolean {
	return Buffer.from(signature, "base64url").toString("base64url") === signature;
}

function hashBody({ seq, at, prev, event }: Body): string {
	return sha256(`\0${canonical({ seq, at, prev, event })}`).slice("sha256:".length);
}
