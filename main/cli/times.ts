// Instants and spans as people read them on this PC's clock, in the language of the terminal.
import { clockWords, dateTimeWords, durationWords } from "../contract/formats.ts";
import { locale } from "./words.ts";

/** "23 Nov 2026, 14:05", local time. */
export function dateTime(ms: number): string {
	return dateTimeWords(locale, ms);
}

/** "14:05" when it is today, else the date as well. */
export function whenWords(ms: number, now: number): string {
	return new Date(ms).toDateString() === new Date(now).toDateString() ? clockWords(locale, ms) : dateTime(ms);
}

/** "84 ms", "0.4 sec", "12 sec", "3 min 20 sec", "2 hr 5 min". */
export function spanWords(ms: number): string {
	return durationWords(locale, Math.max(0, ms));
}
