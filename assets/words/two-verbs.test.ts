// Holding back has two verbs, each with one meaning: Stop is until I turn it on again, Pause is until a time that is shown.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { heroOf } from "../../main/contract/hero.ts";
import { pauseChoices } from "../../main/contract/pause-choices.ts";
import type { Snapshot } from "../../main/contract/snapshot.ts";
import { speaker } from "../../main/contract/words.ts";
import de from "./de.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import { textsOf } from "./message-shape.ts";

const catalogues: Record<string, Record<string, string>> = { en, de };
/** Verbs that elsewhere came to mean now the one, now the other, or nothing at all. */
const otherVerbs = {
	en: /\b(snooz\w*|suspend\w*|halt\w*|disabl\w*|deactivat\w*|opt out|finish(ing)? up|finish then stop|drain\w*|abort\w*|terminat\w*)\b/i,
	de: /\b(schlummer\w*|aussetz\w*|deaktivier\w*|anhalten|abschalten|abbrech\w*|stilllegen|terminier\w*)\b/i,
} as const;

describe.each(["en", "de"] as const)("%s", (locale) => {
	const texts = Object.entries(catalogues[locale] ?? {}).flatMap(([code, message]) =>
		textsOf(message, locale).map((text) => [code, text] as const),
	);
	test("no third verb for holding back", () => {
		// What a program is able to do, and how a command is used, is not said of lending.
		const found = texts.filter(
			([code, text]) => otherVerbs[locale].test(text) && !/^(cli\.help|npm|probe)\./.test(code),
		);
		expect(found.map(([code, text]) => `${code}: ${text}`)).toEqual([]);
	});
	test("the check finds such a verb", () => {
		expect(otherVerbs[locale].test(locale === "en" ? "Snooze lending" : "Verleihen deaktivieren")).toBe(true);
	});
});

test("Stop carries no time: nothing says that it ends by itself", () => {
	const stops = Object.entries(en).filter(([code, text]) => /(^|\.)stop(\.|$|-)/.test(code) && /^Stop\b/.test(text));
	expect(stops.length).toBeGreaterThan(0);
	for (const [code, text] of stops) expect(text, code).not.toMatch(/\b(until|for \{|minutes|hours|tomorrow)\b/);
});

const now = new Date(2026, 10, 22, 12, 0).getTime();
test.each(["en", "de"] as const)("%s: a pause always says until when", (locale) => {
	const say = speaker(catalogues[locale] ?? {}, locale);
	const sayKnown = (code: string, args: Record<string, string | number>, otherwise: string) =>
		code in (catalogues[locale] ?? {}) ? say(code, args) : otherwise;
	fc.assert(
		fc.property(fc.integer({ min: 60_000, max: 20 * 86_400_000 }), (aheadMs) => {
			const until = now + aheadMs;
			const snapshot = {
				state: "paused",
				at: now,
				pausedUntil: until,
				until,
				reasons: [{ code: "hold.paused", args: { until } }],
				grants: [],
				jobs: [],
			} as unknown as Snapshot;
			const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
			const { title } = heroOf({ say, sayKnown, locale: locale === "en" ? "en-GB" : "de-DE", now }, snapshot);
			expect(title).toContain(time.format(until));
		}),
	);
});

test("each pause that is offered ends at a known moment ahead", () => {
	for (const choice of pauseChoices(now)) expect(choice.until).toBeGreaterThan(now);
});
