// No address counts without its digest.
import { expect, test } from "vitest";
import { checkPins, pinFor, pins } from "./pins.ts";

const good = {
	for: "mac-installer",
	arch: "arm64",
	by: "package",
	name: "the tools",
	url: "https://example.org/tools.pkg",
	sha256: "0".repeat(64),
	bytes: 1,
} as const;
const { sha256: _, ...withoutDigest } = good;
const linux = {
	...withoutDigest,
	sha256: good.sha256,
	for: "linux-installer",
	planner: "linux",
	actions: ["create_directory"],
	changes: [{ kind: "folder", how: "adds", place: "/nix" }],
};
const { by: __, ...linuxPin } = linux;

test("what this version brings along is checked; nothing is made up", () => {
	expect(checkPins(pins)).toEqual(pins);
});

test("a whole entry is taken, and found by its use and processor", () => {
	const list = checkPins([good, linuxPin]);
	expect(pinFor(list, "mac-installer", "arm64")).toEqual(good);
	expect(pinFor(list, "mac-installer", "x64")).toBeNull();
	expect(pinFor(list, "windows-linux", "arm64")).toBeNull();
});

test.each([
	["no digest", withoutDigest],
	["half a digest", { ...good, sha256: "0".repeat(63) }],
	["a digest in capitals", { ...good, sha256: "A".repeat(64) }],
	["no https", { ...good, url: "http://example.org/tools.pkg" }],
	["a file", { ...good, url: "file:///tools.pkg" }],
	["no size", { ...good, bytes: 0 }],
	["an unknown use", { ...good, for: "mac" }],
	["something more", { ...good, more: 1 }],
	["no recorded actions", { ...linuxPin, actions: [] }],
	["no recorded changes", { ...linuxPin, changes: [] }],
])("refused: %s", (_, entry) => {
	expect(() => checkPins([entry])).toThrow();
});

test("refused: two for the same use", () => {
	expect(() => checkPins([good, { ...good, by: "plan" }])).toThrow("two pins");
	const other = { ...linuxPin, planner: "ostree" };
	expect(checkPins([linuxPin, other])).toHaveLength(2);
});
