// The links a generation puts into a home, and what stands at their places.
import { type Dirent, lstatSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";

export interface HomeLinks {
	/** Absolute folder the links lead into: each is ROOT/path. */
	readonly root: string;
	/** Relative to the home, sorted. */
	readonly paths: readonly string[];
}

/** Every file and link of the generation's home-files. @throws when the generation is not in the store */
export function readHomeLinks(generation: string): HomeLinks {
	const root = realpathSync(join(generation, "home-files"));
	const paths: string[] = [];
	const walk = (folder: string) => {
		for (const one of readdirSync(folder, { withFileTypes: true })) {
			if (one.isDirectory()) walk(join(folder, one.name));
			else if (isLeaf(one)) paths.push(relative(root, join(folder, one.name)));
		}
	};
	walk(root);
	return { root, paths: paths.sort() };
}

const isLeaf = (one: Dirent) => one.isFile() || one.isSymbolicLink();

/** What stands where a link goes, without following it. `id`: its file number. */
export type Standing =
	| { readonly kind: "free" }
	| { readonly kind: "file" | "folder"; readonly id: string }
	| { readonly kind: "link"; readonly text: string }
	/** Something that is no folder stands where the link's own folder must be. */
	| { readonly kind: "no-folder" };

/** @throws what node:fs throws, e.g. EACCES */
export function standingAt(path: string): Standing {
	try {
		const stat = lstatSync(path, { bigint: true });
		if (stat.isSymbolicLink()) return { kind: "link", text: readlinkSync(path) };
		return { kind: stat.isDirectory() ? "folder" : "file", id: String(stat.ino) };
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code;
		if (code === "ENOENT") return { kind: "free" };
		if (code === "ENOTDIR") return { kind: "no-folder" };
		throw error;
	}
}

/** True when `path` of the home is the link that one of these generations put there. */
export function isLinkOf(home: string, path: string, of: readonly HomeLinks[]): boolean {
	const found = standingAt(join(home, path));
	return found.kind === "link" && of.some(({ root }) => found.text === join(root, path));
}

/** The folders above `paths`, below the home, outermost first, each once. */
export function foldersOf(paths: readonly string[]): string[] {
	const all = new Set<string>();
	for (const path of paths) {
		for (let folder = dirname(path); folder !== "." && folder !== "/"; folder = dirname(folder)) all.add(folder);
	}
	return [...all].sort((a, b) => a.split("/").length - b.split("/").length || (a < b ? -1 : 1));
}
