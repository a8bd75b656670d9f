// A person's home before setup, with everything that can stand in the way, and an exact picture of it.
import {
	chmodSync,
	lstatSync,
	lutimesSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";

const lastYear = 1_700_000_000;

/** Files of every kind at the places of the links of `homeFiles`, and some that setup has nothing to do with. */
export function fillHome(home: string): void {
	const write = (path: string, text: string, mode: number) => {
		mkdirSync(join(home, path, ".."), { recursive: true });
		writeFileSync(join(home, path), text);
		chmodSync(join(home, path), mode);
		utimesSync(join(home, path), lastYear, lastYear);
	};
	write(".config/git/config", "[user]\n\tname = own\n", 0o600);
	write(".own rc", "# the person's own\n", 0o644);
	write(".same", "the same text\n", 0o640);
	write("notes/list.txt", "milk\n", 0o444);
	write(".tool/inside", "a folder where a file goes\n", 0o755);
	mkdirSync(join(home, ".config/lonely"), { mode: 0o710 });
	symlinkSync("/nowhere/at all", join(home, ".dangling"));
	symlinkSync("notes/list.txt", join(home, ".linked-same"));
	lutimesSync(join(home, ".dangling"), lastYear, lastYear);
	symlinkSync("notes", join(home, "link to notes"));
	chmodSync(join(home, ".tool"), 0o700);
}

/** Home Manager options: links to all those places and to new ones. `word` tells one generation from another. */
export function homeFiles(word: string): string {
	const file = (path: string, text: string) => `  home.file.${JSON.stringify(path)}.text = ${JSON.stringify(text)};`;
	return [
		file(".own rc", `# ${word}\n`),
		file(".same", "the same text\n"),
		file(".tool", `${word}\n`),
		file(".dangling", `${word}\n`),
		file(".linked-same", "milk\n"),
		file(".config/lonely/new", `${word}\n`),
		file(".config/fresh/deep/er", `${word}\n`),
		file(`.only-${word}`, `${word}\n`),
	].join("\n");
}

export interface HomePicture {
	readonly [path: string]: string;
}

/** Each path below `home`: kind, mode, content or link text; for what is no folder also its number and time of change. */
export function pictureHome(home: string): HomePicture {
	const all: Record<string, string> = {};
	for (const name of readdirSync(home, { recursive: true, encoding: "utf8" }).sort()) {
		const path = join(home, name);
		const stat = lstatSync(path);
		const mode = stat.mode.toString(8);
		if (stat.isDirectory()) all[name] = `folder ${mode}`;
		else if (stat.isSymbolicLink()) all[name] = `link ${readlinkSync(path)} ${stat.mtimeMs}`;
		else all[name] = `file ${mode} ${stat.ino} ${stat.mtimeMs} ${stat.size} ${readFileSync(path, "utf8")}`;
	}
	return all;
}

/** Without what differs for links that were made anew: nothing else may. */
export function differences(before: HomePicture, after: HomePicture): string[] {
	const names = new Set([...Object.keys(before), ...Object.keys(after)]);
	return [...names].sort().filter((name) => before[name] !== after[name]);
}
