// Removes what older builds left in a folder that is not emptied between builds: the parts of this build and of the one
// before stay, so that an agent that runs while its successor is built still finds what it has not loaded yet.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const listName = ".parts.json";

/** File names that may go: there, but neither in this build nor in the one before. */
export function leftovers(there: readonly string[], builds: readonly (readonly string[])[]): string[] {
	const kept = new Set(builds.flat());
	return there.filter((name) => !kept.has(name) && name !== listName);
}

/** The Vite plugin; `directory` is the build's absolute output folder. */
export function keepTwoBuilds(directory: string): Plugin {
	return {
		name: "hearth-keep-two-builds",
		writeBundle(_options, bundle) {
			const path = join(directory, listName);
			const now = Object.keys(bundle);
			const before = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as string[][])[0] : [];
			const builds = [now, before ?? []];
			const there = readdirSync(directory, { recursive: true, withFileTypes: true })
				.filter((entry) => entry.isFile())
				.map((entry) =>
					join(entry.parentPath, entry.name)
						.slice(directory.length + 1)
						.replaceAll("\\", "/"),
				);
			for (const name of leftovers(there, builds)) rmSync(join(directory, name), { force: true });
			writeFileSync(path, JSON.stringify(builds));
		},
	};
}
