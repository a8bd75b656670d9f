import { expect, it } from "vitest";
import en from "../assets/words/en.json" with { type: "json" };

const sources = import.meta.glob<string>(["./**/*.{ts,tsx}", "!./**/*.test.ts"], {
	query: "?raw",
	import: "default",
	eager: true,
});

it("has words for every code the window says", () => {
	const missing = Object.entries(sources).flatMap(([path, text]) => {
		const codes = [...text.matchAll(/"((?:window|page|state|capsule)\.[a-z0-9.-]+)"/gi)].map((one) => one[1] ?? "");
		return codes.filter((code) => !(code in en)).map((code) => `${path}: ${code}`);
	});
	expect(missing).toEqual([]);
	expect(Object.keys(sources).length).toBeGreaterThan(40);
});

it("says nothing that is left out of the window's catalogues", () => {
	const leftOut = /["`](?:cli|electron-get|notify|npm|shell|tray|update)\.[a-z]/;
	expect(
		Object.entries(sources)
			.filter(([, text]) => leftOut.test(text))
			.map(([path]) => path),
	).toEqual([]);
});

it("keeps the words of the people who build it off the family pages", () => {
	const family = Object.entries(en).filter(([code]) =>
		/^(window|state|capsule|end|class|page\.(?!this-pc|away|receipt))/.test(code),
	);
	const told = /\b(queue|node|pod|lease|daemon|kubernetes|nix|wsl|sudo|tailnet|job|runner|successfully)\b/i;
	expect(family.filter(([, text]) => told.test(text)).map(([code]) => code)).toEqual([]);
	expect(family.length).toBeGreaterThan(100);
});
