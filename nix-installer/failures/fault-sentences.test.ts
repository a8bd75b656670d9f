import { expect, test } from "vitest";
import en from "../../assets/words/en.json" with { type: "json" };
import { faultSentences } from "../../main/contract/setup.ts";
import { failures } from "./recognise.ts";

test("a known failure is told in three sentences, every one of which there are words for", () => {
	for (const { code } of failures) {
		const said = faultSentences({ code: `setup.failure.${code}.what`, args: { n: 1 } });
		expect(said.map((one) => one.code)).toEqual(
			["what", "changed", "do"].map((part) => `setup.failure.${code}.${part}`),
		);
		for (const one of said) {
			expect(Object.keys(en)).toContain(one.code);
			expect(one.args).toEqual({ n: 1 });
		}
	}
});

test("any other fault says all of it in its own words", () => {
	for (const code of ["setup.fault.other", "setup.failure.disk-full.do", "setup.failure.x.what.more"]) {
		expect(faultSentences({ code, args: {} })).toEqual([{ code, args: {} }]);
	}
});
