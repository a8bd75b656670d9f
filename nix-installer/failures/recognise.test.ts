// Every failure is recognised by its evidence, never by another's, and is told in words a family can read.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import en from "../../assets/words/en.json" with { type: "json" };
import { speaker } from "../../main/contract/words.ts";
import type { Evidence } from "./failure.ts";
import { failures, recogniseFailure } from "./recognise.ts";

/** Written after the programs' own messages and what the looks at such PCs give. */
const recorded: { code: string; evidence: Evidence }[] = JSON.parse(
	readFileSync(new URL("fixtures/evidence.json", import.meta.url), "utf8"),
);
const say = speaker(en, "en");

describe("each piece of evidence", () => {
	test.each(recorded.map((one, index) => ({ ...one, index })))(
		"$index shows $code and nothing else",
		({ code, evidence }) => {
			expect(failures.filter(({ detect }) => detect(evidence)).map((one) => one.code)).toEqual([code]);
			expect(recogniseFailure(evidence)?.code).toBe(code);
		},
	);
});

test("every failure has evidence, and a code of its own", () => {
	const codes = failures.map(({ code }) => code);
	expect(new Set(codes).size).toBe(codes.length);
	expect(new Set(recorded.map(({ code }) => code))).toEqual(new Set(codes));
});

test("what was not looked at proves nothing", () => {
	for (const platform of ["linux", "darwin", "win32"] as const) {
		for (const evidence of [{ platform }, { platform, exitCode: 1, text: "" }, { platform, looks: {} }]) {
			expect(recogniseFailure(evidence)).toBeNull();
		}
	}
	const healthy: Evidence[] = [
		{
			platform: "darwin",
			looks: { storeThere: true, shellKnowsNix: true, receipt: "whole", nixVersion: "2.34.8", nixOurs: true },
		},
		{ platform: "linux", looks: { insideWsl: { interop: true, systemd: true }, wslVersion: 2, issuerPublic: true } },
		{ platform: "win32", doing: "linux-import", sinceStartSeconds: 299, looks: { virtualisation: "on" } },
		{ platform: "win32", doing: "linux-download", sinceStartSeconds: 3600, sinceByteSeconds: 59 },
	];
	for (const evidence of healthy) expect(recogniseFailure(evidence)).toBeNull();
	fc.assert(
		fc.property(fc.lorem({ maxCount: 60 }), fc.integer(), (text, exitCode) => {
			expect(recogniseFailure({ platform: "linux", text, exitCode })).toBeNull();
		}),
	);
});

test("text of any length and kind is looked through quickly and never throws", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.nat({ max: 2000 }), (piece, times) => {
			recogniseFailure({ platform: "darwin", text: piece.repeat(times) });
		}),
		{ numRuns: 50 },
	);
});

describe("in family words", () => {
	const told = recorded.map(({ evidence }) => recogniseFailure(evidence)).filter((one) => one !== null);
	const banned =
		/\b(nix|queue|node|lease|daemon|pod|sudo|kubernetes|wsl|tailnet|systemd|selinux|process|sandbox|successfully|please|sorry|oops)\b/i;
	test.each(told)("$code", ({ code, what, changed, next }) => {
		for (const words of [what, changed, next]) {
			const text = say(words.code, words.args);
			expect(text, words.code).not.toMatch(/[{}]|undefined|: *$/);
			// The disk has that name where the person sees it, and files have theirs.
			const plain = text.replace("Nix Store", "it").replace(/\/\S+/g, "file");
			expect(plain, code).not.toMatch(banned);
			for (const sentence of plain.split(/[.!?;:](?:\s|$)/)) {
				expect(sentence.trim().split(/\s+/).length, sentence).toBeLessThanOrEqual(20);
			}
		}
		expect(new Set([what, changed, next].map(({ code: one, args }) => say(one, args))).size).toBe(3);
	});
});
