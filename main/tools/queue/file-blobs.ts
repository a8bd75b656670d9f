// Inputs, modules and outputs as files named by their digest. A file appears whole or not at all.
import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, digestSchema } from "../../contract/ids.ts";
import { ProblemError } from "../../contract/problem.ts";
import { sha256 } from "../crypto/canonical.ts";
import { storageProblem } from "./embedded-errors.ts";
import { needBlobSize } from "./job-fit.ts";

export interface FileBlobs {
	put(bytes: Uint8Array): Promise<Digest>;
	get(digest: Digest): Promise<Uint8Array | null>;
	/** Removes files not put again since `epochMs`, and what an interrupted write left. */
	prune(epochMs: number): Promise<void>;
}

const hexLength = 64;

/** Blobs under `folder`, which is made when first needed. `now` in epoch ms, for the files' age. */
export function openFileBlobs(folder: string, now: () => number): FileBlobs {
	const guarded = async <T>(run: () => Promise<T>): Promise<T> => {
		try {
			return await run();
		} catch (error) {
			throw storageProblem(error, folder);
		}
	};
	const pathOf = (digest: Digest) => join(folder, digest.slice("sha256:".length));

	const write = async (path: string, bytes: Uint8Array) => {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		const half = `${path}.${randomUUID()}.tmp`;
		try {
			const file = await open(half, "w", 0o600);
			try {
				await file.writeFile(bytes);
				await file.sync();
			} finally {
				await file.close();
			}
			await rename(half, path);
		} catch (error) {
			await rm(half, { force: true });
			throw error;
		}
	};

	return {
		put: (bytes) =>
			guarded(async () => {
				needBlobSize(bytes);
				const digest = sha256(bytes);
				const path = pathOf(digest);
				const there = await readOrNull(path);
				if (there && sha256(there) === digest) {
					const seconds = now() / 1_000;
					await utimes(path, seconds, seconds);
				} else await write(path, bytes);
				return digest;
			}),
		get: (digest) =>
			guarded(async () => {
				if (!digestSchema.safeParse(digest).success) return null; // never let a hostile digest become a path
				const bytes = await readOrNull(pathOf(digest));
				if (bytes && sha256(bytes) !== digest) throw new ProblemError("job.digest-mismatch", { name: digest });
				return bytes;
			}),
		prune: (epochMs) =>
			guarded(async () => {
				for (const name of await namesIn(folder)) {
					const path = join(folder, name);
					if (name.length < hexLength || (await stat(path)).mtimeMs >= epochMs) continue;
					await rm(path, { force: true });
				}
			}),
	};
}

async function readOrNull(path: string): Promise<Uint8Array | null> {
	try {
		return await readFile(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
}

async function namesIn(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
		throw error;
	}
}
