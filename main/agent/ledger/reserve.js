// A small file kept only to be deleted: on a full disk it makes the room that recording a withdrawal needs.
import { createHash } from "node:crypto";
import { writeAll } from "./files.js";
export const reserveBytes = 65_536;
/** Makes the file unless it is there in full. Says false when there is no room for it; throws nothing. */
export function keepReserve(files, path) {
    try {
        if (files.existsSync(path) && files.readFileSync(path).length === reserveBytes)
            return true;
        const file = files.openSync(path, "w", 0o600);
        try {
            writeAll(files, file, fillBytes());
            files.fsyncSync(file);
            return true;
        }
        finally {
            files.closeSync(file);
        }
    }
    catch {
        releaseReserve(files, path);
        return false;
    }
}
/** Gives the room back to the file system; throws nothing. */
export function releaseReserve(files, path) {
    try {
        files.rmSync(path, { force: true });
    }
    catch {
        // Nothing to give back: the write that follows says what is wrong.
    }
}
/** Bytes that no file system can compress away. */
function fillBytes() {
    const parts = [];
    for (let index = 0; index < reserveBytes / 64; index++) {
        parts.push(createHash("sha512").update(`hearth reserve ${index}`).digest());
    }
    return Buffer.concat(parts);
}
//# sourceMappingURL=reserve.js.map