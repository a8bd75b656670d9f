import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bounds, placeOn } from "./window-place.ts";

const main: Bounds = { x: 0, y: 25, width: 1920, height: 1015 };
const right: Bounds = { x: 1920, y: 0, width: 1280, height: 1024 };
const at = (x: number, y: number, width = 900, height = 700) => ({ bounds: { x, y, width, height }, maximized: false });

test.each([
	["where it was", [main, right], at(100, 100), { x: 100, y: 100, width: 900, height: 700 }],
	["where it was, on the second screen", [main, right], at(2000, 100), { x: 2000, y: 100, width: 900, height: 700 }],
	["in the middle of the first, the second being gone", [main], at(2000, 100), { width: 1080, height: 760 }],
	["moved in from the edge", [main], at(-200, 0), { x: 0, y: 25, width: 900, height: 700 }],
	["made to fit", [main], at(0, 25, 4000, 300), null],
	["no larger than a small screen", [{ x: 0, y: 0, width: 800, height: 500 }], null, { width: 800, height: 500 }],
	["at its own size without a screen", [], null, { width: 1080, height: 760 }],
] as const)("%s", (_how, areas, kept, bounds) => {
	const place = placeOn(areas, kept);
	expect(place.bounds).toEqual(bounds ?? { width: 1080, height: 760 });
});

test("stays maximized, on whatever screen is left", () => {
	expect(placeOn([main], { ...at(5000, 100), maximized: true }).maximized).toBe(true);
	expect(placeOn([main], { ...at(10, 100), maximized: true }).maximized).toBe(true);
});

test("a place it gives lies wholly on one screen, whatever was kept and whatever screens there are", () => {
	const coordinate = fc.integer({ min: -10_000, max: 10_000 });
	const size = fc.integer({ min: 1, max: 8_000 });
	const bounds = fc.record({ x: coordinate, y: coordinate, width: size, height: size });
	fc.assert(
		fc.property(fc.array(bounds, { minLength: 1, maxLength: 4 }), bounds, (areas, kept) => {
			const { bounds: given } = placeOn(areas, { bounds: kept, maximized: false });
			const fits = areas.some((area) => {
				if (given.width > area.width || given.height > area.height) return false;
				if (!("x" in given)) return true;
				const { x, y, width, height } = given;
				return x >= area.x && y >= area.y && x + width <= area.x + area.width && y + height <= area.y + area.height;
			});
			expect(fits).toBe(true);
		}),
	);
});
