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
		numbers(region, `${name} ${digits}`, {
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
	return moments(locale, at, "clock", { timeStyle: "short" }).format(at);
}

/** A time of day in minutes since midnight, 0 to 1440, as the region writes it. 1440 is midnight again. */
export function dayTimeWords(locale: string, minutes: number): string {
	const at = (minutes % 1440) * 60_000;
	return moments(locale, at, "day-time", { timeStyle: "short", timeZone: "UTC" }).format(at);
}

/** "today", "tomorrow", "Tue" within a week, else "12 Mar" with the year when it is another one. */
export function dayWords(locale: string, at: number, now: number): string {
	const days = dayNumber(at) - dayNumber(now);
	if (Math.abs(days) <= 1) {
		const make = () => new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
		return keptIn(relatives, locale, make).format(days, "day");
	}
	if (Math.abs(days) < 7) return moments(locale, at, "weekday", { weekday: "short" }).format(at);
	return dateWords(locale, at, now);
}

/** "12 Mar", with the year when it is not this one. */
export function dateWords(locale: string, at: number, now: number): string {
	const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
	return moments(locale, at, sameYear ? "date" : "date-year", {
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
	return moments(locale, at, "date-time", { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** At most `digits` decimals, region's signs. */
export function numberWords(locale: string, n: number, digits = 1): string {
	return numbers(locale, `plain ${digits}`, { maximumFractionDigits: digits }).format(n);
}

// Making a formatter takes far longer than using it, and a list needs five for every row.
const numberFormats = new Map<string, Intl.NumberFormat>();
const momentFormats = new Map<string, Intl.DateTimeFormat>();
const relatives = new Map<string, Intl.RelativeTimeFormat>();

/** The one of `kind`, made when it is first needed. The same kind always has the same options. */
function numbers(locale: string, kind: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
	return keptIn(numberFormats, `${locale} ${kind}`, () => new Intl.NumberFormat(locale, options));
}

/** As `numbers`. A formatter keeps the time zone it was made in, so a PC that has moved to another one gets another. */
function moments(locale: string, at: number, kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const zone = zoneSigns(at);
	const make = () => new Intl.DateTimeFormat(momentLocale(locale), options);
	return keptIn(momentFormats, `${locale} ${zone} ${kind}`, make);
}

function zoneSigns(at: number): string {
	const year = new Date(at).getFullYear();
	return [at, Date.UTC(year, 0), Date.UTC(year, 6)].map((one) => new Date(one).getTimezoneOffset()).join();
}

function keptIn<T>(kept: Map<string, T>, key: string, make: () => T): T {
	let one = kept.get(key);
	if (!one) {
		one = make();
		kept.set(key, one);
	}
	return one;
}

function dayNumber(at: number): number {
	const date = new Date(at);
	return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}
