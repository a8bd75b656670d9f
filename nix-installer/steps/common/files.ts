// What the file steps share: exact looks at a path, and effects that are on disk when they return.
import * as fs from "node:fs";
import { dirname } from "node:path";
import type { SetupWords } from "../../../main/contract/setup.ts";
import { syncFolder } from "../../../main/tools/files/sync-folder.ts";
import type { Memory } from "../../engine/step.ts";

/** The part of node:fs the file steps use, so that tests can cut the power between any two effects. */
export type StepFiles = Pick<
	typeof fs,
	| "openSync"
	| "closeSync"
	| "fsyncSync"
	| "fchmodSync"
	| "writeSync"
	| "lstatSync"
	| "readFileSync"
	| "linkSync"
	| "renameSync"
	| "unlinkSync"
	| "mkdirSync"
	| "chmodSync"
	| "rmdirSync"
>;

export const realFiles: StepFiles = fs;

/** What stands at a path. `id` is its file number; the device's number is left out, because it may change at a restart. */
export type Found =
	| { readonly kind: "missing" }
	| { readonly kind: "file"; readonly id: string; readonly text: Buffer }
	| { readonly kind: "folder"; readonly id: string }
	| { readonly kind: "other"; readonly id: string };

/** A link is never followed: it is "other". @throws what node:fs throws, e.g. EACCES */
export function look(files: StepFiles, path: string): Found {
	try {
		const stat = files.lstatSync(path, { bigint: true });
		const id = String(stat.ino);
		if (stat.isFile()) return { kind: "file", id, text: files.readFileSync(path) };
		return { kind: stat.isDirectory() ? "folder" : "other", id };
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code;
		if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
		throw error;
	}
}

/** Makes `path`, which must not be there, with this content and mode, whole and on disk. */
export function writeNew(files: StepFiles, path: string, text: string, mode: number): void {
	const handle = files.openSync(path, "wx", 0o600);
	try {
		const bytes = Buffer.from(text);
		for (let done = 0; done < bytes.length; ) done += files.writeSync(handle, bytes, done);
		files.fchmodSync(handle, mode);
		files.fsyncSync(handle);
	} finally {
		files.closeSync(handle);
	}
	syncFolder(files, dirname(path));
}

/** Removes a file's name where it is there. */
export function removeName(files: StepFiles, path: unknown): void {
	if (typeof path !== "string" || look(files, path).kind === "missing") return;
	files.unlinkSync(path);
	syncFolder(files, dirname(path));
}

/** True when something stands at `path`; false when `path` is no text. */
export function isThere(files: StepFiles, path: unknown): path is string {
	return typeof path === "string" && look(files, path).kind !== "missing";
}

export interface FileState {
	readonly found: Found;
	/** Our text, written beside its place, is still there. */
	readonly piece: boolean;
	/** The place holds our file, changed by the person or not. */
	readonly ours: boolean;
	/** The place holds a file with exactly our text. */
	readonly sameText: boolean;
	/** Our text got into its place at some time. */
	readonly placed: boolean;
}

/**
 * How far a file step of ours came, by its memory: `piece`, the path written first; `id`, its file number once written;
 * `removing`, that undoing has begun to remove it. The piece goes only once its text is in place, or after the id was
 * forgotten; so with the id known and the piece gone, it was placed, and the same text there is ours even when a
 * backup or another disk gave it a new number.
 */
export function fileState(files: StepFiles, path: string, text: string, memory: Memory | null): FileState {
	const found = look(files, path);
	const piece = isThere(files, memory?.piece);
	const placed = typeof memory?.id === "string" && !piece && memory.removing !== true;
	const sameText = found.kind === "file" && found.text.equals(Buffer.from(text));
	const ours = found.kind === "file" && memory !== null && (found.id === memory.id || (placed && sameText));
	return { found, piece, ours, sameText, placed };
}

/** The name of our own unfinished piece beside `path`. */
export const pieceName = (path: string, id: string) => `${path}.hearth-${id}`;

export const words = (code: string, args: SetupWords["args"]): SetupWords => ({ code, args });
