import { describe, expect, it } from "vitest";
import { median, percentile } from "./numbers.ts";

describe("percentiles", () => {
	it("are values that were measured, by nearest rank", () => {
		const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
		expect(percentile(hundred, 50)).toBe(50);
		expect(percentile(hundred, 99)).toBe(99);
		expect(percentile(hundred, 100)).toBe(100);
	});

	it("of few values are the worst one", () => {
		expect(percentile([3, 1, 2], 99)).toBe(3);
		expect(median([3, 1, 2])).toBe(2);
		expect(median([4, 1])).toBe(1);
		expect(median([7])).toBe(7);
		expect(median([])).toBeNaN();
	});
});
