// SIZE, DURATION and hours as people write them on a command line. Pure; anything odd throws a usage Failure that names
// the option and shows a good example.
import type { Hours } from "../contract/consent.ts";
import { usage } from "./failure.ts";

const sizeUnits: Readonly<Record<string, number>> = { KIB: 2 ** 10, MIB: 2 ** 20, GIB: 2 ** 30, TIB: 2 ** 40 };

/** "512MiB", "1.5GiB", "64 KiB" as whole bytes. */
export function parseSize(option: string, text: string): number {
	const [, amount, unit] = /^(\d{1,9}(?:\.\d{1,3})?) ?([KMGT]iB)$/i.exec(text.trim()) ?? [];
	const bytes = Number(amount) * (sizeUnits[unit?.toUpperCase() ?? ""] ?? Number.NaN);
	if (!(bytes >= 1)) throw usage("size", { option, text });
	return Math.round(bytes);
}

/** A size in whole MiB, at least 1. */
export function parseMiB(option: string, text: string): number {
	const mib = parseSize(option, text) / 2 ** 20;
	if (!Number.isInteger(mib)) throw usage("whole-mib", { option, text });
	return mib;
}

const minute = 60_000;
const durationUnits: Readonly<Record<string, number>> = {
	s: 1_000,
	m: minute,
	h: 60 * minute,
	d: 24 * 60 * minute,
	w: 7 * 24 * 60 * minute,
};
/** "tomorrow" is the next calendar day at this hour, local time. */
export const tomorrowHour = 7;

/** The instant `text` after `now` (epoch ms): "45s", "30m", "2h", "90d", "2w", or "tomorrow". */
export function parseUntil(option: string, text: string, now: number): number {
	if (text.trim().toLowerCase() === "tomorrow") {
		const day = new Date(now);
		return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, tomorrowHour).getTime();
	}
	const [, amount, unit] = /^(\d{1,6}) ?([smhdw])$/i.exec(text.trim()) ?? [];
	const ms = Number(amount) * (durationUnits[unit?.toLowerCase() ?? ""] ?? Number.NaN);
	if (!(ms > 0)) throw usage("duration", { option, text });
	return now + ms;
}

/** Whole days, 1 to 365: "90d", "2w". */
export function parseDays(option: string, text: string): number {
	const days = /^\s*0*[1-9]\d* ?[dw]\s*$/i.test(text) ? parseUntil(option, text, 0) / (24 * 60 * minute) : 0;
	if (days < 1 || days > 365) throw usage("days", { option, text });
	return days;
}

/** "22:00-07:00": from inclusive, to exclusive, in minutes after local midnight; 24:00 as an end is midnight. */
export function parseHours(option: string, text: string): Hours {
	const [, fromHour, fromMinute, toHour, toMinute] = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/.exec(text.trim()) ?? [];
	const from = Number(fromHour) * 60 + Number(fromMinute);
	const to = Number(toHour) * 60 + Number(toMinute);
	const good = Number(fromMinute) < 60 && Number(toMinute) < 60 && from < 1440 && to <= 1440;
	if (!good) throw usage("hours", { option, text });
	return { from, to: to % 1440 };
}

/** A decimal number within bounds. */
export function parseNumber(option: string, text: string, min: number, max: number): number {
	const value = /^\d{1,9}(\.\d{1,3})?$/.test(text.trim()) ? Number(text) : Number.NaN;
	if (!(value >= min && value <= max)) throw usage("number", { option, text, min, max });
	return value;
}

/** A whole number within bounds. */
export function parseWhole(option: string, text: string, min: number, max: number): number {
	const value = parseNumber(option, text, min, max);
	if (!Number.isInteger(value)) throw usage("whole", { option, text });
	return value;
}
