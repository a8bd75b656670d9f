import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Part, placeParts, splitAmounts } from "./capsule-shape.ts";

describe("splitAmounts", () => {
	it("fills the whole exactly and nothing is negative, whatever is measured", () => {
		const amount = fc.double({ min: -10, max: 1000, noNaN: true });
		fc.assert(
			fc.property(amount, fc.option(amount), amount, amount, (total, used, lent, busy) => {
				const split = splitAmounts(total, used, lent, busy);
				const all = [split.you, split.kept, split.busy, split.free];
				expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
				expect(all.reduce((a, b) => a + b, 0)).toBeCloseTo(Math.max(0, total), 6);
			}),
		);
	});
	it("shows a person who needs more than was kept: the free part shrinks, what is busy stays", () => {
		expect(splitAmounts(8, 7, 2, 0.5)).toEqual({ you: 7, busy: 0.5, free: 0.5, kept: 0 });
	});
});

const part = (kind: Part["kind"], amount: number): Part => ({ kind, amount, label: "kept for you, 3.9", short: "3.9" });

describe("placeParts", () => {
	it("gives every part that is there at least a sliver, all together the whole", () => {
		const placed = placeParts([part("you", 1000), part("busy", 0.1), part("kept", 0)], 700);
		expect(placed.map((one) => one.kind)).toEqual(["you", "busy"]);
		expect(placed[1]?.share).toBeGreaterThan(0.009);
		expect(placed.reduce((sum, one) => sum + one.share, 0)).toBeCloseTo(1);
	});
	it("shortens a label, then leaves it out, as room goes", () => {
		const inside = (width: number) => placeParts([part("kept", 1)], width)[0]?.inside;
		expect(inside(400)).toBe("kept for you, 3.9");
		expect(inside(80)).toBe("3.9");
		expect(inside(30)).toBeNull();
	});
	it("knows what lies in the far half, and leaves room for the handle at the lent part alone", () => {
		const two = (handlePx: number) => placeParts([part("kept", 1), part("free", 1)], 320, handlePx);
		expect(two(0).map((one) => one.isFar)).toEqual([false, true]);
		expect(two(0).map((one) => one.inside)).toEqual(["kept for you, 3.9", "kept for you, 3.9"]);
		expect(two(30).map((one) => one.inside)).toEqual(["kept for you, 3.9", "3.9"]);
	});
	it("shows nothing for nothing", () => {
		expect(placeParts([part("you", 0)], 300)).toEqual([]);
	});
});
