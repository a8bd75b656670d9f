// The signed head beside the ledger: up to where entries were known to be on disk. It finds a removed tail, which the
// chain alone cannot.
import { z } from "zod";
import { signatureSchema } from "../../contract/ids.js";
import { canonical } from "../../tools/crypto/canonical.js";
import { verifySignature } from "../../tools/crypto/keys.js";
import { isOneSpelling } from "./entry.js";
import { isMissing, writeAll } from "./files.js";
const headSchema = z.strictObject({
    seq: z.int().positive(),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    signature: signatureSchema,
});
const headBytes = ({ seq, hash }) => `hearth-ledger-head-v1\0${canonical({ seq, hash })}`;
/**
 * Replaces the head at `path` in one step. Call only once the entry it names is on disk. When it throws, the old head
 * stands. A power loss may bring the old head back, which is still true: it says "at least up to here".
 */
export function writeHead(files, path, head, key) {
    const next = `${path}.next`;
    const file = files.openSync(next, "w", 0o600);
    try {
        writeAll(files, file, Buffer.from(canonical({ ...head, signature: key.sign(headBytes(head)) })));
        files.fsyncSync(file);
    }
    finally {
        files.closeSync(file);
    }
    files.renameSync(next, path);
}
/** null when there is none, "bad" when it is not exactly what this device signed. Throws when it cannot be read. */
export function readHead(files, path, publicKey) {
    let bytes;
    try {
        bytes = files.readFileSync(path);
    }
    catch (error) {
        if (isMissing(error))
            return null;
        throw error;
    }
    try {
        const head = headSchema.parse(JSON.parse(bytes.toString("utf8")));
        const exact = Buffer.from(canonical(head)).equals(bytes) && isOneSpelling(head.signature);
        return exact && verifySignature(publicKey, headBytes(head), head.signature) ? head : "bad";
    }
    catch {
        return "bad";
    }
}
//# sourceMappingURL=head.js.map