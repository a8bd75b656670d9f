// One word for one thing, in tray, window, command line and docs.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import de from "./de.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import glossary from "./glossary.json" with { type: "json" };
import { textsOf } from "./message-shape.ts";
import { withoutTheirNames } from "./their-names.ts";

const root = new URL("../../", import.meta.url);
const spoken = (catalogue: Record<string, string>, locale: string) =>
	Object.entries(catalogue).flatMap(([code, message]) =>
		textsOf(message, locale).map((text) => [code, withoutTheirNames(text)] as const),
	);
const texts = { en: spoken(en, "en"), de: spoken(de, "de") };
/** What people who only use Hearth read in the repository; the pages for those who build it may name its parts. */
const docs = ["README.md", ...readdirSync(new URL("docs/", root)).map((one) => `docs/${one}`)].filter((one) =>
	/^(README|docs\/(user|guide|troubleshooting).*)\.md$/.test(one),
);
const said = (word: string) => new RegExp(`(?<![\\p{L}-])${word}(?![\\p{L}-])`, "iu");

test("at most 25 terms, each once, each with a meaning and at least one word it stands for alone", () => {
	expect(glossary.length).toBeLessThanOrEqual(25);
	for (const locale of ["en", "de"] as const) {
		expect(new Set(glossary.map((one) => one[locale])).size).toBe(glossary.length);
		for (const one of glossary) expect(one.not[locale].length, one.en).toBeGreaterThan(0);
	}
	for (const one of glossary) expect(one.means).not.toBe("");
});

test.each(["en", "de"] as const)("%s: no other word stands in for a term", (locale) => {
	const wrong = glossary.flatMap((term) =>
		term.not[locale].flatMap((word) =>
			texts[locale]
				.filter(([, text]) => said(word).test(text))
				.map(([code]) => `${code}: "${word}", say "${term[locale]}"`),
		),
	);
	expect(wrong).toEqual([]);
});

test.each(["en", "de"] as const)("%s: every term is used", (locale) => {
	const all = texts[locale].map(([, text]) => text).join("\n");
	const stem = (term: string) => term.replace(/(en|es|s)$/, "").toLowerCase();
	expect(glossary.filter((one) => !all.toLowerCase().includes(stem(one[locale]))).map((one) => one[locale])).toEqual(
		[],
	);
});

test("the pages people read keep to the English terms", () => {
	expect(docs).toContain("README.md");
	const wrong = docs.flatMap((path) => {
		const prose = readFileSync(new URL(path, root), "utf8").replace(/```[\s\S]*?```|`[^`]*`|\]\([^)]*\)/g, "");
		return glossary.flatMap((term) =>
			term.not.en.filter((word) => said(word).test(prose)).map((word) => `${path}: "${word}", say "${term.en}"`),
		);
	});
	expect(wrong).toEqual([]);
});
