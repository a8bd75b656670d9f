import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { chooseLocale, directionOf, languages, wantedByEnvironment } from "./locales.ts";

describe("chooseLocale", () => {
	it.each([
		[["de-AT", "en-US"], "de", "de-AT"],
		[["en-US", "de"], "en", "en-US"],
		[["fr-FR", "de"], "de", "de"],
		[["fr-FR", "pt"], "en", "en"],
		[["de_CH.UTF-8"], "de", "de-CH"],
		[["de_DE@euro"], "de", "de-DE"],
		[["de-Latn-DE-u-nu-arab"], "de", "de-DE"],
		[["DE-de"], "de", "de-DE"],
		[["C.UTF-8"], "en", "en"],
		[["C"], "en", "en"],
		[["POSIX"], "en", "en"],
		[["not a locale!", "", "de"], "de", "de"],
		[[], "en", "en"],
	])("%j is read in %s as %s", (wanted, language, locale) => {
		expect(chooseLocale(wanted)).toEqual({ language, locale });
	});
	it("takes a regional catalogue only for that region", () => {
		const have = ["en", "en-XA"];
		expect(chooseLocale(["en-XA"], have)).toEqual({ language: "en-XA", locale: "en-XA" });
		expect(chooseLocale(["en-GB"], have)).toEqual({ language: "en", locale: "en-GB" });
	});
	test("whatever is wanted: a language that is there, a tag Intl takes, at most 35 characters", () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom("de", "fr_FR", "en-us", "zh-Hant-TW"))), (wanted) => {
				const { language, locale } = chooseLocale(wanted);
				expect(languages).toContain(language);
				expect(new Intl.NumberFormat(locale).format(1)).toBe("1");
				expect(locale.length).toBeLessThanOrEqual(35);
			}),
		);
	});
});

test("the environment: HEARTH_LANG first, then the first of LC_ALL, LC_MESSAGES and LANG that says anything", () => {
	expect(wantedByEnvironment({ HEARTH_LANG: "de", LANG: "en_US.UTF-8" })).toEqual(["de", "en_US.UTF-8"]);
	expect(wantedByEnvironment({ LC_ALL: "", LC_MESSAGES: "de_DE", LANG: "en_US" })).toEqual(["de_DE"]);
	expect(wantedByEnvironment({ LC_ALL: "C", LANG: "de_DE" })).toEqual(["C"]);
	expect(wantedByEnvironment({})).toEqual([]);
});

test("directions", () => {
	expect(["en-GB", "de", "ar", "ar-XB", "he-IL", "are"].map(directionOf)).toEqual([
		"ltr",
		"ltr",
		"rtl",
		"rtl",
		"rtl",
		"ltr",
	]);
});
