// The measures are checked on texts whose level is known, so that a bound means what it says.
import { expect, test } from "vitest";
import {
	englishSyllables,
	fleschKincaidGrade,
	germanSyllables,
	sentencesOf,
	wienerSachtextGrade,
	wordsOf,
} from "./reading.ts";

test.each([
	["cat", 1],
	["make", 1],
	["little", 2],
	["stopped", 1],
	["ended", 2],
	["memory", 3],
	["container", 3],
	["processes", 3],
	["receipt", 2],
])("English %s has %i", (word, syllables) => {
	expect(englishSyllables(word)).toBe(syllables);
});

test.each([
	["Haus", 1],
	["beenden", 3],
	["verleihen", 3],
	["Kerne", 2],
	["Bäume", 2],
	["Aufzeichnung", 3],
	["spielen", 2],
])("German %s has %i", (word, syllables) => {
	expect(germanSyllables(word)).toBe(syllables);
});

test("sentences and words", () => {
	expect(sentencesOf("One. Two three? „Vier fünf.“ Six")).toEqual(["One.", "Two three?", "„Vier fünf.“", "Six"]);
	expect(sentencesOf("first line\nsecond line")).toHaveLength(2);
	expect(wordsOf("4 GiB of memory – yours, now")).toEqual(["4", "GiB", "of", "memory", "yours,", "now"]);
});

test("a primer is easy, a statute is hard, in both languages", () => {
	expect(fleschKincaidGrade("The cat sat on the mat. The dog ran to the cat. They sat in the sun.")).toBeLessThan(1);
	expect(
		fleschKincaidGrade(
			"Notwithstanding any contrary stipulation, authorization of computational resources presupposes unambiguous, documented acknowledgement of applicable obligations.",
		),
	).toBeGreaterThan(15);
	expect(wienerSachtextGrade("Der Hund ist im Haus. Er hat Durst. Er geht zum Napf und trinkt.")).toBeLessThan(2);
	expect(
		wienerSachtextGrade(
			"Unbeschadet anderslautender Vereinbarungen setzt die Inanspruchnahme überlassener Rechenkapazitäten die ausdrückliche Genehmigung der Nutzungsberechtigten voraus.",
		),
	).toBeGreaterThan(12);
});
