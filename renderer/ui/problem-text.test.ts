import fc from "fast-check";
import { expect, it } from "vitest";
import { problemCodes } from "../../main/contract/problem.ts";
import { problemText } from "./problem-text.ts";

it("is the code and every fact, a line each", () => {
	const args = { here: 4, what: "cpus", asked: 8 };
	expect(problemText({ code: "consent.more-than-here", args, actions: [] })).toBe(
		"consent.more-than-here\nhere: 4\nwhat: cpus\nasked: 8",
	);
	expect(problemText({ code: "pool.full", args: {}, actions: [] })).toBe("pool.full");
});

const word = fc.string({
	unit: fc.constantFrom(..."abcdefghkmnpqrstuvwxyzABCDEFGH23456789"),
	minLength: 16,
	maxLength: 40,
});
const around: [string, (value: string) => string][] = [
	["a login in an address", (value) => `cannot reach nats://home:${value}@192.0.2.1:4222 now`],
	["an invite", (value) => `not read: hearth://join#${value}`],
	["a key of the home's network", (value) => `up failed with tskey-auth-${value}`],
	["a token by name", (value) => `{"token":"${value}"}`],
	["a bearer", (value) => `Authorization: Bearer ${value}`],
	["a password by name", (value) => `password=${value}`],
];
it.each(around)("never shows %s", (_, sentence) => {
	fc.assert(
		fc.property(word, fc.constantFrom(...problemCodes), (value, code) => {
			const text = problemText({ code, args: { detail: sentence(value) }, actions: [] });
			expect(text).not.toContain(value);
			expect(text).toContain("…");
			expect(text.startsWith(code)).toBe(true);
		}),
	);
});

it("leaves plain facts as they are", () => {
	for (const detail of [
		"EACCES: permission denied, open '/home/ada/.local/state/hearth/ledger.jsonl'",
		"the token is old",
		"http://127.0.0.1:4100/",
		"key",
	]) {
		expect(problemText({ code: "internal", args: { detail }, actions: [] })).toBe(`internal\ndetail: ${detail}`);
	}
});
