import fc from "fast-check";
import { expect, it } from "vitest";
import { extentAt, piecesOf } from "./visible-rows.ts";

const totals = fc.integer({ min: 0, max: 12_000 });
const scene = fc.record({
	total: totals,
	height: fc.integer({ min: 0, max: 2000 }),
	rowHeight: fc.integer({ min: 24, max: 140 }),
	place: fc.double({ min: 0, max: 1, noNaN: true }),
	focused: fc.option(fc.nat(13_000)),
});

it("draws every row that can be seen, each once and in order, and stands for all others by their height", () => {
	fc.assert(
		fc.property(scene, ({ total, height, rowHeight, place, focused }) => {
			const scrollTop = place * Math.max(0, total * rowHeight - height);
			const extent = extentAt(scrollTop, height, rowHeight, total);
			const pieces = piecesOf(extent, total, focused);
			const rows = pieces.flatMap((piece) => (piece.kind === "row" ? [piece.index] : []));
			for (let i = Math.floor(scrollTop / rowHeight); i < Math.min(total, (scrollTop + height) / rowHeight); i++) {
				expect(rows).toContain(i);
			}
			if (focused !== null && focused < total) {
				for (const index of [focused - 1, focused, focused + 1]) {
					if (index >= 0 && index < total) expect(rows).toContain(index);
				}
			}
			let at = 0;
			for (const piece of pieces) {
				if (piece.kind === "row") expect(piece.index).toBe(at);
				at += piece.kind === "row" ? 1 : piece.rows;
			}
			expect(at).toBe(total);
			// A window's worth of rows, whatever the list holds.
			expect(rows.length).toBeLessThanOrEqual(Math.ceil(height / rowHeight) + 38);
		}),
	);
});
