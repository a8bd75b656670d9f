// No code without words, no words without a code, and every closed list is whole.
import { expect, test } from "vitest";
import { holdCodes } from "../../main/contract/decision.ts";
import { problemCodes } from "../../main/contract/problem.ts";
import de from "./de.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import { scanCodes } from "./scan-codes.ts";

const said = scanCodes(new URL("../../", import.meta.url));

test("whatever a source says by its name has words", () => {
	expect(said.spoken.size).toBeGreaterThan(200);
	expect([...said.spoken].filter(([code]) => !(code in en)).map(([code, path]) => `${path}: ${code}`)).toEqual([]);
});

test("no words that nothing can say", () => {
	expect(Object.keys(en).filter((code) => !said.canSay(code))).toEqual([]);
});

test("every problem says what happened, what changed and what to do, in both languages", () => {
	for (const catalogue of [en, de] as Record<string, string>[]) {
		const missing = problemCodes.flatMap((code) =>
			["what", "changed", "do"].map((part) => `problem.${code}.${part}`).filter((one) => !catalogue[one]?.trim()),
		);
		expect(missing).toEqual([]);
	}
});

test("every reason to hold says itself, on its own and on the page", () => {
	for (const catalogue of [en, de] as Record<string, string>[]) {
		const missing = holdCodes.flatMap((code) =>
			[code, `page.lending.${code}`].filter((one) => !catalogue[one]?.trim()),
		);
		expect(missing).toEqual([]);
	}
});
