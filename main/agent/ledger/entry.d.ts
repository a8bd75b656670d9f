import type { PublicKey } from "../../contract/ids.ts";
import { type LedgerEntry, type LedgerEvent } from "../../contract/ledger.ts";
import { type KeyPair } from "../../tools/crypto/keys.ts";
/** What the first entry follows. */
export declare const zeroHash: string;
/** A longer line is not one of ours. */
export declare const maxLineBytes = 1048576;
type Body = Pick<LedgerEntry, "seq" | "at" | "prev" | "event">;
/** Makes the entry that follows `prev`. Throws when the event does not fit its schema: such a line could not be read back. */
export declare function sealEntry(body: Omit<Body, "event"> & {
    event: LedgerEvent;
}, key: KeyPair): LedgerEntry;
/** The entry's bytes on disk: its RFC 8785 form and a newline. */
export declare function lineBytes(entry: LedgerEntry): Buffer;
/** The entry in a line (without its newline), or null unless the bytes are exactly the RFC 8785 form of one. */
export declare function readLine(line: Buffer): LedgerEntry | null;
export declare function hashHolds(entry: LedgerEntry): boolean;
/** True for the device's signature over the entry's hash, in its only spelling. */
export declare function entrySignatureHolds(entry: LedgerEntry, publicKey: PublicKey): boolean;
/** The last of 86 base64url characters has four idle bits: text that differs only there would decode to the same bytes. */
export declare function isOneSpelling(signature: string): boolean;
export {};
