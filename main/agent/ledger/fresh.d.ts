import type { PublicKey } from "../../contract/ids.ts";
import type { LedgerClosed, LedgerEntry, LedgerEvent } from "../../contract/ledger.ts";
import type { KeyPair } from "../../tools/crypto/keys.ts";
import { type Files } from "./files.ts";
import { type Head } from "./head.ts";
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
export declare function replaceLedger(place: Place, old: Open, closing: LedgerClosed, kept: readonly LedgerEvent[], giveBack: (file: number) => void): Open & {
    readonly entries: readonly LedgerEntry[];
};
/**
 * At opening, before anything is read: finishes a replacement whose closing line is on disk, takes back any other. Never
 * touches a ledger that does not verify.
 */
export declare function settleFresh(files: Files, path: string, publicKey: PublicKey): void;
export {};
