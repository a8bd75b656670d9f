import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readNixLog } from "./nix-log.ts";

/** Recorded with Nix 2.34.8: three paths of 0.4 to 1.2 MB over HTTP, three builds, a failing build. */
const recorded = (name: string) =>
	readFileSync(new URL(`fixtures/nix-2.34-${name}.ndjson`, import.meta.url), "utf8")
		.trimEnd()
		.split("\n");

function play(lines: readonly string[]) {
	const log = readNixLog();
	const seen = lines.map((line) => {
		log.take(line);
		return log.progress();
	});
	return { log, seen, last: log.progress() };
}

test("a download: bytes grow to what was expected", () => {
	const { last, seen } = play(recorded("fetch"));
	expect(last.copied.done).toBe(last.copied.expected);
	expect(last.copied.done).toBeGreaterThan(2_400_000);
	expect(last.downloaded.done).toBeGreaterThan(1_000);
	expect(new Set(seen.map(({ copied }) => copied.done)).size).toBeGreaterThan(3);
	expect(last.built).toEqual({ done: 0, expected: 0 });
});

test("a build: three of three", () => {
	expect(play(recorded("build")).last.built).toEqual({ done: 3, expected: 3 });
});

test("a fault is told in plain text", () => {
	const { log } = play(recorded("fault"));
	expect(log.errors().join("\n")).toContain("builder failed with exit code 1");
	expect(log.said()).toContain("No space left on device");
	// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character.
	expect(log.errors().join("")).not.toMatch(/\u001b/);
});

test("lines that are not Nix's are left to others", () => {
	const log = readNixLog();
	expect(log.take("warning: something")).toBe(false);
	expect(log.take("@nix {")).toBe(false);
	expect(log.take('@nix {"action":"start","id":-1,"type":100}')).toBe(false);
	expect(log.take('@nix {"action":"stop","id":4}')).toBe(true);
});

const number = fc.oneof(fc.nat(200), fc.integer(), fc.double(), fc.constantFrom(100, 101, 104, 105, 106));
const hostile = fc.oneof(
	fc.string(),
	fc.json().map((text) => `@nix ${text}`),
	fc
		.record({
			action: fc.constantFrom("start", "stop", "result", "msg", "dance"),
			id: fc.oneof(fc.nat(5), number),
			type: number,
			level: number,
			msg: fc.string(),
			fields: fc.array(fc.oneof(number, fc.string()), { maxLength: 5 }),
		})
		.map((line) => `@nix ${JSON.stringify(line)}`),
);

test("whatever is said, progress never goes back and never promises less than is done", () => {
	fc.assert(
		fc.property(fc.array(hostile, { maxLength: 60 }), (lines) => {
			let before = readNixLog().progress();
			for (const progress of play(lines).seen) {
				for (const part of ["downloaded", "copied", "built"] as const) {
					expect(progress[part].done).toBeGreaterThanOrEqual(before[part].done);
					expect(progress[part].done).toBeLessThanOrEqual(progress[part].expected);
					expect(Number.isFinite(progress[part].expected)).toBe(true);
				}
				before = progress;
			}
		}),
		{ numRuns: 300 },
	);
});

test("recorded lines in any order, torn anywhere, do no harm", () => {
	const lines = recorded("fetch");
	fc.assert(
		fc.property(fc.shuffledSubarray(lines), fc.nat(400), (some, cut) => {
			const { last } = play(some.map((line, index) => (index % 3 === 0 ? line.slice(0, cut) : line)));
			expect(last.copied.done).toBeLessThanOrEqual(last.copied.expected);
		}),
		{ numRuns: 30 },
	);
});
