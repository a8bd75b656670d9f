// Numbers, times and durations as the reader's region writes them. Pure: the locale and the moment are handed in. Times
// are in the zone of the PC that shows them.
import { momentLocale } from "./locales.ts";

const units = [
	["day", 86_400_000],
	["hour", 3_600_000],
	["minute", 60_000],
	["second", 1000],
] as const;

/** Longer spans than this are told in days; below, "30 hr 20 min" says more than "1 day 6 hr". */
const daysFromMs = 72 * 3_600_000;
/** From here on seconds are noise. */
const noSecondsFromMs = 10 * 60_000;

/**
 * "3 min 12 sec": the two largest units that are not zero; "0.8 sec" below ten seconds, "84 ms" below one, "52 min" once
 * seconds are noise.
 */
export function durationWords(locale: string, ms: number): string {
	// British short units are longer ("mins", "secs") and say no more.
	const region = locale.startsWith("en") ? "en" : locale;
	const unit = (n: number, name: string, digits = 0) =>
		new Intl.NumberFormat(region, {
			style: "unit",
			unit: name,
			// "4 Tg." is no German anybody says.
			unitDisplay: name === "day" ? "long" : "short",
			maximumFractionDigits: digits,
		}).format(n);
	if (ms < 1000) return unit(Math.round(ms), "millisecond");
	if (ms < 10_000) return unit(Math.round(ms / 100) / 10, "second", 1);
	const step = ms >= noSecondsFromMs ? 60_000 : 1000;
	let rest = Math.round(ms / step) * step;
	const parts: string[] = [];
	for (const [name, size] of units) {
		if (name === "day" && ms < daysFromMs) continue;
		const n = Math.floor(rest / size);
		rest -= n * size;
		if (n > 0) parts.push(unit(n, name));
		else if (parts.length > 0) break;
		if (parts.length === 2) break;
	}
	// The list's own sign between two units is a comma in some languages, which would read as two spans.
	return parts.join(" ");
}

/** "14:02" or "2:02 PM", as the region writes it. */
export function clockWords(locale: string, at: number): string {
	return new Intl.DateTimeFormat(momentLocale(locale), { timeStyle: "short" }).format(at);
}

/** A time of day in minutes since midnight, 0 to 1440, as the region writes it. 1440 is midnight again. */
export function dayTimeWords(locale: string, minutes: number): string {
	return new Intl.DateTimeFormat(momentLocale(locale), { timeStyle: "short", timeZone: "UTC" }).format(
		(minutes % 1440) * 60_000,
	);
}

/** "today", "tomorrow", "Tue" within a week, else "12 Mar" with the year when it is another one. */
export function dayWords(locale: string, at: number, now: number): string {
	const days = dayNumber(at) - dayNumber(now);
	if (Math.abs(days) <= 1) return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
	if (Math.abs(days) < 7) return new Intl.DateTimeFormat(momentLocale(locale), { weekday: "short" }).format(at);
	return dateWords(locale, at, now);
}

/** "12 Mar", with the year when it is not this one. */
export function dateWords(locale: string, at: number, now: number): string {
	const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
	return new Intl.DateTimeFormat(momentLocale(locale), {
		day: "numeric",
		month: "short",
		...(sameYear ? {} : { year: "numeric" }),
	}).format(at);
}

/** "today 14:02", "yesterday 20:15", "Tue 09:30", "12 Mar 09:30". */
export function momentWords(locale: string, at: number, now: number): string {
	return `${dayWords(locale, at, now)} ${clockWords(locale, at)}`;
}

/** "14:02" when that is today, else the day with it: for the end of a wait. */
export function untilWords(locale: string, at: number, now: number): string {
	return dayNumber(at) === dayNumber(now) ? clockWords(locale, at) : momentWords(locale, at, now);
}

/** "23 Nov 2026, 14:05": the whole date, for what is kept. */
export function dateTimeWords(locale: string, at: number): string {
	return new Intl.DateTimeFormat(momentLocale(locale), { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** At most `digits` decimals, region's signs. */
export function numberWords(locale: string, n: number, digits = 1): string {
	return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(n);
}

function dayNumber(at: number): number {
	const date = new Date(at);
	return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}
