// Daily windows in local time. Local time is UTC plus `offsetMinutes` (minutes east of UTC, as
// -Date.getTimezoneOffset()), handed in for the instant asked about; a day here always has 1440 minutes, so an answer
// about the future that crosses a clock change is off by that change until it is asked again.
import type { Conditions, Hours } from "../contract/consent.ts";

export const minuteMs = 60_000;
export const dayMs = 86_400_000;

/** Milliseconds after local midnight. */
const localTime = (at: number, offsetMinutes: number) => modulo(at + offsetMinutes * minuteMs, dayMs);
const modulo = (a: number, n: number) => ((a % n) + n) % n;

/** True within the window, `from` inclusive, `to` exclusive, past midnight when `to` < `from`. null: always. `from` = `to`: never. */
export function insideHours(hours: Hours | null, at: number, offsetMinutes: number): boolean {
	if (hours === null) return true;
	const time = localTime(at, offsetMinutes);
	const from = hours.from * minuteMs;
	const to = hours.to * minuteMs;
	return from <= to ? from <= time && time < to : time >= from || time < to;
}

/** True when quiet hours forbid this instant. null: never. `from` = `to` says nothing clear, so it is always quiet. */
export function isQuiet(quietHours: Hours | null, at: number, offsetMinutes: number): boolean {
	if (quietHours === null) return false;
	return quietHours.from === quietHours.to || insideHours(quietHours, at, offsetMinutes);
}

/** True when the clock alone allows lending: inside hours and not in quiet hours. */
export function isOpen(conditions: Conditions, at: number, offsetMinutes: number): boolean {
	return insideHours(conditions.hours, at, offsetMinutes) && !isQuiet(conditions.quietHours, at, offsetMinutes);
}

/** The first instant after `at` at which hours or quiet hours begin or end; Infinity when neither ever does. */
export function nextChange(conditions: Conditions, at: number, offsetMinutes: number): number {
	const time = localTime(at, offsetMinutes);
	let wait = Number.POSITIVE_INFINITY;
	for (const window of [conditions.hours, conditions.quietHours]) {
		if (window === null || window.from === window.to) continue;
		for (const edge of [window.from, window.to]) {
			wait = Math.min(wait, modulo(edge * minuteMs - time, dayMs) || dayMs);
		}
	}
	return at + wait;
}

/** The first instant from `at` on at which the windows allow (`open` true) or forbid lending; Infinity when never. */
export function nextOpen(conditions: Conditions, at: number, offsetMinutes: number, open: boolean): number {
	let instant = at;
	// A day has at most four edges: what has not come after them never comes.
	for (let step = 0; step <= 4 && Number.isFinite(instant); step++) {
		if (isOpen(conditions, instant, offsetMinutes) === open) return instant;
		instant = nextChange(conditions, instant, offsetMinutes);
	}
	return Number.POSITIVE_INFINITY;
}

/** How many minutes of a week the windows allow: 0 (never) to 10080. */
export function minutesAWeekOpen(conditions: Conditions): number {
	let open = 0;
	for (let minute = 0; minute < 1440; minute++) if (isOpen(conditions, minute * minuteMs, 0)) open++;
	return open * 7;
}

/** "07:05" for 425. */
export function clockWords(minuteOfDay: number): string {
	const two = (n: number) => String(n).padStart(2, "0");
	return `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
}
