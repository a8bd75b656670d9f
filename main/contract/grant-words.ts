// The one sentence that says what a grant allows. Window, CLI and agent build it here, so that what was read is what
// is recorded; its digest is stored in the grant.
import type { GrantDraft, Hours } from "./consent.ts";
import type { Say } from "./words.ts";

/** The sentence for `draft`. `locale` orders and joins lists (ECMA-402 ListFormat). */
export function grantSentence(say: Say, locale: string, draft: GrantDraft): string {
	const and = new Intl.ListFormat(locale, { type: "conjunction" });
	const { amounts, conditions: c } = draft;
	const limits = [
		c.when === "idle" ? say("grant.when.idle") : say("grant.when.any-time"),
		...(c.hours ? [say("grant.hours", clock(c.hours))] : []),
		...(c.quietHours ? [say("grant.quiet", clock(c.quietHours))] : []),
		c.onBattery ? say("grant.battery.yes") : say("grant.battery.no"),
		c.onMetered ? say("grant.metered.yes") : say("grant.metered.no"),
	];
	return say("grant.sentence", {
		who: and.format(draft.requesters.map((r) => r.name)),
		what: and.format(draft.classes.map((one) => say(`grant.class.${one}`))),
		cpus: amounts.cpus,
		memory: memoryWords(say, amounts.memoryMiB),
		scratch: memoryWords(say, amounts.scratchMiB),
		limits: limits.join(", "),
		days: draft.days,
	});
}

/** "512 MiB" below 1 GiB, else GiB with at most one decimal. */
export function memoryWords(say: Say, mib: number): string {
	return mib < 1024
		? say("amount.mib", { n: Math.round(mib) })
		: say("amount.gib", { n: Math.round((mib / 1024) * 10) / 10 });
}

function clock(hours: Hours): { from: string; to: string } {
	const hhmm = (m: number) => `${String(Math.floor(m / 60)).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`;
	return { from: hhmm(hours.from), to: hhmm(hours.to) };
}
