import { entrySignatureHolds, hashHolds, readLine, zeroHash } from "./entry.js";
import { fileProblem, isMissing, realFiles } from "./files.js";
import { readHead } from "./head.js";
import { readLines } from "./lines.js";
/** Where a ledger's parts are. */
export const headPath = (path) => `${path}.head`;
/** The ledger that is about to take this one's place. Its head is moved last: alone, it is the head of what stands now. */
export const freshPath = (path) => `${path}.fresh`;
function headOf(files, path) {
    const fresh = freshPath(path);
    return files.existsSync(headPath(fresh)) && !files.existsSync(fresh) ? headPath(fresh) : headPath(path);
}
/**
 * Reads the ledger at `path` line by line and checks form, order, chain, every signature, and the signed head beside it.
 * A ledger that is missing or empty is not ok. Blocks for about 0.15 ms an entry; see verifyLedgerInTurns.
 * @throws ProblemError agent.data-unreadable
 */
export function verifyLedger(path, publicKey, files = realFiles) {
    const steps = checkLedger(files, path, publicKey, "all");
    for (;;) {
        const step = steps.next();
        if (step.done)
            return step.value;
    }
}
/** The same as verifyLedger, letting other work in between every few entries. */
export async function verifyLedgerInTurns(path, publicKey) {
    const steps = checkLedger(realFiles, path, publicKey, "all");
    for (let count = 1;; count++) {
        const step = steps.next();
        if (step.done)
            return step.value;
        if (count % 32 === 0)
            await new Promise((resolve) => setImmediate(resolve));
    }
}
/**
 * Yields after each good entry, returns the check. `signatures` "after-head" leaves out the entries' own signatures up to
 * the head: the head's one signature covers the whole chain before it.
 */
export function* checkLedger(files, path, publicKey, signatures) {
    let entries = 0;
    let last = zeroHash;
    let closed = false;
    const result = (kind) => ({
        ok: kind === null,
        entries,
        head: last,
        fault: kind === null ? null : { line: entries + 1, kind },
    });
    try {
        // The head first: entries that are appended while this reads can only lie after it.
        const head = readHead(files, headOf(files, path), publicKey);
        for (const line of readLines(files, path)) {
            const entry = readLine(line.bytes);
            const kind = closed ? "chain" : faultOf(line, entry, entries + 1, last);
            if (kind || !entry)
                return result(kind ?? "unreadable");
            const covered = signatures === "after-head" && isHead(head) && entry.seq <= head.seq;
            if (!covered && !entrySignatureHolds(entry, publicKey))
                return result("signature");
            if (isHead(head) && entry.seq === head.seq && entry.hash !== head.hash)
                return result("head");
            entries = entry.seq;
            last = entry.hash;
            closed = entry.event.type === "LedgerClosed";
            yield entry;
        }
        if (isHead(head) && entries < head.seq)
            return result("tail-removed");
        if (entries === 0)
            return result("unreadable");
        return result(isHead(head) ? null : "head");
    }
    catch (error) {
        if (isMissing(error))
            return result("unreadable");
        throw fileProblem(error, path);
    }
}
function faultOf(line, entry, seq, prev) {
    if (!line.whole)
        return "torn";
    if (!entry)
        return "unreadable";
    if (entry.seq !== seq)
        return "sequence";
    if (entry.prev !== prev)
        return "chain";
    return hashHolds(entry) ? null : "hash";
}
function isHead(head) {
    return head !== null && head !== "bad";
}
//# sourceMappingURL=verify.js.map