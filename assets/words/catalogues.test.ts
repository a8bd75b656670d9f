// Both catalogues say the same things with the same arguments, in words their readers know.
import { describe, expect, test } from "vitest";
import { isForFamilies } from "./audience.ts";
import de from "./de.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import { argumentsOf, textsOf } from "./message-shape.ts";
import { fleschKincaidGrade, sentencesOf, wienerSachtextGrade, wordsOf } from "./reading.ts";
import { withoutTheirNames } from "./their-names.ts";

const catalogues: Record<string, Record<string, string>> = { en, de };
const english: Record<string, string> = en;
const german: Record<string, string> = de;

/** "code: text" of every text of a catalogue that `find` answers with something for. */
function complaints(locale: string, find: (text: string, code: string) => string | null, codes = isForFamilies) {
	return Object.entries(catalogues[locale] ?? {})
		.filter(([code]) => codes(code))
		.flatMap(([code, message]) =>
			textsOf(message, locale).flatMap((said) => {
				const text = withoutTheirNames(said);
				const found = find(text, code);
				return found === null ? [] : [`${code}: ${found} in "${text}"`];
			}),
		);
}
const matches = (banned: RegExp) => (text: string) => banned.exec(text)?.[0] ?? null;

describe("German says what English says", () => {
	test("every code, and no other", () => {
		expect(Object.keys(german).toSorted()).toEqual(Object.keys(english).toSorted());
	});
	test("with the same arguments and the same cases of each choice", () => {
		for (const [code, message] of Object.entries(german)) {
			expect(argumentsOf(message, "de"), code).toEqual(argumentsOf(english[code] ?? "", "en"));
		}
	});
	test("and is German: no text of more than three words is the same in both, but for what has no words", () => {
		const same = Object.entries(german).filter(([code, text]) => {
			const letters = wordsOf(text.replace(/\{[^{}]*\}/g, "")).filter((one) => /\p{L}{2}/u.test(one));
			return letters.length > 3 && english[code] === text;
		});
		expect(same.map(([code]) => code)).toEqual([]);
	});
	test("as to a friend: du, never Sie", () => {
		const formal = /(?<=\p{L}[,;]? )(Sie|Ihnen|Ihre[mnrs]?|Ihr)\b/u;
		expect(complaints("de", matches(formal), () => true)).toEqual([]);
	});
});

describe.each(["en", "de"])("families can read %s:", (locale) => {
	test("sentences of at most 20 words", () => {
		const tooLong = (text: string) => sentencesOf(text).find((one) => wordsOf(one).length > 20) ?? null;
		expect(complaints(locale, tooLong)).toEqual([]);
	});
	test("no exclamation", () => {
		expect(complaints(locale, matches(/[!¡]/), () => true)).toEqual([]);
	});
	test("real quotation marks and apostrophes", () => {
		expect(complaints(locale, matches(/\p{L}'\p{L}|\p{L}s' /u), () => true)).toEqual([]);
		// Straight ones stand around what is typed, which begins with hearth or npm.
		expect(complaints(locale, matches(/(?<!\S)"(?!hearth |npm |problem")[^"]*"/), () => true)).toEqual([]);
		const foreign = locale === "de" ? /“(?!\s|$|[.,;:?)])\p{L}+”|”/u : /[„‚]/;
		expect(complaints(locale, matches(foreign), () => true)).toEqual([]);
	});
});

test("English: school year 6 at most (Flesch-Kincaid), each longer message and each page", () => {
	const hard = (text: string) => {
		const grade = fleschKincaidGrade(text);
		return wordsOf(text).length >= 10 && grade > 6 ? grade.toFixed(1) : null;
	};
	expect(complaints("en", hard)).toEqual([]);
	for (const [page, text] of pages("en")) expect(fleschKincaidGrade(text), page).toBeLessThanOrEqual(6);
});

test("German: school year 8 at most (Wiener Sachtextformel), 6 for a page as a whole", () => {
	const hard = (text: string) => {
		const grade = wienerSachtextGrade(text);
		return wordsOf(text).length >= 10 && grade > 8 ? grade.toFixed(1) : null;
	};
	expect(complaints("de", hard)).toEqual([]);
	for (const [page, text] of pages("de")) expect(wienerSachtextGrade(text), page).toBeLessThanOrEqual(6);
});

/** The whole sentences of each page or kind of message that has at least 60 words of them. */
function pages(locale: string): [string, string][] {
	const all = new Map<string, string>();
	for (const [code, message] of Object.entries(catalogues[locale] ?? {})) {
		if (!isForFamilies(code)) continue;
		const page = code.split(".").slice(0, 2).join(".");
		const whole = textsOf(message, locale).filter((one) => /[.?!…]$/.test(one));
		all.set(page, [all.get(page) ?? "", ...whole].join(" "));
	}
	return [...all].filter(([, text]) => wordsOf(text).length >= 60);
}

describe("banned", () => {
	const builders = {
		en: /\b(nix|daemon|wsl|kubernetes|k3d|tailnet|queue|node|sudo|sandbox|process(?:es)?|cluster|pod|lease|runner|agent|stdout|socket|PID)\b/i,
		de: /\b(nix|daemon|wsl|kubernetes|k3d|tailnet|warteschlange|knoten|sudo|sandbox|prozess(?:e|es|en)?|cluster|pod|lease|runner|agent(?:en)?|stdout|socket|PID)\b/i,
	};
	const cheerOrBlame = {
		en: /\b(successfully|congratulations|great|awesome|oops|whoops|sorry|please|unfortunately|your fault|you forgot|you failed|invalid|illegal|fatal|bad input|just|simply|easy)\b(?! (now|started))/i,
		de: /\b(erfolgreich\w*|glückwunsch|super|toll|hoppla|ups|entschuldigung|leider|deine schuld|du hast vergessen|ungültig\w*|unzulässig\w*|fatal|einfach nur|ganz einfach|kinderleicht)\b/i,
	};
	const twice = {
		en: /\b(?:not|never|cannot) (?:un(?!til|less|der|do\b|its?\b)\w+|without|nothing|nobody|none|never|no)\b/i,
		de: /\bnicht (?:un(?!d\b|s\b|ter)\w+|ohne|nie|nichts|niemand|kein\w*)\b/i,
	};
	test.each(["en", "de"] as const)("%s: the words of those who build it, for families", (locale) => {
		expect(complaints(locale, matches(builders[locale]))).toEqual([]);
	});
	test.each(["en", "de"] as const)("%s: cheer, blame and no said twice, for everybody", (locale) => {
		expect(complaints(locale, matches(cheerOrBlame[locale]), () => true)).toEqual([]);
		expect(complaints(locale, matches(twice[locale]), () => true)).toEqual([]);
	});
});
