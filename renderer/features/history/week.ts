// The numbers behind the bars and the sentence of the week. Pure.
import type { Day } from "../../../main/contract/calls.ts";

export interface Bar {
	readonly date: string;
	/** 0 to 1 of the tallest day. */
	readonly share: number;
	readonly lentMs: number;
	readonly isToday: boolean;
}

/** One bar a day; a day with anything at all stays visible. The last day is today. */
export function barsOf(days: readonly Day[]): Bar[] {
	const tallest = Math.max(0, ...days.map((one) => one.lentMs));
	return days.map((one, i) => ({
		date: one.date,
		share: one.lentMs <= 0 || tallest === 0 ? 0 : Math.max(0.04, one.lentMs / tallest),
		lentMs: one.lentMs,
		isToday: i === days.length - 1,
	}));
}

export interface Week {
	readonly lentMs: number;
	readonly runs: number;
	readonly wattHours: number;
	readonly steppedBack: number;
}

/** All days together. */
export function weekOf(days: readonly Day[]): Week {
	return days.reduce<Week>(
		(sum, one) => ({
			lentMs: sum.lentMs + one.lentMs,
			runs: sum.runs + one.runs,
			wattHours: sum.wattHours + one.wattHours,
			steppedBack: sum.steppedBack + one.steppedBack,
		}),
		{ lentMs: 0, runs: 0, wattHours: 0, steppedBack: 0 },
	);
}

/** Noon of a local day "2026-11-22", so that no summer time can move it to another day. */
export function noonOf(date: string): number {
	const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
	return new Date(year, month - 1, day, 12).getTime();
}
