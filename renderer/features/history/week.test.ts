import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Day } from "../../../main/contract/calls.ts";
import { barsOf, busiestHours, noonOf, weekOf } from "./week.ts";

const day = (date: string, lentMs: number, spans: Day["spans"] = [], steppedBackAt: number[] = []): Day => ({
	date,
	lentMs,
	runs: 2,
	cpuSeconds: 60,
	wattHours: 0.5,
	steppedBack: 1,
	spans,
	steppedBackAt,
});

describe("barsOf", () => {
	it("measures against the day with most and keeps a tiny day visible", () => {
		const bars = barsOf([day("2026-11-20", 1), day("2026-11-21", 0), day("2026-11-22", 100_000)]);
		expect(bars.map((one) => one.share)).toEqual([0.04, 0, 1]);
		expect(bars.map((one) => one.isToday)).toEqual([false, false, true]);
	});
	it("draws nothing for a week of nothing", () => {
		expect(barsOf([day("2026-11-22", 0)])).toMatchObject([{ share: 0, blocks: "", pins: "" }]);
		expect(barsOf([])).toEqual([]);
	});
	it("draws when something ran, to scale, and a pin for each step back", () => {
		const [bar] = barsOf([day("2026-11-22", 1, [{ from: 60, to: 120 }], [119])]);
		expect(bar?.blocks).toBe("M60 6h60v18h-60z");
		expect(bar?.pins).toBe("M119 0V24");
	});
	it("never draws outside the day", () => {
		const spans = fc
			.tuple(fc.double({ min: 0, max: 1440, noNaN: true }), fc.double({ min: 0, max: 1440, noNaN: true }))
			.map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
		fc.assert(
			fc.property(spans, (span) => {
				const [bar] = barsOf([day("2026-11-22", 1, [span])]);
				const [, x, width] = /^M([\d.]+) 6h([\d.]+)/.exec(bar?.blocks ?? "") ?? [];
				expect(Number(x)).toBeGreaterThanOrEqual(0);
				expect(Number(x) + Number(width)).toBeLessThanOrEqual(1440.1);
			}),
		);
	});
});

it("finds the two hours with most lent", () => {
	expect(busiestHours([day("2026-11-21", 0)])).toBeNull();
	const days = [
		day("2026-11-21", 1, [{ from: 125, to: 235 }]),
		day("2026-11-22", 1, [
			{ from: 130, to: 170 },
			{ from: 600, to: 690 },
		]),
	];
	expect(busiestHours(days)).toEqual({ from: 120, to: 240 });
});

it("adds the week up", () => {
	expect(weekOf([day("2026-11-21", 10), day("2026-11-22", 20)])).toEqual({
		lentMs: 30,
		runs: 4,
		wattHours: 1,
		steppedBack: 2,
	});
});

it("takes a date as the local day it names", () => {
	expect(new Date(noonOf("2026-03-29")).getDate()).toBe(29);
});
