// The setup journal: append-only lines, each on disk before `append` returns. What it says outlives any crash.
import * as fs from "node:fs";
import { dirname } from "node:path";
import { ProblemError } from "../../main/contract/problem.ts";
import type { Clock } from "../../main/tools/clock/clock.ts";
import { syncFolder } from "../../main/tools/files/sync-folder.ts";
import { storageProblem } from "../../main/tools/queue/embedded-errors.ts";
import { type JournalEntry, type JournalLine, journalLineSchema } from "./journal-line.ts";

export interface Journal {
	/** All lines, oldest first, those appended since opening included. */
	readonly lines: readonly JournalLine[];
	/** The file ended in half a line, which was never acknowledged to anybody and is cut off. */
	readonly torn: boolean;
	/**
	 * Written and fsynced when it returns.
	 * @throws ProblemError agent.disk-full or agent.data-unreadable: then the line is not in the journal.
	 */
	append(entry: JournalEntry): void;
	/** Twice is once. */
	close(): void;
}

/** The part of node:fs the journal uses, so that a failing disk can be put in its place. */
export type JournalFiles = Pick<
	typeof fs,
	"openSync" | "closeSync" | "fstatSync" | "ftruncateSync" | "fsyncSync" | "readFileSync" | "writeSync" | "mkdirSync"
>;

/**
 * Reads a journal that another process may be writing; changes nothing. No file: no lines.
 * @throws ProblemError setup.journal-broken, agent.data-unreadable
 */
export function readJournal(path: string, files: JournalFiles = fs): Pick<Journal, "lines" | "torn"> {
	const { lines, torn } = parse(readBytes(files, path), path);
	return { lines, torn };
}

/**
 * Opens the journal for appending, making it (0600, in a 0700 folder) when there is none, and cuts off a torn end.
 * One process at a time: whoever opens it holds the engine's lock.
 * @throws ProblemError setup.journal-broken, agent.disk-full, agent.data-unreadable
 */
export function openJournal(path: string, clock: Pick<Clock, "now">, files: JournalFiles = fs): Journal {
	let file: number | null = null;
	let size: number;
	let lines: JournalLine[];
	let torn: boolean;
	try {
		files.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
		({ lines, torn, size } = parse(readBytes(files, path), path));
		file = files.openSync(path, "a", 0o600);
		if (files.fstatSync(file).size !== size) files.ftruncateSync(file, size);
		files.fsyncSync(file);
		syncFolder(files, dirname(path));
		syncFolder(files, dirname(dirname(path)));
	} catch (error) {
		if (file !== null) files.closeSync(file);
		throw storageProblem(error, path);
	}

	return {
		lines,
		torn,
		append(entry) {
			if (file === null) throw new Error("the setup journal is closed");
			const line: JournalLine = { seq: lines.length + 1, at: Math.max(0, Math.floor(clock.now())), entry };
			const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
			try {
				if (files.fstatSync(file).size !== size) files.ftruncateSync(file, size);
				for (let done = 0; done < bytes.length; ) done += files.writeSync(file, bytes, done);
				files.fsyncSync(file);
			} catch (error) {
				try {
					files.ftruncateSync(file, size);
				} catch {
					// The next append cuts first, and so does the next opening.
				}
				throw storageProblem(error, path);
			}
			size += bytes.length;
			lines.push(line);
		},
		close() {
			if (file !== null) files.closeSync(file);
			file = null;
		},
	};
}

function readBytes(files: JournalFiles, path: string): Buffer {
	try {
		return files.readFileSync(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
		throw storageProblem(error, path);
	}
}

/** `size`: bytes of the whole lines. A last line that is no JSON was cut off too: a disk may keep its end and lose its start. */
function parse(bytes: Buffer, path: string): { lines: JournalLine[]; torn: boolean; size: number } {
	const lines: JournalLine[] = [];
	let from = 0;
	while (from < bytes.length) {
		const end = bytes.indexOf(10, from);
		if (end < 0) return { lines, torn: true, size: from };
		const value = parseJson(bytes.subarray(from, end));
		if (value === undefined && end === bytes.length - 1) return { lines, torn: true, size: from };
		const line = journalLineSchema.safeParse(value);
		if (!line.success || line.data.seq !== lines.length + 1) {
			throw new ProblemError("setup.journal-broken", { path, line: lines.length + 1 });
		}
		lines.push(line.data);
		from = end + 1;
	}
	return { lines, torn: false, size: from };
}

function parseJson(bytes: Buffer): unknown {
	try {
		return JSON.parse(bytes.toString());
	} catch {
		return undefined;
	}
}
