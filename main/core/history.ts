// What the owner's receipts add up to: rows newest first, and totals by local day.
import type { Day, HistoryRow } from "../contract/calls.ts";
import type { EndReason, Receipt } from "../contract/receipt.ts";
import { dayMs, minuteMs } from "./schedule.ts";

/** An estimate of what one busy core draws; see docs/decisions. */
export const wattsPerCore = 10;

/** Runs that ended because the PC was wanted back. */
const steppedBackEnds: ReadonlySet<EndReason> = new Set(["owner-stop", "owner-pause", "in-use", "held"]);

/** One row per receipt, refused jobs included; the one that ended last comes first. */
export function historyRows(receipts: readonly Receipt[]): HistoryRow[] {
	return receipts
		.toReversed()
		.sort((a, b) => b.body.endedAt - a.body.endedAt)
		.map(rowOf);
}

/** The rows of `historyRows` with one more receipt, the newest to be recorded. */
export function addRow(rows: readonly HistoryRow[], receipt: Receipt): HistoryRow[] {
	const index = rows.findIndex((row) => row.endedAt <= receipt.body.endedAt);
	return rows.toSpliced(index === -1 ? rows.length : index, 0, rowOf(receipt));
}

function rowOf({ body }: Receipt): HistoryRow {
	return {
		receiptId: body.id,
		title: body.purpose,
		requesterName: body.requesterName,
		class: body.class,
		startedAt: body.startedAt,
		endedAt: body.endedAt,
		end: body.end,
		exitCode: body.exitCode,
		cpuSeconds: body.usage.cpuSeconds,
		peakMemoryMiB: body.usage.peakMemoryMiB,
	};
}

export interface RowFilter {
	/** Each of these words stands in the title or the requester's name, in any case; empty for all. */
	readonly words: string;
	/** How it ended; empty for all. */
	readonly ends: readonly EndReason[];
}

/** The rows that fit, in the order they came. */
export function filterRows(rows: readonly HistoryRow[], { words, ends }: RowFilter): HistoryRow[] {
	const wanted = plain(words).split(/\s+/).filter(Boolean);
	return rows.filter((row) => {
		if (ends.length > 0 && !ends.includes(row.end)) return false;
		const text = plain(`${row.title}\n${row.requesterName}`);
		return wanted.every((word) => text.includes(word));
	});
}

const plain = (text: string) => text.normalize("NFKC").toLowerCase();

/**
 * The last `days` local days up to today, oldest first, empty ones included. A run counts on the day it ended; the time
 * lent is cut at midnight, and time in which several ran counts once. Refused jobs count for nothing.
 */
export function historyDays(rows: readonly HistoryRow[], days: number, now: number, offsetMinutes: number): Day[] {
	const shift = offsetMinutes * minuteMs;
	const dayOf = (at: number) => Math.floor((at + shift) / dayMs);
	const first = dayOf(now) - days + 1;
	const table = Array.from({ length: days }, (_, index) => emptyDay(first + index));
	const minuteOf = (at: number) => (at + shift - dayOf(at) * dayMs) / minuteMs;
	const ran = rows.filter((row) => row.end !== "refused");
	for (const row of ran) {
		const day = table[dayOf(row.endedAt) - first];
		if (!day) continue;
		day.runs += 1;
		day.cpuSeconds += row.cpuSeconds;
		if (!steppedBackEnds.has(row.end)) continue;
		day.steppedBack += 1;
		day.steppedBackAt.push(Math.floor(minuteOf(row.endedAt)));
	}
	for (const [from, to] of withoutOverlap(ran.map((row) => [row.startedAt, row.endedAt]))) {
		for (let at = Math.max(from, first * dayMs - shift); at < to; ) {
			const midnight = (dayOf(at) + 1) * dayMs - shift;
			const day = table[dayOf(at) - first];
			if (!day) break;
			const end = Math.min(to, midnight);
			day.lentMs += end - at;
			addSpan(day, minuteOf(at), minuteOf(at) + (end - at) / minuteMs);
			at = midnight;
		}
	}
	for (const day of table) {
		day.wattHours = (day.cpuSeconds * wattsPerCore) / 3600;
		day.steppedBackAt = [...new Set(day.steppedBackAt)].sort((a, b) => a - b);
	}
	return table;
}

/** Gaps shorter than this are closed in the picture: a day then has at most 480 spans, whatever ran in it. */
const closedGapMinutes = 3;

function addSpan(day: Day, from: number, to: number): void {
	const last = day.spans.at(-1);
	if (last && from - last.to < closedGapMinutes) last.to = to;
	else day.spans.push({ from, to });
}

function emptyDay(dayNumber: number): Day {
	const date = new Date(dayNumber * dayMs).toISOString().slice(0, 10);
	return { date, runs: 0, lentMs: 0, cpuSeconds: 0, wattHours: 0, steppedBack: 0, spans: [], steppedBackAt: [] };
}

/** The same instants covered, by intervals that do not touch, in order. Intervals that end before they begin are dropped. */
function withoutOverlap(intervals: readonly (readonly [number, number])[]): [number, number][] {
	const merged: [number, number][] = [];
	for (const [from, to] of intervals.filter(([a, b]) => a < b).sort((a, b) => a[0] - b[0])) {
		const last = merged.at(-1);
		if (last && from <= last[1]) last[1] = Math.max(last[1], to);
		else merged.push([from, to]);
	}
	return merged;
}
