// A folder of plain text files as one value: read whole, written whole, compared exactly, removed without following a link.
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { syncFolder } from "../../../main/tools/files/sync-folder.ts";
import { look, type StepFiles, writeNew } from "./files.ts";

const pathSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*){0,7}$/);
/** Paths below the folder, with "/" between names, and what each file says. */
export const folderTextSchema = z.record(pathSchema, z.string().max(262_144));
export type FolderText = z.infer<typeof folderTextSchema>;

const at = (place: string, path: string) => join(place, ...path.split("/"));

/** Every folder above the files, outermost first. */
function foldersOf(text: FolderText): string[] {
	const all = new Set<string>();
	for (const path of Object.keys(text)) {
		for (let end = path.indexOf("/"); end > 0; end = path.indexOf("/", end + 1)) all.add(path.slice(0, end));
	}
	return [...all].sort();
}

/** Makes `place`, which must not be there, with exactly these files, all on disk when it returns. */
export function writeFolder(files: StepFiles, place: string, text: FolderText): void {
	const folders = [place, ...foldersOf(text).map((path) => at(place, path))];
	for (const folder of folders) {
		files.mkdirSync(folder, { mode: 0o700 });
		files.chmodSync(folder, 0o755);
	}
	for (const [path, one] of Object.entries(text)) writeNew(files, at(place, path), one, 0o644);
	for (const folder of [...folders].reverse()) syncFolder(files, folder);
	syncFolder(files, dirname(place));
}

/** True when `place` holds these files and nothing else. */
export function holdsExactly(files: StepFiles, place: string, text: FolderText): boolean {
	const folders = new Set(foldersOf(text));
	const names = readdirSync(place, { recursive: true, encoding: "utf8" }).map((name) => name.split(/[\\/]/).join("/"));
	const whole = names.length === folders.size + Object.keys(text).length;
	return (
		whole &&
		names.every((name) => {
			const found = look(files, at(place, name));
			if (found.kind === "folder") return folders.has(name);
			return found.kind === "file" && Object.hasOwn(text, name) && found.text.equals(Buffer.from(text[name] ?? ""));
		})
	);
}

/** Removes the folder with all in it; a link in it goes, what it leads to stays. Nothing there is fine. */
export function removeFolder(files: StepFiles, place: string): void {
	const found = look(files, place);
	if (found.kind === "missing") return;
	if (found.kind === "folder") {
		for (const name of readdirSync(place)) removeFolder(files, join(place, name));
		files.rmdirSync(place);
	} else files.unlinkSync(place);
	syncFolder(files, dirname(place));
}

/** The files below `place`, which are all plain text. @throws what node:fs or the schema throws */
export function readFolder(files: StepFiles, place: string): FolderText {
	const entries = readdirSync(place, { recursive: true, encoding: "utf8" }).sort();
	const text = entries.flatMap((name): [string, string][] => {
		const found = look(files, join(place, name));
		return found.kind === "file" ? [[name.split(/[\\/]/).join("/"), found.text.toString("utf8")]] : [];
	});
	return folderTextSchema.parse(Object.fromEntries(text));
}
