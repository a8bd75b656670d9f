import { expect, test } from "vitest";
import de from "../assets/words/de.json" with { type: "json" };
import en from "../assets/words/en.json" with { type: "json" };
import { speaker } from "../main/contract/words.ts";
import { brokenPages, brokenPath, brokenStylePath } from "./broken-page.ts";

test.each([
	["en", en],
	["de", de],
] as const)("says in %s what is so and leads back, with nothing that could break", (language, words) => {
	const pages = brokenPages(speaker(words, language), language);
	const html = pages[brokenPath] ?? "";
	expect(Object.keys(pages)).toEqual([brokenPath, brokenStylePath]);
	expect(html).toContain(`<html lang="${language}">`);
	expect(html).toContain('<a href="/">');
	expect(html).not.toMatch(/<script|<style|\son\w+=|style=|src=/i);
});

test("words cannot become markup", () => {
	const html = brokenPages(() => `<script>"'&`, "en")[brokenPath] ?? "";
	expect(html).not.toContain("<script");
	expect(html).toContain("&#60;script&#62;&#34;&#39;&#38;");
});
