// Homes of any shape, changed the way an activation changes them and cut off anywhere, are put back exactly as they were.
import {
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	renameSync,
	rmdirSync,
	rmSync,
	symlinkSync,
	unlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readFolders } from "./folders.ts";
import { type HomeBefore, readHomeBefore } from "./home-before.ts";
import { readHomeLinks } from "./home-links.ts";
import { homePlaces } from "./home-places.ts";
import { readOriginal } from "./originals.ts";
import { putHomeBack, removeTraces } from "./remove-home.ts";
import { surveyHome } from "./survey.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-put-back-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const extension = "before-hearth-1";

function picture(home: string): Record<string, string> {
	const all: Record<string, string> = {};
	for (const name of readdirSync(home, { recursive: true, encoding: "utf8" })) {
		const stat = lstatSync(join(home, name));
		const text = stat.isFile() ? readFileSync(join(home, name), "utf8") : "";
		const link = stat.isSymbolicLink() ? readlinkSync(join(home, name)) : "";
		all[name] = `${stat.mode} ${stat.isDirectory() || stat.isSymbolicLink() ? "" : stat.ino} ${link}${text}`;
	}
	return all;
}

/** What an activation and its removal do to files, as single effects. */
function* effects(home: string, root: string, paths: readonly string[]): Generator<undefined, void> {
	for (const path of paths) {
		const place = join(home, path);
		mkdirSync(dirname(place), { recursive: true });
		yield;
		const found = lstatSync(place, { throwIfNoEntry: false });
		if (found?.isSymbolicLink()) unlinkSync(place);
		else if (found) renameSync(place, `${place}.${extension}`);
		yield;
		symlinkSync(join(root, path), place);
		yield;
	}
	for (const path of paths) {
		unlinkSync(join(home, path));
		yield;
		// As `rmdir -p` does: also folders that were empty before.
		for (let up = dirname(path); up !== "."; up = dirname(up)) {
			if (readdirSync(join(home, up)).length > 0) break;
			rmdirSync(join(home, up));
			yield;
		}
	}
}

const names = ["a", "b", ".c", "d e"];
const place = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const thing = fc.constantFrom("file", "folder", "full folder", "link", "dangling");

test("cut off at any effect, put back once or twice: exactly as before", () => {
	const things = fc.array(fc.tuple(place, thing), { maxLength: 8 });
	let runs = 0;
	fc.assert(
		fc.property(things, fc.uniqueArray(place, { maxLength: 6 }), fc.nat(60), (own, wanted, cutAt) => {
			const base = join(folder, String(runs++));
			const [home, generation] = [join(base, "home"), join(base, "generation")];
			mkdirSync(home, { recursive: true });
			for (const [path, kind] of own) put(join(home, path), kind);
			const root = join(generation, "home-files");
			mkdirSync(root, { recursive: true });
			for (const path of wanted) put(join(root, path), "file");
			const places = homePlaces(home, "ada", {});
			const { paths } = readHomeLinks(generation);
			const before = picture(home);
			let written: HomeBefore;
			try {
				const { replaces, adds } = surveyHome(places, generation, null);
				expect([...replaces, ...adds].sort()).toEqual(paths);
				const originals = replaces.flatMap((path) => readOriginal(home, path) ?? []);
				const folders = readFolders(places, paths);
				written = { originals, folders, root: readHomeLinks(generation).root, links: [...paths], extension };
			} catch (error) {
				// A file, or a link to nothing, where a folder must be: said before anything is written.
				expect(String(error)).toContain("home-in-the-way");
				return;
			}
			try {
				let effect = 0;
				for (const _ of effects(home, written.root, paths)) if (effect++ === cutAt) break;
			} catch (error) {
				// A dangling link where a folder must be made: the activation ends there.
				expect((error as NodeJS.ErrnoException).code).toMatch(/ENOTDIR|EEXIST|ENOENT/);
			}
			const remembered = readHomeBefore(JSON.stringify(written)) as HomeBefore;
			for (const _ of [1, 2]) {
				expect(putHomeBack(home, remembered)).toEqual([]);
				removeTraces(places, remembered);
				expect(picture(home)).toEqual(before);
			}
		}),
		{ numRuns: 40 },
	);
});

function put(path: string, kind: string): void {
	try {
		mkdirSync(dirname(path), { recursive: true });
		if (existsSync(path) || lstatSync(path, { throwIfNoEntry: false })) return;
		if (kind === "file") writeFileSync(path, "own");
		else if (kind === "link") symlinkSync("/etc/hostname", path);
		else if (kind === "dangling") symlinkSync("/nowhere", path);
		else mkdirSync(path, { mode: 0o750 });
		if (kind === "full folder") writeFileSync(join(path, "inside"), "inside");
	} catch (error) {
		// Something made before stands where the folder would be.
		expect((error as NodeJS.ErrnoException).code).toMatch(/ENOTDIR|EEXIST|ENOENT/);
	}
}
