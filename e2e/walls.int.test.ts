// The rooms' walls: a forbidden import must fail the build. A check that cannot fail proves nothing, so each wall is
// tried in a copy of the sources, first untouched, then with one planted line.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
let copy: string;

const build = (room: string) =>
	new Promise<{ code: number; text: string }>((resolve) => {
		const tsc = join(root, "node_modules/typescript/bin/tsc");
		execFile(process.execPath, [tsc, "-b", room], { cwd: copy }, (error, stdout) => {
			resolve({ code: error ? 1 : 0, text: stdout });
		});
	});

beforeAll(async () => {
	copy = mkdtempSync(join(tmpdir(), "hearth-walls-"));
	for (const part of [
		"main/contract",
		"main/core",
		"main/tools",
		"assets",
		"renderer",
		"tsconfig.base.json",
		"package.json",
	]) {
		cpSync(join(root, part), join(copy, part), { recursive: true });
	}
	symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
	for (const room of ["main/core", "main/tools", "renderer"]) {
		expect(await build(room)).toEqual({ code: 0, text: "" });
	}
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe("the walls between rooms", () => {
	it.each([
		["core may not import tools", "main/core", `export { systemClock } from "../tools/clock/clock.ts";`],
		["core may not use Node", "main/core", `export { readFileSync } from "node:fs";`],
		["core may not read a clock of the page", "main/core", "export const page = document;"],
		["contract may not import core", "main/contract", `export { decide } from "../core/decide.ts";`],
		["tools may not use the page", "main/tools", "export const page = document;"],
		["the window may not import core", "renderer", `export { decide } from "../main/core/decide.ts";`],
		["the window may not import tools", "renderer", `export { systemClock } from "../main/tools/clock/clock.ts";`],
		["the window may not use Node", "renderer", `export { readFileSync } from "node:fs";`],
	])("%s", async (_name, room, line) => {
		const planted = join(copy, room, "planted.ts");
		writeFileSync(planted, `${line}\n`);
		try {
			const { code, text } = await build(room);
			expect(code).toBe(1);
			expect(text).toMatch(/TS(6307|6059|2307|2591|2584|2304|2580)/);
		} finally {
			rmSync(planted);
		}
	});
});
