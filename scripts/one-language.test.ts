// One visual language: colours, radii, type and motion have their names in renderer/ui/tokens.css, and nothing else has values of
// its own; places are said by the reading direction, never by left and right.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const renderer = new URL("../renderer/", import.meta.url);
const owners = ["ui/tokens.css", "ui/fonts.css"];

interface Declaration {
	readonly property: string;
	readonly value: string;
}

/** Every declaration of a style sheet, comments and conditions of media rules left out. */
function declarationsOf(css: string): Declaration[] {
	const plain = css.replaceAll(/\/\*.*?\*\//gs, "");
	return [...plain.matchAll(/(?<=[{;]\s*)([\w-]+)\s*:\s*([^;{}]+)(?=[;}])/g)].map(([, property = "", value = ""]) => ({
		property,
		value: value.replaceAll(/\s+/g, " ").trim(),
	}));
}

const colour = /#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|oklch|oklab|lab|lch|hwb|light-dark|color-mix)\(/i;
const namedColour = /\b(black|white|red|green|blue|orange|yellow|grey|gray|brown|purple|pink)\b/i;
const length = /(?<![\w-])\d*\.?\d+(px|rem|em|pt|%)/;
const time = /(?<![\w-])\d*\.?\d+m?s\b/;
const physical =
	/^(margin|padding|border)-(left|right|top|bottom)(-|$)|^(left|right|top|bottom|width|height|(min|max)-(width|height))$/;

/** What a declaration says that only a token may say; null when it is clean. */
function strayIn({ property, value }: Declaration): string | null {
	const is = (pattern: RegExp) => pattern.test(value);
	if (colour.test(value) || (/color|background|fill|stroke|border|outline|shadow/.test(property) && is(namedColour)))
		return "a colour of its own";
	if (/radius$/.test(property) && is(length)) return "a radius of its own";
	if (property === "font-size" && is(length)) return "a size of letters of its own";
	if (property === "font" && is(length)) return "a type of its own";
	if (/^(transition|animation)/.test(property) && is(time)) return "a time of its own";
	if (/^outline(-width|-offset)?$/.test(property) && is(length)) return "a focus ring of its own";
	if (property === "box-shadow" && !is(/^(none|var\(--shadow\)|inset 0 0 0 var\(--)/)) return "a shadow of its own";
	if (physical.test(property)) return "a physical side";
	if (/^(text-align|float|clear)$/.test(property) && is(/\b(left|right)\b/)) return "a physical side";
	if (property === "inset" || (/^(margin|padding)$/.test(property) && lopsided(value))) return "a physical side";
	return null;
}

/** Four values of which the second and fourth differ are left and right by another name. */
function lopsided(value: string): boolean {
	const parts = value.split(/ (?![^(]*\))/);
	return parts.length === 4 && parts[1] !== parts[3];
}

const sheets = readdirSync(renderer, { recursive: true, encoding: "utf8" })
	.map((name) => name.replaceAll("\\", "/"))
	.filter((name) => name.endsWith(".css") && !owners.includes(name))
	.sort();
const cssOf = (name: string) => readFileSync(new URL(name, renderer), "utf8");

describe("every style sheet", () => {
	it("is read as it is written", () => {
		expect(sheets.length).toBeGreaterThan(15);
		for (const name of [...owners, ...sheets]) expect(declarationsOf(cssOf(name)).length, name).toBeGreaterThan(0);
	});
	it.each(sheets)("%s names what it uses", (name) => {
		const found = declarationsOf(cssOf(name))
			.map((one) => ({ one, stray: strayIn(one) }))
			.filter(({ stray }) => stray !== null)
			.map(({ one, stray }) => `${one.property}: ${one.value} is ${stray}`);
		expect(found).toEqual([]);
	});
	it("uses no name that the tokens do not have", () => {
		const known = new Set(owners.flatMap((name) => declarationsOf(cssOf(name)).map((one) => one.property)));
		for (const name of sheets) {
			const own = new Set(declarationsOf(cssOf(name)).map((one) => one.property));
			const used = [...cssOf(name).matchAll(/var\((--[\w-]+)/g)].map(([, token = ""]) => token);
			expect(used.filter((token) => !known.has(token) && !own.has(token))).toEqual([]);
		}
	});
});

describe("the check itself", () => {
	it.each([
		["color: #fff", "a colour of its own"],
		["border: 1px solid red", "a colour of its own"],
		["background: color-mix(in srgb, var(--ink), var(--bg))", "a colour of its own"],
		["border-radius: 6px", "a radius of its own"],
		["border-start-start-radius: 6px", "a radius of its own"],
		["font-size: 15px", "a size of letters of its own"],
		["font: 500 15px / 1.2 var(--serif)", "a type of its own"],
		["transition: color 200ms", "a time of its own"],
		["animation: breathe 4s infinite", "a time of its own"],
		["outline: 2px solid var(--sky)", "a focus ring of its own"],
		["box-shadow: 0 1px 2px var(--ink)", "a shadow of its own"],
		["margin-left: var(--s1)", "a physical side"],
		["width: 10px", "a physical side"],
		["padding: 1px 2px 1px 4px", "a physical side"],
		["text-align: right", "a physical side"],
	])("finds %s", (line, stray) => {
		expect(declarationsOf(`@media (min-width: 3px) { .a { ${line}; } }`).map(strayIn)).toEqual([stray]);
	});
	it.each([
		"border-radius: var(--r-m)",
		"border-radius: 0",
		"font: var(--type)",
		"margin-inline-start: var(--s1)",
		"padding: var(--s1) calc(1px + 2px)",
		"background: linear-gradient(45deg, transparent 50%, var(--soft) 50%)",
		"transition: color var(--motion-state)",
		"inline-size: 10px",
	])("lets %s be", (line) => {
		expect(declarationsOf(`.a { ${line} }`).map(strayIn)).toEqual([null]);
	});
});
