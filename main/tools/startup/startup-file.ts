// The small file an entry consists of: written whole or not at all, and removed with the folders that were made for it.
import { randomBytes } from "node:crypto";
import { chmod, lstat, mkdir, open, readFile, readlink, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ProblemError } from "../../contract/problem.ts";

/** `missing`: nothing is there. `other`: a link, folder or device, with what a link names; never ours. */
export type StartupFile =
	| { readonly kind: "missing" }
	| { readonly kind: "text"; readonly text: string }
	| { readonly kind: "other"; readonly target: string };

/** An entry is a page of text; more was not written by us. */
const maxBytes = 65_536;

export async function readStartupFile(path: string): Promise<StartupFile> {
	try {
		const found = await lstat(path);
		if (found.isSymbolicLink()) return { kind: "other", target: await readlink(path) };
		if (!found.isFile() || found.size > maxBytes) return { kind: "other", target: "" };
		return { kind: "text", text: await readFile(path, "utf8") };
	} catch (error) {
		if (isMissing(error)) return { kind: "missing" };
		throw failed(path, error);
	}
}

/**
 * Writes `textOf(made)` to `path`, 0644, through a neighbour and a rename. `made` counts the folders that had to be made,
 * or is `madeBefore` when the file was there: the text remembers it for the removal.
 */
export async function writeStartupFile(
	path: string,
	madeBefore: number,
	textOf: (made: number) => string,
): Promise<void> {
	const folder = dirname(path);
	const near = join(folder, `.hearth-${randomBytes(6).toString("hex")}`);
	const missing = await missingFolders(folder);
	try {
		await mkdir(folder, { recursive: true, mode: 0o755 });
		const file = await open(near, "wx", 0o644);
		try {
			await file.writeFile(textOf(madeBefore + missing));
			await file.sync();
		} finally {
			await file.close();
		}
		await chmod(near, 0o644);
		await rename(near, path);
	} catch (error) {
		await rm(near, { force: true }).catch(() => undefined);
		await removeEmptyFolders(folder, missing);
		throw failed(path, error);
	}
}

/** Removes `path` and up to `made` of its parents while they are empty. */
export async function removeStartupFile(path: string, made: number): Promise<void> {
	try {
		await rm(path, { force: true });
	} catch (error) {
		throw failed(path, error);
	}
	await removeEmptyFolders(dirname(path), made);
}

/** How many folders of `folder`'s path are not there yet. */
async function missingFolders(folder: string): Promise<number> {
	let count = 0;
	for (let at = folder; at !== dirname(at); at = dirname(at)) {
		try {
			await lstat(at);
			return count;
		} catch (error) {
			if (!isMissing(error)) return count;
			count++;
		}
	}
	return count;
}

async function removeEmptyFolders(folder: string, count: number): Promise<void> {
	let at = folder;
	for (let left = count; left > 0; left--) {
		try {
			await rmdir(at);
		} catch {
			return; // Somebody else keeps something in it.
		}
		at = dirname(at);
	}
}

const isMissing = (error: unknown) => ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");

/** "startup.failed" for `where`, with the system's own error as detail. */
export function failed(where: string, error: unknown): ProblemError {
	if (error instanceof ProblemError) return error;
	const { code, message } = error as NodeJS.ErrnoException;
	return new ProblemError("startup.failed", { where, detail: code ?? message }, ["retry"]);
}
