// What a failing disk or database means to people. SQLite result codes: sqlite.org/rescode.html.
import { ProblemError } from "../../contract/problem.ts";

const busy = 5;
const locked = 6;
const full = 13;
/** SQLITE_IOERR_SHMSIZE: the shared-memory file could not grow, which on a local disk means it is full. */
const sharedMemorySize = 4874;
/** PERM, READONLY, IOERR, CORRUPT, CANTOPEN, AUTH, NOTADB */
const unreadable = new Set([3, 8, 10, 11, 14, 23, 26]);
const unreadableFiles = new Set([
	"EACCES",
	"EEXIST",
	"EPERM",
	"EROFS",
	"ENOTDIR",
	"EISDIR",
	"EIO",
	"ELOOP",
	"ENAMETOOLONG",
]);

const resultCode = (error: unknown): number | null => {
	const code = (error as { errcode?: unknown } | null)?.errcode;
	return typeof code === "number" ? code : null;
};

/** Somebody else is writing; worth trying again. */
export function isBusy(error: unknown): boolean {
	const code = resultCode(error);
	return code !== null && ((code & 0xff) === busy || (code & 0xff) === locked);
}

/** The problem behind an error of node:sqlite or node:fs; an error that is neither comes back as it is. */
export function storageProblem(error: unknown, directory: string): unknown {
	if (error instanceof ProblemError) return error;
	const detail = error instanceof Error ? error.message : String(error);
	const code = resultCode(error);
	const file = (error as NodeJS.ErrnoException | null)?.code ?? "";
	if (
		code === sharedMemorySize ||
		(code !== null && (code & 0xff) === full) ||
		file === "ENOSPC" ||
		file === "EDQUOT"
	) {
		return new ProblemError("agent.disk-full", { directory, detail });
	}
	const closed = file === "ERR_INVALID_STATE"; // node:sqlite after close()
	if (isBusy(error) || closed) return new ProblemError("pool.unreachable", { name: directory, detail }, ["retry"]);
	if ((code !== null && unreadable.has(code & 0xff)) || unreadableFiles.has(file)) {
		return new ProblemError("agent.data-unreadable", { directory, detail });
	}
	return error;
}
