import fc from "fast-check";
import { expect, test } from "vitest";
import { Failure } from "./failure.ts";
import { parseDays, parseHours, parseMiB, parseNumber, parseSize, parseUntil, parseWhole } from "./parse-amounts.ts";

const refused = (run: () => unknown) => {
	try {
		run();
	} catch (error) {
		expect(error).toBeInstanceOf(Failure);
		expect((error as Failure).exitCode).toBe(2);
		expect((error as Failure).problem.code).toBe("input.malformed");
		return true;
	}
	return false;
};

test("sizes", () => {
	expect(parseMiB("--memory", "512MiB")).toBe(512);
	expect(parseMiB("--memory", "2GiB")).toBe(2048);
	expect(parseMiB("--memory", "1.5gib")).toBe(1536);
	expect(parseSize("--output", "64KiB")).toBe(65_536);
	const bad = ["", "512", "512MB", "-1MiB", "0MiB", "1e3MiB", "NaNMiB", "MiB", "１MiB", "99999999999MiB"];
	for (const one of bad)
		expect(
			refused(() => parseSize("--memory", one)),
			one,
		).toBe(true);
	expect(refused(() => parseMiB("--memory", "1.0001MiB"))).toBe(true);
	expect(refused(() => parseMiB("--memory", "100KiB"))).toBe(true);
});

test("every whole number of MiB or GiB reads back as itself", () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 1_000_000 }), (n) => {
			expect(parseMiB("x", `${n}MiB`)).toBe(n);
			expect(parseMiB("x", `${n}GiB`)).toBe(n * 1024);
		}),
	);
});

test("durations count from now; tomorrow is the next day at 07:00, also over a clock change", () => {
	expect(parseUntil("x", "30m", 1000)).toBe(1000 + 1_800_000);
	expect(parseUntil("x", "2h", 0)).toBe(7_200_000);
	expect(parseUntil("x", "1w", 0)).toBe(604_800_000);
	for (const bad of ["", "30", "m", "0m", "-2h", "1.5h", "30 minutes", "yesterday"]) {
		expect(
			refused(() => parseUntil("x", bad, 0)),
			bad,
		).toBe(true);
	}
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (now) => {
			const until = parseUntil("x", "Tomorrow", now);
			const at = new Date(until);
			expect([at.getHours(), at.getMinutes(), at.getSeconds()]).toEqual([7, 0, 0]);
			expect(until - now).toBeGreaterThan(6 * 3_600_000);
			expect(until - now).toBeLessThanOrEqual(32 * 3_600_000);
		}),
	);
});

test("grants last whole days", () => {
	expect(parseDays("--for", "90d")).toBe(90);
	expect(parseDays("--for", "2w")).toBe(14);
	for (const bad of ["0d", "366d", "12h", "tomorrow", "", "53w"])
		expect(
			refused(() => parseDays("x", bad)),
			bad,
		).toBe(true);
});

test("hours", () => {
	expect(parseHours("x", "22:00-07:30")).toEqual({ from: 1320, to: 450 });
	expect(parseHours("x", "08:00-24:00")).toEqual({ from: 480, to: 0 });
	for (const bad of ["25:00-07:00", "22:60-07:00", "7:00-8:00", "22:00", "24:00-07:00", "08:00-24:01", ""]) {
		expect(
			refused(() => parseHours("x", bad)),
			bad,
		).toBe(true);
	}
	const part = fc.integer({ min: 0, max: 1439 });
	const hhmm = (m: number) => `${String(Math.floor(m / 60)).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`;
	fc.assert(
		fc.property(part, part, (from, to) => {
			expect(parseHours("x", `${hhmm(from)}-${hhmm(to)}`)).toEqual({ from, to });
		}),
	);
});

test("numbers", () => {
	expect(parseNumber("--cpus", "0.5", 0.1, 256)).toBe(0.5);
	expect(parseWhole("--seconds", "300", 1, 604_800)).toBe(300);
	for (const bad of ["", "0", "-1", "1e3", "0x10", "Infinity", "257", " "]) {
		expect(
			refused(() => parseNumber("x", bad, 0.1, 256)),
			bad,
		).toBe(true);
	}
	expect(refused(() => parseWhole("x", "1.5", 1, 9))).toBe(true);
});

test("no text whatever throws anything but a usage failure", () => {
	fc.assert(
		fc.property(fc.string(), (text) => {
			for (const parse of [parseSize, parseMiB, parseDays, parseHours]) {
				try {
					parse("x", text);
				} catch (error) {
					expect(error).toBeInstanceOf(Failure);
				}
			}
		}),
	);
});
