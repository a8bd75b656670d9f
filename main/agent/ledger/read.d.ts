import type { LedgerCheck, LedgerEntry } from "../../contract/ledger.ts";
import type { KeyPair } from "../../tools/crypto/keys.ts";
import type { Files } from "./files.ts";
import type { Head } from "./head.ts";
export interface LedgerLine {
    readonly entry: LedgerEntry;
    /** The byte at which its line begins. */
    readonly start: number;
}
/** The entries from the line on that begins at byte `from`; ends before the first unreadable one. */
export declare function readEntries(files: Files, path: string, from: number): Generator<LedgerLine, void, undefined>;
/** True after a crash between the very first line and the first head. No consent can stand in such a ledger. */
export declare function lacksFirstHead(check: LedgerCheck, files: Files, path: string): boolean;
/** Checks the whole chain, and finds the last readable entry, which the next one follows. */
export declare function readThrough(files: Files, path: string, key: KeyPair): {
    check: LedgerCheck;
    newest: Head;
};
