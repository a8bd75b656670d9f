// What wsl.exe and reg.exe say, in either encoding and in any language.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeLatin1, decodeWindowsText } from "./decode.ts";
import { isSameName, isSamePath, readDistros } from "./distros.ts";
import { readRegistry, registryNumber, registryText } from "./registry.ts";
import { isAtLeast, readWslVersion, wslErrorCode } from "./wsl.ts";

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));

describe("text", () => {
	/** wsl.exe writes whole lines of Windows' languages: no NUL, no lone surrogate. */
	const line = fc.string({ unit: "grapheme", maxLength: 30 }).map((text) => text.replace(/[\0\r\n\ufeff]/g, ""));
	const text = fc.array(line, { minLength: 1, maxLength: 5 }).map((lines) => `${lines.join("\r\n")}\r\n`);
	test("is the same from UTF-16LE, with and without a mark, and from UTF-8", () => {
		fc.assert(
			fc.property(text, (said) => {
				const plain = said.replaceAll("\r\n", "\n");
				const wide = Buffer.from(said, "utf16le");
				expect(decodeWindowsText(wide)).toBe(plain);
				expect(decodeWindowsText(Buffer.from(`\ufeff${said}`, "utf16le"))).toBe(plain);
				expect(decodeWindowsText(Buffer.from(said))).toBe(plain);
				expect(decodeWindowsText(Buffer.from(`\ufeff${said}`))).toBe(plain);
				expect(decodeLatin1(wide.toString("latin1"))).toBe(plain);
			}),
		);
	});
	test("never throws, whatever the bytes", () => {
		fc.assert(fc.property(fc.uint8Array(), (bytes) => decodeWindowsText(bytes).includes("\0") === false));
	});
	test("of a German Windows 11", () => {
		expect(decodeWindowsText(fixture("version-de.utf16"))).toContain("WSL-Version: 2.6.1.0");
		expect(decodeWindowsText(fixture("no-virtualisation-de.utf16"))).toContain("können");
	});
});

describe("versions and codes", () => {
	test.each([
		["WSL-Version: 2.6.1.0\nKernelversion: 6.6.87.2-1\n", [2, 6, 1]],
		["WSL version: 2.4.4.0\n", [2, 4, 4]],
		["WSL 版本： 2.3.26.0\n内核版本： 5.15.167.4-1\n", [2, 3, 26]],
		["Invalid command line option: --version\nKernel 5.15.1\n", null],
		["", null],
	])("%j", (text, version) => {
		expect(readWslVersion(text)).toEqual(version);
	});
	test("are ordered", () => {
		const version = fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }), fc.nat({ max: 9 }));
		fc.assert(
			fc.property(version, version, (one, other) => {
				const number = ([a, b, c]: [number, number, number]) => a * 100 + b * 10 + c;
				expect(isAtLeast(one, other)).toBe(number(one) >= number(other));
			}),
		);
	});
	test("failures are known by their code", () => {
		expect(wslErrorCode(decodeWindowsText(fixture("no-virtualisation-de.utf16")))).toBe(
			"Wsl/Service/RegisterDistro/CreateVm/HCS/HCS_E_HYPERV_NOT_INSTALLED",
		);
		expect(wslErrorCode("Es ist etwas passiert.")).toBeNull();
	});
});

describe("the registry", () => {
	const keys = readRegistry(fixture("lxss-two.reg.txt").toString("latin1"));
	test("of a PC with two distributions and one that was never finished", () => {
		expect(readDistros(keys)).toEqual([
			{
				guid: "{6f1d0b5e-8a0f-4b8e-9c1d-2f4a7e0c9b11}",
				name: "Ubuntu",
				ready: true,
				version: 2,
				basePath: "C:\\Users\\ada\\AppData\\Local\\wsl\\{6f1d0b5e-8a0f-4b8e-9c1d-2f4a7e0c9b11}",
			},
			{
				guid: "{a3c2d9f4-11f2-4c57-8a3e-0d7b5b6e2f90}",
				name: "docker-desktop",
				ready: false,
				version: 1,
				basePath: "C:\\Users\\ada\\AppData\\Local\\Docker\\wsl\\main",
			},
		]);
	});
	test("values are read by their type", () => {
		const [top] = keys;
		expect(registryNumber(top, "DefaultVersion")).toBe(2);
		expect(registryText(top, "DefaultVersion")).toBeNull();
		expect(registryNumber(top, "DefaultDistribution")).toBeNull();
		expect(registryText(top, "none")).toBeNull();
		expect(registryText(undefined, "none")).toBeNull();
	});
	test("what is written is read back; anything else is passed over", () => {
		const word = fc.stringMatching(/^[A-Za-z0-9_{}-]{1,12}$/);
		const data = fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]{0,20}[\x21-\x7e])?$/);
		fc.assert(
			fc.property(fc.array(fc.tuple(word, fc.dictionary(word, data, { noNullPrototype: true }))), (all) => {
				const text = all.flatMap(([name, values]) => [
					"",
					`HKEY_CURRENT_USER\\Software\\${name}`,
					...Object.entries(values).map(([key, value]) => `    ${key}    REG_SZ    ${value}`),
				]);
				const read = readRegistry(text.join("\r\n"));
				expect(read.map((key) => [key.path, [...key.values].map(([key, value]) => [key, value.data])])).toEqual(
					all.map(([name, values]) => [`HKEY_CURRENT_USER\\Software\\${name}`, Object.entries(values)]),
				);
			}),
		);
		fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => readDistros(readRegistry(text)).length >= 0));
	});
	test("names and paths are the same in any case; letters that reg.exe changes do not count", () => {
		expect(isSameName("Hearth", "HEARTH")).toBe(true);
		expect(isSamePath("\\\\?\\C:\\Users\\Jürgen\\x\\", "c:\\users\\J\u0081rgen\\X")).toBe(true);
		expect(isSamePath("C:\\Users\\ada", "C:\\Users\\adam")).toBe(false);
	});
});
