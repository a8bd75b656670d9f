import fc from "fast-check";
import { expect, test } from "vitest";
import { daySchema, type HistoryRow, historyRowSchema } from "../contract/calls.ts";
import { type EndReason, endReasons, type Receipt } from "../contract/receipt.ts";
import { anInstant, digests, jobsBy, offsets, uuids } from "./arbitraries.ts";
import { filterRows, historyDays, historyRows, wattsPerCore } from "./history.ts";

const dayMs = 86_400_000;
const quarterMs = 900_000;

/** Runs on a grid of quarter hours within the last six days, so that instants can be counted one by one. */
const receipts: fc.Arbitrary<Receipt[]> = fc.array(
	fc
		.record({
			job: jobsBy([]),
			id: uuids,
			artifactDigest: digests,
			quartersAgo: fc.integer({ min: 0, max: 600 }),
			quarters: fc.integer({ min: 0, max: 40 }),
			end: fc.constantFrom(...endReasons),
			cpuSeconds: fc.nat(1000),
		})
		.map(({ job, id, artifactDigest, quartersAgo, quarters, end, cpuSeconds }) => {
			const endedAt = anInstant - quartersAgo * quarterMs;
			const body = {
				v: 1,
				id,
				deviceId: "device-1",
				jobId: job.id,
				jobDigest: artifactDigest,
				purpose: job.purpose,
				requester: job.requester,
				requesterName: "Ada",
				class: job.class,
				artifactDigest,
				limits: job.limits,
				grantId: null,
				startedAt: endedAt - quarters * quarterMs,
				endedAt,
				end,
				exitCode: null,
				usage: { cpuSeconds, peakMemoryMiB: 1 },
				proof: null,
				outputBytes: 0,
				refusal: null,
			};
			return { body, publicKey: job.requester, signature: "" } as unknown as Receipt;
		}),
	{ maxLength: 12 },
);
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

test("days add up to the receipts, and time in which several ran counts once", () => {
	fc.assert(
		fc.property(receipts, offsets, (all, offset) => {
			const days = historyDays(historyRows(all), 30, anInstant, offset);
			const ran = all.map((one) => one.body).filter((body) => body.end !== "refused");
			expect(sum(days.map((day) => day.runs))).toBe(ran.length);
			expect(sum(days.map((day) => day.cpuSeconds))).toBe(sum(ran.map((body) => body.usage.cpuSeconds)));
			expect(sum(days.map((day) => day.wattHours))).toBeCloseTo(
				(sum(ran.map((body) => body.usage.cpuSeconds)) * wattsPerCore) / 3600,
			);
			const lent = new Set<number>();
			for (const body of ran) for (let at = body.startedAt; at < body.endedAt; at += quarterMs) lent.add(at);
			expect(sum(days.map((day) => day.lentMs))).toBe(lent.size * quarterMs);
			for (const [index, day] of days.entries()) {
				expect(daySchema.parse(day)).toEqual(day);
				const midnight = (Math.floor((anInstant + offset * 60_000) / dayMs) - 29 + index) * dayMs - offset * 60_000;
				const within = (at: number) => at >= midnight && at < midnight + dayMs;
				expect(day.lentMs).toBe([...lent].filter(within).length * quarterMs);
				expect(day.runs).toBe(ran.filter((body) => within(body.endedAt)).length);
			}
		}),
	);
});

test("a shorter table is the end of a longer one", () => {
	fc.assert(
		fc.property(receipts, offsets, fc.integer({ min: 1, max: 9 }), (all, offset, days) => {
			expect(historyDays(historyRows(all), days, anInstant, offset)).toEqual(
				historyDays(historyRows(all), 10, anInstant, offset).slice(-days),
			);
		}),
	);
});

