import fc from "fast-check";
import { expect, test } from "vitest";
import en from "../../assets/words/en.json" with { type: "json" };
import { speaker } from "../../main/contract/words.ts";
import { type AskServer, readNetwork, type ShownCertificate } from "./read-network.ts";
import { nixCheck } from "./read-nix.ts";

const signal = new AbortController().signal;
const say = speaker(en, "en");
const publicOne: ShownCertificate = { isPublic: true, issuer: "Public CA" };
const answers =
	(all: Readonly<Record<string, ShownCertificate | null>>): AskServer =>
	async (host) =>
		all[host] ?? null;
const read = (all: Readonly<Record<string, ShownCertificate | null>>) =>
	readNetwork(answers(all), signal, Object.keys(all));

test("all is well in one line", async () => {
	expect(await read({ a: publicOne, b: publicOne })).toEqual([
		{ level: "ok", words: { code: "setup.check.network", args: {} } },
	]);
});

test("what cannot be reached and who reads along is named", async () => {
	const opened = { isPublic: false, issuer: "Corp Firewall" };
	const checks = await read({ a: null, b: opened, c: opened, d: null, e: { isPublic: false, issuer: null } });
	expect(checks.map(({ level, words }) => `${level} ${say(words.code, words.args)}`)).toEqual([
		"warn 2 places that setup needs cannot be reached: a, d.",
		"warn Your network reads along, under the name Corp Firewall. Setup must learn to trust it first.",
		"warn Your network reads along, under the name ?. Setup must learn to trust it first.",
	]);
});

test("never empty, and fine only when every host is reached and public", async () => {
	const certificate = fc.option(fc.record({ isPublic: fc.boolean(), issuer: fc.option(fc.string()) }));
	await fc.assert(
		fc.asyncProperty(fc.array(certificate, { maxLength: 6 }), async (list) => {
			const checks = await read(Object.fromEntries(list.map((one, index) => [`h${index}`, one])));
			expect(checks.length).toBeGreaterThan(0);
			expect(checks.every(({ level }) => level === "ok")).toBe(list.every((one) => one?.isPublic === true));
		}),
	);
});

test("each Nix that may be here is told in words that exist", () => {
	const all = [
		{ state: "answers", version: "2.34.8" },
		{ state: "old", version: "2.3" },
		{ state: "half", action: "provision_nix" },
		{ state: "silent" },
	] as const;
	expect(all.map((here) => nixCheck(here)?.level)).toEqual(["ok", "problem", "warn", "warn"]);
	for (const here of all) {
		const words = nixCheck(here)?.words;
		expect(words && say(words.code, words.args)).toMatch(/\.$/);
	}
	expect(nixCheck({ state: "none" })).toBeNull();
});
