// A throw-away folder with a person's files in it, and a file system whose power can fail. For tests.
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Power } from "../../engine/fixture-world.ts";
import type { WantedStep } from "../../engine/plan.ts";
import type { StepFiles } from "./files.ts";

export interface TestFolder {
	readonly path: string;
	at(...names: string[]): string;
	/** Everything below it: type, mode, number, time of change and content of each, so that "as before" means the same files. */
	picture(): Record<string, string>;
	remove(): void;
}

/** The person's own: a settings file with a mode of its own, a folder with a file, and a link. */
export function personFolder(): TestFolder {
	const path = fs.mkdtempSync(join(tmpdir(), "hearth-setup-"));
	const at = (...names: string[]) => join(path, ...names);
	fs.writeFileSync(at("settings"), "the person's settings\n", { mode: 0o640 });
	fs.writeFileSync(at("same"), "same text\n");
	fs.mkdirSync(at("theirs"));
	fs.writeFileSync(at("theirs", "note"), "a note\n");
	fs.symlinkSync("settings", at("link"));
	return {
		path,
		at,
		picture() {
			const all: Record<string, string> = {};
			const names = fs.readdirSync(path, { recursive: true, encoding: "utf8" }).sort();
			for (const name of names) {
				const stat = fs.lstatSync(at(name));
				const content = stat.isFile() ? fs.readFileSync(at(name), "utf8") : "";
				const link = stat.isSymbolicLink() ? fs.readlinkSync(at(name)) : "";
				const changed = stat.isDirectory() ? "" : stat.mtimeMs;
				all[name] = `${stat.mode.toString(8)} ${stat.nlink} ${stat.ino} ${changed} ${link}${content}`;
			}
			return all;
		},
		remove: () => fs.rmSync(path, { recursive: true, force: true }),
	};
}

/** node:fs with a moment before and after each effect at which the power may fail. */
export function poweredFiles(power: Power): StepFiles {
	const effects = [
		"writeSync",
		"fchmodSync",
		"linkSync",
		"renameSync",
		"unlinkSync",
		"mkdirSync",
		"chmodSync",
		"rmdirSync",
	];
	const powered: Record<string, unknown> = { ...fs };
	for (const name of [...effects, "openSync"]) {
		const real = (fs as unknown as Record<string, (...args: unknown[]) => unknown>)[name];
		powered[name] = (...args: unknown[]) =>
			name === "openSync" && args[1] === "r" ? real?.(...args) : power.effect(() => real?.(...args));
	}
	return powered as unknown as StepFiles;
}

const text = { text: "Hearth's text\n", mode: 0o644 };

/** One of each kind: new folders in each other with files in them, two take-overs, and two things that are there. */
export function filePlan({ at }: Pick<TestFolder, "at">): WantedStep[] {
	const step = (id: string, type: string, params: WantedStep["params"]) => ({ id, type, version: 1, params });
	return [
		step("folder", "folder.make", { path: at("new"), mode: 0o700 }),
		step("inner", "folder.make", { path: at("new", "inner"), mode: 0o755 }),
		step("there", "folder.make", { path: at("theirs"), mode: 0o755 }),
		step("file", "file.write", { path: at("new", "inner", "file"), ...text }),
		step("same", "file.write", { path: at("same"), text: "same text\n", mode: 0o600 }),
		step("settings", "file.take-over", { path: at("settings"), ...text }),
		step("fresh", "file.take-over", { path: at("theirs", "fresh"), ...text }),
	];
}
