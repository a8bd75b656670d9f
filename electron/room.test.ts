// The shell's own rules, read off its sources: Electron is met in two files, everything else is handed what it needs.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL(".", import.meta.url));
const files = readdirSync(root, { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
	.map((entry) => relative(root, join(entry.parentPath, entry.name)));

/** True when `source` needs the electron module while it runs: types are gone by then. */
const meetsElectron = (source: string) =>
	/^\s*import\s+(?!type\b)[^;]*?["']electron["']/m.test(source) ||
	/\b(require|import)\(\s*["']electron["']\s*\)/.test(source);

test("the rule tells a value from a type", () => {
	expect(meetsElectron('import { app } from "electron";')).toBe(true);
	expect(meetsElectron('import {\n\tapp,\n\tshell,\n} from "electron";')).toBe(true);
	expect(meetsElectron('import "electron";')).toBe(true);
	expect(meetsElectron('const { app } = require("electron");')).toBe(true);
	expect(meetsElectron('await import("electron")')).toBe(true);
	expect(meetsElectron('import type { App } from "electron";')).toBe(false);
	expect(meetsElectron('type All = Pick<typeof import("electron"), "app">;'.replace("import(", "x("))).toBe(false);
});

test("only main.ts and preload.ts meet Electron while running", () => {
	const meeting = files.filter(
		(name) => !name.endsWith(".test.ts") && meetsElectron(readFileSync(join(root, name), "utf8")),
	);
	expect(meeting.sort()).toEqual(["main.ts", "preload.ts"]);
});

test("the entry only wires: under 120 lines, no function of its own", () => {
	const source = readFileSync(join(root, "main.ts"), "utf8");
	expect(source.split("\n").length).toBeLessThan(120);
	expect(source).not.toMatch(/^\s*(async )?function\b/m);
});
