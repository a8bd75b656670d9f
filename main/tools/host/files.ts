// The few ways readers look at the file system, injected so that they can be tested on recorded trees.
import { readdir, readFile, stat } from "node:fs/promises";

export interface FileOwner {
	readonly uid: number;
	readonly accessedAt: number;
}

export interface HostFiles {
	/** Trimmed text; null when it cannot be read. */
	text(path: string): Promise<string | null>;
	/** Names in a directory, sorted; null when it cannot be read. */
	names(path: string): Promise<string[] | null>;
	/** Owner and time of last access (epoch ms); null when it cannot be read. */
	owner(path: string): Promise<FileOwner | null>;
}

const orNull = <T>(promise: Promise<T>) => promise.catch(() => null);

export const systemFiles: HostFiles = {
	text: (path) => orNull(readFile(path, "utf8").then((text) => text.trim())),
	names: (path) => orNull(readdir(path).then((names) => names.sort())),
	owner: (path) => orNull(stat(path).then((found) => ({ uid: found.uid, accessedAt: found.atimeMs }))),
};

/** A recorded tree: path to text, and path to owner for device nodes. Directories follow from the paths. For tests. */
export function recordedFiles(texts: Record<string, string>, owners: Record<string, FileOwner> = {}): HostFiles {
	const paths = [...Object.keys(texts), ...Object.keys(owners)];
	return {
		text: async (path) => texts[path]?.trim() ?? null,
		names: async (path) => {
			const below = paths.filter((one) => one.startsWith(`${path}/`));
			if (below.length === 0) return null;
			const names = below.map((one) => one.slice(path.length + 1).split("/")[0] ?? "").filter(Boolean);
			return [...new Set(names)].sort();
		},
		owner: async (path) => owners[path] ?? null,
	};
}
