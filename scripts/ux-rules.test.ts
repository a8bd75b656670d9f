// docs/ux-rules.md claims nothing that is not there: all 35 rules, each with a state that fits its proof, and every test it
// names is a test of a file that npm test runs.
import { readFileSync } from "node:fs";
import { matchesGlob } from "node:path";
import { describe, expect, it } from "vitest";

const root = new URL("../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const text = read("docs/ux-rules.md");

interface Rule {
	readonly number: number;
	readonly state: string;
	readonly proofs: readonly { readonly path: string; readonly title: string }[];
	/** Parts of the last cell that are no proof. */
	readonly stray: string;
}
const proof = /`([^`]+\.(?:test|spec)\.ts)` "((?:[^"])+)"/g;
const rules: Rule[] = [...text.matchAll(/^\| (\d+) \| [^|]+ \| ([^|]+) \| (.*) \|$/gm)].map(
	([, number, state, cell = ""]) => ({
		number: Number(number),
		state: state?.trim() ?? "",
		proofs: [...cell.matchAll(proof)].map(([, path = "", title = ""]) => ({ path, title })),
		stray: cell.replace(proof, "").replaceAll("<br>", "").trim(),
	}),
);

/** What npm test runs: the vitest projects of vitest.config.ts, and Playwright's spec files but for Electron's own. */
const run = [
	"{assets,bench,electron,main,nix-installer,renderer,scripts}/**/*.test.ts",
	"{main,electron,nix-installer,e2e,scripts}/**/*.int.test.ts",
	"e2e/real/**/*.real.test.ts",
	"e2e/{window,shell}/**/*.spec.ts",
];

/** The literal titles of a file's tests and groups, as they stand in its source, their cases left out. */
function titlesOf(source: string): string[] {
	const calls = /\b(?:describe|test|it)(?:\.(?!skip\b)\w+)*(?:<[^>]*>)?\(\s*(["'`])((?:\\.|(?!\1)[^\\])*)\1/g;
	const tables = /\)\(\s*(["'`])((?:\\.|(?!\1)[^\\])*)\1\s*,\s*(?:\{[^}]*\},\s*)?(?:async\s*)?(?:\(|\w+\s*=>)/g;
	return [...source.matchAll(calls), ...source.matchAll(tables)].map(([, , title = ""]) => title);
}

it("names all 35 rules, once and in order", () => {
	expect(rules.map((one) => one.number)).toEqual(Array.from({ length: 35 }, (_, i) => i + 1));
});

describe.each(rules)("rule $number", ({ number, state, proofs, stray }) => {
	it("has a state that its proof and its reason bear out", () => {
		expect(["met", "partly", "not met"]).toContain(state);
		expect(stray).toBe("");
		expect(proofs.length > 0).toBe(state !== "not met");
		expect(new RegExp(`^- \\*\\*${number}\\*\\* \\S`, "m").test(text), "a reason under What is missing").toBe(
			state !== "met",
		);
	});
	it("names only tests that exist and are run", () => {
		for (const { path, title } of proofs) {
			expect(
				run.some((glob) => matchesGlob(path, glob)),
				path,
			).toBe(true);
			const found = titlesOf(read(path)).filter((one) => one.includes(title));
			expect(found, `${path} "${title}"`).not.toEqual([]);
		}
	});
});

it("the list of what is run is the runners' own", () => {
	const config = read("vitest.config.ts");
	for (const include of [
		"electron/**/*.test.ts",
		"main/**/*.test.ts",
		"scripts/**/*.test.ts",
		"e2e/real/**/*.real.test.ts",
	]) {
		expect(config).toContain(`"${include}"`);
	}
	expect(config).toContain('"{main,electron,nix-installer,e2e,scripts}/**/*.int.test.ts"');
	expect(read("playwright.config.ts")).toContain('testMatch: "**/*.spec.ts"');
	for (const suite of ["unit", "integration", "real"]) expect(read("scripts/test.ts")).toContain(`"${suite}"`);
});

it("finds titles, and none where a test is skipped for good", () => {
	const source =
		'test("one", () => {});\nit.each([1])("two %s", (n) => {});\ntest.skip("three", () => {});\nexpect(x).toBe("four");';
	expect(titlesOf(source)).toEqual(["one", "two %s"]);
});
