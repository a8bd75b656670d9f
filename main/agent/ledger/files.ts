// The part of node:fs the ledger uses, as a value, so that a full or failing disk can be put in its place.
import * as fs from "node:fs";
import { ProblemError } from "../../contract/problem.ts";

export type Files = Pick<
	typeof fs,
	| "closeSync"
	| "existsSync"
	| "fstatSync"
	| "fsyncSync"
	| "ftruncateSync"
	| "openSync"
	| "readdirSync"
	| "readFileSync"
	| "readSync"
	| "renameSync"
	| "rmSync"
	| "writeSync"
>;

export const realFiles: Files = fs;

/** Writes all of `bytes` at the file's position; a short write goes on where it stopped. */
export function writeAll(files: Files, file: number, bytes: Uint8Array): void {
	for (let done = 0; done < bytes.length; ) done += files.writeSync(file, bytes, done, bytes.length - done);
}

export function isMissing(error: unknown): boolean {
	return (error as NodeJS.ErrnoException | null)?.code === "ENOENT";
}

/** The problem behind a failed file call: agent.disk-full, or agent.data-unreadable for everything else. */
export function fileProblem(error: unknown, path: string): ProblemError {
	if (error instanceof ProblemError) return error;
	const code = (error as NodeJS.ErrnoException | null)?.code ?? "unknown";
	const full = code === "ENOSPC" || code === "EDQUOT";
	return new ProblemError(full ? "agent.disk-full" : "agent.data-unreadable", { path, error: code });
}