test("days are named by the local calendar, empty ones included", () => {
	const now = Date.parse("2024-03-01T00:30:00Z");
	expect(historyDays([], 3, now, 0).map((day) => day.date)).toEqual(["2024-02-28", "2024-02-29", "2024-03-01"]);
	expect(historyDays([], 1, now, -60)[0]?.date).toBe("2024-02-29");
	expect(historyDays([], 1, now, 0)).toEqual([
		{
			date: "2024-03-01",
			runs: 0,
			lentMs: 0,
			cpuSeconds: 0,
			wattHours: 0,
			steppedBack: 0,
			spans: [],
			steppedBackAt: [],
		},
	]);
});

test("rows: one for each receipt, the last to end first", () => {
	fc.assert(
		fc.property(receipts, (all) => {
			const rows = historyRows(all);
			expect(rows.map((row) => row.receiptId).sort()).toEqual(all.map((one) => one.body.id).sort());
			for (const row of rows) expect(historyRowSchema.parse(row)).toEqual(row);
			const ends = rows.map((row) => row.endedAt);
			expect(ends).toEqual(ends.toSorted((a, b) => b - a));
		}),
	);
});

test("the spans of a day cover what was lent and nothing but short gaps; marks are where the PC stepped back", () => {
	fc.assert(
		fc.property(receipts, offsets, (all, offset) => {
			const days = historyDays(historyRows(all), 30, anInstant, offset);
			for (const day of days) {
				// On a grid of quarter hours no gap is short enough to be closed.
				const covered = sum(day.spans.map(({ from, to }) => to - from));
				expect(covered).toBeCloseTo(day.lentMs / 60_000);
				for (const [i, { from, to }] of day.spans.entries()) {
					expect(to).toBeGreaterThan(from);
					expect(from).toBeGreaterThanOrEqual(day.spans[i - 1]?.to ?? 0);
				}
				expect(day.steppedBackAt.length > 0).toBe(day.steppedBack > 0);
				expect(day.steppedBackAt.length).toBeLessThanOrEqual(day.steppedBack);
			}
		}),
	);
});

test("short gaps of a day are closed in its picture, but never in its numbers", () => {
	const second = 1000;
	const run = (startedAt: number, endedAt: number, end: EndReason) =>
		({ startedAt, endedAt, end, cpuSeconds: 1 }) as HistoryRow;
	const noon = Date.parse("2024-03-01T12:00:00Z");
	const rows = Array.from({ length: 100 }, (_, i) =>
		run(noon + i * 60 * second, noon + i * 60 * second + second, i % 2 ? "in-use" : "done"),
	);
	const [day] = historyDays(rows, 1, noon + 8_000_000, 0);
	expect(day).toMatchObject({ lentMs: 100 * second, steppedBack: 50, runs: 100 });
	expect(day?.spans).toEqual([{ from: 720, to: expect.closeTo(819 + 1 / 60) }]);
	expect(day?.steppedBackAt).toEqual(Array.from({ length: 50 }, (_, i) => 721 + 2 * i));
});

test("a filter keeps the order, and takes every word in any case", () => {
	fc.assert(
		fc.property(receipts, fc.subarray([...endReasons]), (all, ends) => {
			const rows = historyRows(all);
			const kept = filterRows(rows, { words: "", ends });
			expect(kept).toEqual(ends.length === 0 ? rows : rows.filter((row) => ends.includes(row.end)));
		}),
	);
	const row = (title: string, requesterName: string) => ({ title, requesterName, end: "done" }) as HistoryRow;
	const rows = [row("Resize Photos", "attic"), row("Nightly tests", "Photo-Box"), row("ÜBEN", "attic")];
	const found = (words: string) => filterRows(rows, { words, ends: [] }).map((one) => one.title);
	expect(found("photo")).toEqual(["Resize Photos", "Nightly tests"]);
	expect(found(" attic  resize ")).toEqual(["Resize Photos"]);
	expect(found("üben")).toEqual(["ÜBEN"]);
	expect(found("nobody")).toEqual([]);
});
