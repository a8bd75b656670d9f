import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { electronProgram, findElectron } from "./electron-binary.ts";

let folder = "";
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-find-electron-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (...path: string[]) => {
	const file = join(folder, ...path);
	mkdirSync(join(file, ".."), { recursive: true });
	writeFileSync(file, "electron");
	return file;
};

test("the package's own folder: path.txt and what it names, both", () => {
	expect(findElectron(folder, "linux", {})).toBeNull();
	const binary = put("dist", "electron");
	expect(findElectron(folder, "linux", {})).toBeNull(); // Unpacked, but the installer did not come to its end.
	put("path.txt");
	expect(findElectron(folder, "linux", {})).toBe(binary);
	rmSync(binary);
	expect(findElectron(folder, "linux", {})).toBeNull();
});

test("ELECTRON_OVERRIDE_DIST_PATH names the folder, ELECTRON_EXEC_PATH the program; neither is believed unseen", () => {
	const other = put("own", electronProgram("darwin") ?? "");
	const env = { ELECTRON_OVERRIDE_DIST_PATH: join(folder, "own") };
	expect(findElectron(folder, "darwin", env)).toBe(other);
	expect(findElectron(folder, "linux", env)).toBeNull();
	expect(findElectron(folder, "linux", { ...env, ELECTRON_EXEC_PATH: other })).toBe(other);
	expect(findElectron(folder, "darwin", { ...env, ELECTRON_EXEC_PATH: join(folder, "gone") })).toBeNull();
});

test("there is a program for each system Electron is built for", () => {
	expect((["linux", "win32", "darwin", "aix"] as const).map(electronProgram)).toEqual([
		"electron",
		"electron.exe",
		"Electron.app/Contents/MacOS/Electron",
		null,
	]);
});
