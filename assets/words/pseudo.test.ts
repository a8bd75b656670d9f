import { describe, expect, test } from "vitest";
import en from "./en.json" with { type: "json" };
import { argumentsOf, textsOf } from "./message-shape.ts";
import { pseudoCatalogue, pseudoMessage } from "./pseudo.ts";

describe.each(["en-XA", "ar-XB"] as const)("%s", (locale) => {
	const made = pseudoCatalogue(en, locale);
	test("takes the arguments and has the cases English has, in every message", () => {
		for (const [code, message] of Object.entries(en)) {
			expect(argumentsOf(made[code] ?? "", "en"), code).toEqual(argumentsOf(message, "en"));
		}
	});
	test("leaves no word of more than two letters as it was, so that untranslated text is seen", () => {
		const shown = made["page.away.offline"] ?? "";
		expect(shown).not.toContain("Hearth does");
	});
});

test("en-XA is at least 40 % longer", () => {
	for (const [code, message] of Object.entries(en)) {
		const [plain, long] = [textsOf(message, "en"), textsOf(pseudoMessage(message, "en-XA"), "en")];
		const longest = (all: string[]) => Math.max(...all.map((one) => one.trim().length));
		// The space a cut leaves at the end is taken away.
		expect(longest(long) + 1, code).toBeGreaterThanOrEqual(Math.floor(longest(plain) * 1.4));
	}
});

test("what it looks like", () => {
	expect(pseudoMessage("Stop lending", "en-XA")).toBe("Šţöþ ļéñðîñĝ öñé");
	expect(pseudoMessage("{n, plural, one {# day} other {# days}}", "en-XA")).toBe(
		"{n, plural, one {# ðàý} other {# ðàýš}}~~~",
	);
	expect(pseudoMessage("Job {id}", "ar-XB")).toBe("\u202EJob\u202C {id}");
});
