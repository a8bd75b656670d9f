// A power loss can leave half a line at the end. It was never acknowledged to anybody, so it is set aside and cut.
import { basename, dirname, join } from "node:path";
import { syncFolder } from "../../tools/files/sync-folder.ts";
import { type Files, writeAll } from "./files.ts";
import { readLines } from "./lines.ts";

/** Moves bytes after the last newline into `<path>.torn-<n>`. Gives that file's path, or null when nothing was torn. */
export function cutTornLine(files: Files, path: string): string | null {
	let kept = 0;
	let torn: Buffer | null = null;
	for (const line of readLines(files, path)) {
		if (line.whole) kept += line.bytes.length + 1;
		else torn = Buffer.from(line.bytes);
	}
	if (!torn) return null;
	const file = files.openSync(path, "r+");
	try {
		// A line without end that is longer than any of ours was not torn by us: verification will name it.
		if (files.fstatSync(file).size !== kept + torn.length) return null;
		const copy = writeCopy(files, path, torn);
		files.ftruncateSync(file, kept);
		files.fsyncSync(file);
		syncFolder(files, dirname(path));
		return copy;
	} finally {
		files.closeSync(file);
	}
}

/** Deletes the set-aside torn lines of the ledger at `path`: they hold parts of what stood in it. */
export function removeTornCopies(files: Files, path: string): void {
	const start = `${basename(path)}.torn-`;
	for (const name of files.readdirSync(dirname(path))) {
		if (name.startsWith(start)) files.rmSync(join(dirname(path), name), { force: true });
	}
}

function writeCopy(files: Files, path: string, bytes: Buffer): string {
	for (let n = 1; ; n++) {
		const copy = `${path}.torn-${n}`;
		if (files.existsSync(copy)) continue;
		const file = files.openSync(copy, "wx", 0o600);
		try {
			writeAll(files, file, bytes);
			files.fsyncSync(file);
		} finally {
			files.closeSync(file);
		}
		return copy;
	}
}
