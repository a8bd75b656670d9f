import type { LedgerCheck, LedgerClosed, LedgerEntry, LedgerEvent } from "../../contract/ledger.ts";
import type { Clock } from "../../tools/clock/clock.ts";
import type { KeyPair } from "../../tools/crypto/keys.ts";
import { type Files } from "./files.ts";
import { type Head } from "./head.ts";
import { type LedgerLine } from "./read.ts";
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
    append(event: LedgerEvent, options: {
        readonly sync: boolean;
    }): LedgerEntry;
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
/**
 * Opens the ledger, making it (with a first LedgerOpened) when neither it nor its head is there. Repairs a torn last
 * line, then checks chain and head; a fault does not throw but stands in `check`.
 * @throws ProblemError agent.disk-full, agent.data-unreadable
 */
export declare function openLedger({ path, key, clock, deviceId, files }: LedgerOptions): Ledger;
