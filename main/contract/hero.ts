// The biggest sentence of the window and the quiet line under it, from the agent's picture. Pure.
import type { Grant } from "./consent.ts";
import { clockWords, dayWords, numberWords, untilWords } from "./formats.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Say } from "./words.ts";

export interface Hero {
	/** One word for the state. */
	readonly label: string;
	readonly tone: "ember" | "soft" | "warn";
	readonly shape: "off" | "ready" | "lending" | "held" | "paused" | "problem";
	readonly title: string;
	readonly why: string;
}

interface Reader {
	readonly say: Say;
	/** Says a code that an agent newer than this window may have made up; `otherwise` then stands in. */
	readonly sayKnown: (code: string, args: Record<string, string | number>, otherwise: string) => string;
	readonly locale: string;
	readonly now: number;
}

/** "two" up to twelve, digits above and for fractions. */
export function countWords(say: Say, locale: string, n: number): string {
	return Number.isInteger(n) && n >= 0 && n <= 12 ? say("window.number", { n: String(n) }) : numberWords(locale, n);
}

/** Cores all grants together let out now; at most what the PC has. */
export function grantedCpus(s: Snapshot): number {
	const amounts = s.budget ? s.budget.allowances.map((one) => one.amounts) : s.grants.map((one) => one.amounts);
	return Math.min(
		amounts.reduce((sum, one) => sum + one.cpus, 0),
		s.capacity.cpus,
	);
}

/** Memory all grants together let out now, in MiB; at most what the PC has. */
export function grantedMemoryMiB(s: Snapshot): number {
	const amounts = s.budget ? s.budget.allowances.map((one) => one.amounts) : s.grants.map((one) => one.amounts);
	return Math.min(
		amounts.reduce((sum, one) => sum + one.memoryMiB, 0),
		s.capacity.memoryMiB,
	);
}

/** The sentence for the state the PC is in. */
export function heroOf(reader: Reader, s: Snapshot): Hero {
	const { say, locale, now } = reader;
	if (s.state === "lending" && s.jobs.length > 0) {
		const title = coresSentence(reader, s, "page.lending.helping", helped(reader, s));
		return { label: say("state.lending"), tone: "ember", shape: "lending", title, why: endsWords(reader, s) };
	}
	if (s.state === "lending" || s.state === "ready") {
		const title = coresSentence(reader, s, "page.lending.ready", "");
		return { label: say("state.ready"), tone: "ember", shape: "ready", title, why: endsWords(reader, s) };
	}
	if (s.state === "paused") {
		const until = s.pausedUntil === null ? "" : untilWords(locale, s.pausedUntil, now);
		return {
			label: say("state.paused"),
			tone: "soft",
			shape: "paused",
			title: until ? say("page.lending.paused", { until }) : say("page.lending.paused-open"),
			why: say(s.jobs.length > 0 ? "page.lending.paused-busy" : "page.lending.paused-why"),
		};
	}
	if (s.state === "off" && s.jobs.length > 0) {
		return {
			label: say("state.stopping"),
			tone: "soft",
			shape: "off",
			title: say("page.lending.hold.stopping"),
			why: say("page.lending.stopping-why"),
		};
	}
	if (s.state === "off") {
		const reason = s.reasons.find((one) => one.code !== "hold.no-grant");
		const code = reason ? `page.lending.off.${reason.code}` : "page.lending.off-why";
		return {
			label: say("state.off"),
			tone: "soft",
			shape: "off",
			title: say("page.lending.off"),
			why: reader.sayKnown(code, {}, say("page.lending.off-why")),
		};
	}
	return heldHero(reader, s);
}

function heldHero({ say, sayKnown, locale, now }: Reader, s: Snapshot): Hero {
	const problem = s.state === "problem";
	const reason = s.reasons[0];
	if (reason?.code === "hold.pool-away" && s.jobs.length > 0) {
		const title = say("page.lending.pool-away-busy");
		return {
			label: say("state.held"),
			tone: "warn",
			shape: "held",
			title,
			why: say("page.lending.pool-away-busy-why"),
		};
	}
	const args = reason?.args ?? {};
	const fallback = say(problem ? "page.lending.problem" : "page.lending.held");
	const title = reason ? sayKnown(`page.lending.${reason.code}`, args, fallback) : fallback;
	const why = [
		reason
			? sayKnown(`page.lending.why.${reason.code}`, args, sayKnown(reason.code, args, say("page.lending.held-why")))
			: say("page.lending.held-why"),
	];
	if (s.until !== null && s.until > now)
		why.push(say("page.lending.goes-on", { at: untilWords(locale, s.until, now) }));
	if (s.reasons.length > 1) why.push(say("page.lending.more-reasons", { n: s.reasons.length - 1 }));
	return {
		label: say(problem ? "state.problem" : "state.held"),
		tone: "warn",
		shape: problem ? "problem" : "held",
		title,
		why: why.join(" "),
	};
}

function coresSentence({ say, locale }: Reader, s: Snapshot, code: string, who: string): string {
	const lent = grantedCpus(s);
	const sentence = say(lent >= s.capacity.cpus ? `${code}-all` : code, {
		lent: countWords(say, locale, lent),
		all: countWords(say, locale, s.capacity.cpus),
		n: lent,
		total: s.capacity.cpus,
		who,
	});
	return sentence.charAt(0).toLocaleUpperCase(locale) + sentence.slice(1);
}

/** "you", "Linden home", "photo-box and scanner"; the PC's own requests are "you". */
function helped({ say, locale }: Reader, s: Snapshot): string {
	const own = s.requesters[0]?.name;
	const names = [...new Set(s.jobs.map((one) => (one.requesterName === own ? say("window.you") : one.requesterName)))];
	const shown = names.length > 3 ? [...names.slice(0, 2), say("window.others", { n: names.length - 2 })] : names;
	return new Intl.ListFormat(locale, { type: "conjunction" }).format(shown);
}

/** "It stops by itself when somebody uses the PC, on battery, or at 22:00. ..." */
function endsWords({ say, locale, now }: Reader, s: Snapshot): string {
	const ends: string[] = [];
	const all = (test: (c: Grant["conditions"]) => boolean) =>
		s.grants.length > 0 && s.grants.every((g) => test(g.conditions));
	if (all((c) => c.when === "idle")) ends.push(say("page.lending.ends.in-use"));
	if (all((c) => !c.onBattery)) ends.push(say("page.lending.ends.battery"));
	if (all((c) => !c.onMetered)) ends.push(say("page.lending.ends.metered"));
	const until = s.budget ? Math.max(...s.budget.allowances.map((one) => one.until)) : null;
	if (until !== null && until > now) {
		const soon = until - now < 86_400_000;
		ends.push(
			soon
				? say("page.lending.ends.at", { at: clockWords(locale, until) })
				: say("page.lending.ends.on", { day: dayWords(locale, until, now) }),
		);
	}
	if (ends.length === 0) return say("page.lending.stop-any-time");
	return say("page.lending.ends", { list: new Intl.ListFormat(locale, { type: "disjunction" }).format(ends) });
}
