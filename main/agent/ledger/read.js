import { readLine } from "./entry.js";
import { readLines } from "./lines.js";
import { checkLedger, headPath } from "./verify.js";
/** The entries from the line on that begins at byte `from`; ends before the first unreadable one. */
export function* readEntries(files, path, from) {
    let start = from;
    for (const line of readLines(files, path, from)) {
        const entry = line.whole ? readLine(line.bytes) : null;
        if (!entry)
            return;
        const { length } = line.bytes;
        yield { entry, start };
        start += length + 1;
    }
}
/** True after a crash between the very first line and the first head. No consent can stand in such a ledger. */
export function lacksFirstHead(check, files, path) {
    return check.entries === 1 && check.fault?.kind === "head" && !files.existsSync(headPath(path));
}
/** Checks the whole chain, and finds the last readable entry, which the next one follows. */
export function readThrough(files, path, key) {
    const steps = checkLedger(files, path, key.publicKey, "after-head");
    let step = steps.next();
    while (!step.done)
        step = steps.next();
    const check = step.value;
    if (check.ok)
        return { check, newest: { seq: check.entries, hash: check.head } };
    let newest = { seq: check.entries, hash: check.head };
    for (const line of readLines(files, path))
        newest = readLine(line.bytes) ?? newest;
    return { check, newest: { seq: newest.seq, hash: newest.hash } };
}
//# sourceMappingURL=read.js.map