// The numbers behind the picture and the sentence of the week. Pure.
import type { Day } from "../../../main/contract/calls.ts";

const dayMinutes = 1440;
/** A run of a minute would be a hair: in the picture nothing is narrower than this. */
const leastMinutes = 8;

export interface Bar {
	readonly date: string;
	/** 0 to 1 of the day most was lent. */
	readonly share: number;
	readonly lentMs: number;
	readonly steppedBack: number;
	readonly isToday: boolean;
	/** Path data over 1440 x 24: one block for each time something ran, from y 6 on. */
	readonly blocks: string;
	/** Path data over 1440 x 24: one pin for each time the PC stepped back. */
	readonly pins: string;
}

/** One bar a day; a day with anything at all stays visible. The last day is today. */
export function barsOf(days: readonly Day[]): Bar[] {
	const most = Math.max(0, ...days.map((one) => one.lentMs));
	return days.map((one, i) => ({
		date: one.date,
		share: one.lentMs <= 0 || most === 0 ? 0 : Math.max(0.04, one.lentMs / most),
		lentMs: one.lentMs,
		steppedBack: one.steppedBack,
		isToday: i === days.length - 1,
		blocks: blocksOf(one.spans),
		pins: one.steppedBackAt.map((minute) => `M${minute} 0V24`).join(""),
	}));
}

function blocksOf(spans: Day["spans"]): string {
	return spans
		.map(({ from, to }) => {
			const width = Math.max(to - from, leastMinutes);
			return `M${round(Math.min(from, dayMinutes - width))} 6h${round(width)}v18h-${round(width)}z`;
		})
		.join("");
}

const round = (n: number) => Math.round(n * 10) / 10;

/** The two hours of a day with most lent in them over the week, as minutes of the day; null when nothing was lent. */
export function busiestHours(days: readonly Day[]): { readonly from: number; readonly to: number } | null {
	const lent = Array.from({ length: 24 }, (_, hour) =>
		days.reduce((sum, day) => sum + day.spans.reduce((own, span) => own + overlap(span, hour * 60), 0), 0),
	);
	const pairs = lent.slice(0, -1).map((minutes, hour) => minutes + (lent[hour + 1] ?? 0));
	const most = Math.max(0, ...pairs);
	if (most === 0) return null;
	const hour = pairs.indexOf(most);
	return { from: hour * 60, to: (hour + 2) * 60 };
}

const overlap = (span: Day["spans"][number], from: number) =>
	Math.max(0, Math.min(span.to, from + 60) - Math.max(span.from, from));

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

/** An instant at which the clock shows `minute` minutes of the day, on a day without a change of the clock. */
export const clockAt = (minute: number): number => new Date(2026, 0, 15, 0, minute).getTime();

/** Noon of a local day "2026-11-22", so that no summer time can move it to another day. */
export function noonOf(date: string): number {
	const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
	return new Date(year, month - 1, day, 12).getTime();
}
