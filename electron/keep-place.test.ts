import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { placeFile } from "./keep-place.ts";
import { noteTo } from "./note.ts";

const directory = mkdtempSync(join(tmpdir(), "hearth-place-"));
const path = join(directory, "window.json");
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("keeps a place, in one file", () => {
	const place = { bounds: { x: -5, y: 7, width: 900, height: 700 }, maximized: true };
	expect(placeFile(path).read()).toBeNull();
	placeFile(path).write(place);
	expect(placeFile(path).read()).toEqual(place);
	expect(readdirSync(directory)).toEqual(["window.json"]);
});

test.each([
	"",
	"{",
	"null",
	"[]",
	'{"bounds":{"x":1,"y":1,"width":-5,"height":1},"maximized":false}',
	'{"bounds":1e9}',
])("a file with %j in it is none", (text) => {
	writeFileSync(path, text);
	expect(placeFile(path).read()).toBeNull();
});

test("a folder that is gone keeps no window from closing", () => {
	const nowhere = placeFile(join(directory, "gone", "window.json"));
	nowhere.write({ bounds: { x: 0, y: 0, width: 1, height: 1 }, maximized: false });
	expect(nowhere.read()).toBeNull();
});

test("a note is one line, of bounded length, without control characters", () => {
	const lines: string[] = [];
	const note = noteTo((text) => lines.push(text));
	note("denied the request https://x/\u001b[2J\r\nhearth: all fine");
	note("x".repeat(10_000));
	expect(lines[0]).toBe("hearth: denied the request https://x/ [2J hearth: all fine\n");
	expect(lines[1]).toHaveLength(509);
});
