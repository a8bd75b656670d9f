// One line of the ledger: how it is sealed, and how it is read back without believing it.
import { ledgerEntrySchema, ledgerEventSchema } from "../../contract/ledger.js";
import { canonical, sha256 } from "../../tools/crypto/canonical.js";
import { verifySignature } from "../../tools/crypto/keys.js";
/** What the first entry follows. */
export const zeroHash = "0".repeat(64);
/** A longer line is not one of ours. */
export const maxLineBytes = 1_048_576;
/** Makes the entry that follows `prev`. Throws when the event does not fit its schema: such a line could not be read back. */
export function sealEntry(body, key) {
    const checked = { ...body, event: ledgerEventSchema.parse(body.event) };
    const hash = hashBody(checked);
    return { ...checked, hash, signature: key.sign(Buffer.from(hash, "hex")) };
}
/** The entry's bytes on disk: its RFC 8785 form and a newline. */
export function lineBytes(entry) {
    return Buffer.from(`${canonical(entry)}\n`);
}
/** The entry in a line (without its newline), or null unless the bytes are exactly the RFC 8785 form of one. */
export function readLine(line) {
    try {
        const read = ledgerEntrySchema.safeParse(JSON.parse(line.toString("utf8")));
        return read.success && Buffer.from(canonical(read.data)).equals(line) ? read.data : null;
    }
    catch {
        return null;
    }
}
export function hashHolds(entry) {
    return hashBody(entry) === entry.hash;
}
/** True for the device's signature over the entry's hash, in its only spelling. */
export function entrySignatureHolds(entry, publicKey) {
    return isOneSpelling(entry.signature) && verifySignature(publicKey, Buffer.from(entry.hash, "hex"), entry.signature);
}
/** The last of 86 base64url characters has four idle bits: text that differs only there would decode to the same bytes. */
export function isOneSpelling(signature) {
    return Buffer.from(signature, "base64url").toString("base64url") === signature;
}
function hashBody({ seq, at, prev, event }) {
    return sha256(`\0${canonical({ seq, at, prev, event })}`).slice("sha256:".length);
}
//# sourceMappingURL=entry.js.map