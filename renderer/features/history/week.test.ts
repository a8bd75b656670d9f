import { describe, expect, it } from "vitest";
import type { Day } from "../../../main/contract/calls.ts";
import { barsOf, noonOf, weekOf } from "./week.ts";

const day = (date: string, lentMs: number): Day => ({
	date,
	lentMs,
	runs: 2,
	cpuSeconds: 60,
	wattHours: 0.5,
	steppedBack: 1,
});

describe("barsOf", () => {
	it("measures against the tallest day and keeps a tiny day visible", () => {
		const bars = barsOf([day("2026-11-20", 1), day("2026-11-21", 0), day("2026-11-22", 100_000)]);
		expect(bars.map((one) => one.share)).toEqual([0.04, 0, 1]);
		expect(bars.map((one) => one.isToday)).toEqual([false, false, true]);
	});
	it("draws nothing for a week of nothing", () => {
		expect(barsOf([day("2026-11-22", 0)]).map((one) => one.share)).toEqual([0]);
		expect(barsOf([])).toEqual([]);
	});
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
