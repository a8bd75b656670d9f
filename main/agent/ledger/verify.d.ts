import type { PublicKey } from "../../contract/ids.ts";
import type { LedgerCheck, LedgerEntry } from "../../contract/ledger.ts";
import { type Files } from "./files.ts";
/** Where a ledger's parts are. */
export declare const headPath: (path: string) => string;
/** The ledger that is about to take this one's place. Its head is moved last: alone, it is the head of what stands now. */
export declare const freshPath: (path: string) => string;
/**
 * Reads the ledger at `path` line by line and checks form, order, chain, every signature, and the signed head beside it.
 * A ledger that is missing or empty is not ok. Blocks for about 0.15 ms an entry; see verifyLedgerInTurns.
 * @throws ProblemError agent.data-unreadable
 */
export declare function verifyLedger(path: string, publicKey: PublicKey, files?: Files): LedgerCheck;
/** The same as verifyLedger, letting other work in between every few entries. */
export declare function verifyLedgerInTurns(path: string, publicKey: PublicKey): Promise<LedgerCheck>;
/**
 * Yields after each good entry, returns the check. `signatures` "after-head" leaves out the entries' own signatures up to
 * the head: the head's one signature covers the whole chain before it.
 */
export declare function checkLedger(files: Files, path: string, publicKey: PublicKey, signatures: "all" | "after-head"): Generator<LedgerEntry, LedgerCheck, undefined>;
