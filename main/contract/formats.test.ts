import { describe, expect, it } from "vitest";
import {
	clockWords,
	dateTimeWords,
	dayTimeWords,
	dayWords,
	durationWords,
	momentWords,
	numberWords,
	untilWords,
} from "./formats.ts";

const noon = new Date(2026, 10, 22, 12, 0).getTime();
const hour = 3_600_000;

describe("durationWords", () => {
	it.each([
		[0, "0 ms"],
		[84, "84 ms"],
		[840, "840 ms"],
		[1240, "1.2 sec"],
		[12_000, "12 sec"],
		[60_000, "1 min"],
		[192_000, "3 min 12 sec"],
		[599_600, "10 min"],
		[3_119_000, "52 min"],
		[24_000_000, "6 hr 40 min"],
		[30.4 * hour, "30 hr 24 min"],
		[100 * hour, "4 days 4 hr"],
	])("says %i ms", (ms, words) => {
		expect(durationWords("en-GB", ms)).toBe(words);
	});
	it("never says sixty of anything", () => {
		for (let ms = 1000; ms < 8 * hour; ms += 7919) expect(durationWords("en", ms)).not.toMatch(/\b60\b/);
	});
});

describe("moments", () => {
	it("names near days", () => {
		expect(dayWords("en-GB", noon - 24 * hour, noon)).toBe("yesterday");
		expect(dayWords("en-GB", noon + 24 * hour, noon)).toBe("tomorrow");
		expect(momentWords("en-GB", noon + 2 * hour, noon)).toBe("today 14:00");
		expect(dayWords("en-GB", noon - 3 * 24 * hour, noon)).toBe("Thu");
		expect(dayWords("en-GB", noon - 40 * 24 * hour, noon)).toBe("13 Oct");
	});
	it("leaves today out of the end of a wait", () => {
		expect(untilWords("en-GB", noon + 2 * hour, noon)).toBe("14:00");
		expect(untilWords("en-GB", noon + 18 * hour, noon)).toBe("tomorrow 06:00");
	});
	it("writes midnight as 00:00, not 24:00", () => {
		expect(clockWords("en-GB", new Date(2026, 10, 22).getTime())).toBe("00:00");
	});
});

describe("regions", () => {
	it("writes times in 24 hours or in 12 as the region does", () => {
		expect(clockWords("de-AT", noon + 2 * hour)).toBe("14:00");
		expect(clockWords("en-US", noon + 2 * hour)).toMatch(/^2:00.PM$/);
		expect(clockWords("en", noon + 2 * hour)).toBe("14:00");
		expect(dayTimeWords("en-US", 20 * 60)).toMatch(/^8:00.PM$/);
		expect(dayTimeWords("de", 1440)).toBe("00:00");
	});
	it("speaks German units, days and signs", () => {
		expect(durationWords("de", 192_000)).toBe("3 Min. 12 Sek.");
		expect(durationWords("de", 1240)).toBe("1,2 Sek.");
		expect(durationWords("de", 100 * hour)).toBe("4 Tage 4 Std.");
		expect(momentWords("de", noon - 24 * hour, noon)).toBe("gestern 12:00");
		expect(dateTimeWords("de", noon)).toBe("22.11.2026, 12:00");
		expect(numberWords("de", 1234.56)).toBe("1.234,6");
	});
});
