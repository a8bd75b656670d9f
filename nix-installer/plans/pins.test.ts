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
const { by: _by, ...linux } = good;
const linuxPin = { ...linux, for: "linux-installer" };

test("what this version brings along is checked, and covers the PCs that setup is for", () => {
	expect(checkPins(pins)).toEqual(pins);
	expect(pinFor(pins, "linux-installer", "x64")).not.toBeNull();
	expect(pinFor(pins, "linux-installer", "arm64")).not.toBeNull();
	expect(pinFor(pins, "mac-installer", "arm64")).not.toBeNull();
	expect(pinFor(pins, "windows-linux", "x64")).not.toBeNull();
	expect(pinFor(pins, "windows-installer", "x64")?.sha256).toBe(pinFor(pins, "linux-installer", "x64")?.sha256);
});

test("only from the makers' own servers, never by an address that moves", () => {
	for (const { url } of pins) {
		expect(new URL(url).host).toMatch(/^(github\.com|releases\.ubuntu\.com)$/);
		expect(url).not.toMatch(/latest|stable|master|main/);
	}
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
])("refused: %s", (_, entry) => {
	expect(() => checkPins([entry])).toThrow();
});

test("refused: two for the same use", () => {
	expect(() => checkPins([good, { ...good, by: "plan" }])).toThrow("two pins");
	expect(checkPins([linuxPin, { ...linuxPin, arch: "x64" }])).toHaveLength(2);
});
