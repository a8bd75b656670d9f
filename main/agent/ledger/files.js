// The part of node:fs the ledger uses, as a value, so that a full or failing disk can be put in its place.
import * as fs from "node:fs";
import { ProblemError } from "../../contract/problem.js";
export const realFiles = fs;
/** Writes all of `bytes` at the file's position; a short write goes on where it stopped. */
export function writeAll(files, file, bytes) {
    for (let done = 0; done < bytes.length;)
        done += files.writeSync(file, bytes, done, bytes.length - done);
}
/** Makes a rename or a new file in `folder` survive a power loss, where the OS lets folders be synced (not on Windows). */
export function syncFolder(files, folder) {
    try {
        const handle = files.openSync(folder, "r");
        try {
            files.fsyncSync(handle);
        }
        finally {
            files.closeSync(handle);
        }
    }
    catch (error) {
        if (process.platform !== "win32")
            throw error;
    }
}
export function isMissing(error) {
    return error?.code === "ENOENT";
}
/** The problem behind a failed file call: agent.disk-full, or agent.data-unreadable for everything else. */
export function fileProblem(error, path) {
    if (error instanceof ProblemError)
        return error;
    const code = error?.code ?? "unknown";
    const full = code === "ENOSPC" || code === "EDQUOT";
    return new ProblemError(full ? "agent.disk-full" : "agent.data-unreadable", { path, error: code });
}
//# sourceMappingURL=files.js.map