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
		.map(({ body }) => ({
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
		}));
}

/**
 * The last `days` local days up to today, oldest first, empty ones included. A run counts on the day it ended; the time
 * lent is cut at midnight, and time in which several ran counts once. Refused jobs count for nothing.
 */
export function historyDays(receipts: readonly Receipt[], days: number, now: number, offsetMinutes: number): Day[] {
	const shift = offsetMinutes * minuteMs;
	const dayOf = (at: number) => Math.floor((at + shift) / dayMs);
	const first = dayOf(now) - days + 1;
	const table = Array.from({ length: days }, (_, index) => emptyDay(first + index));
	const ran = receipts.map((receipt) => receipt.body).filter((body) => body.end !== "refused");
	for (const body of ran) {
		const day = table[dayOf(body.endedAt) - first];
		if (!day) continue;
		day.runs += 1;
		day.cpuSeconds += body.usage.cpuSeconds;
		if (steppedBackEnds.has(body.end)) day.steppedBack += 1;
	}
	for (const [from, to] of withoutOverlap(ran.map((body) => [body.startedAt, body.endedAt]))) {
		for (let at = Math.max(from, first * dayMs - shift); at < to; ) {
			const midnight = (dayOf(at) + 1) * dayMs - shift;
			const day = table[dayOf(at) - first];
			if (!day) break;
			day.lentMs += Math.min(to, midnight) - at;
			at = midnight;
		}
	}
	for (const day of table) day.wattHours = (day.cpuSeconds * wattsPerCore) / 3600;
	return table;
}

function emptyDay(dayNumber: number): Day {
	const date = new Date(dayNumber * dayMs).toISOString().slice(0, 10);
	return { date, runs: 0, lentMs: 0, cpuSeconds: 0, wattHours: 0, steppedBack: 0 };
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
