import fc from "fast-check";
import { expect, test } from "vitest";
import type { Conditions, Hours } from "../contract/consent.ts";
import { conditions, hours, instants, offsets } from "./arbitraries.ts";
import {
	clockWords,
	insideHours,
	isOpen,
	isQuiet,
	minuteMs,
	minutesAWeekOpen,
	nextChange,
	nextOpen,
} from "./schedule.ts";

const always: Conditions = { when: "any-time", hours: null, quietHours: null, onBattery: true, onMetered: true };
const at = (text: string) => Date.parse(text);
const clock = (from: string, to: string): Hours => {
	const minute = (hhmm: string) => Number(hhmm.slice(0, 2)) * 60 + Number(hhmm.slice(3));
	return { from: minute(from), to: minute(to) };
};

test.each([
	["09:00", "17:00", "2026-03-01T09:00:00Z", 0, true],
	["09:00", "17:00", "2026-03-01T08:59:59.999Z", 0, false],
	["09:00", "17:00", "2026-03-01T16:59:59.999Z", 0, true],
	["09:00", "17:00", "2026-03-01T17:00:00Z", 0, false],
	["22:00", "06:00", "2026-03-01T23:30:00Z", 0, true],
	["22:00", "06:00", "2026-03-01T05:59:00Z", 0, true],
	["22:00", "06:00", "2026-03-01T06:00:00Z", 0, false],
	["22:00", "00:00", "2026-03-01T00:00:00Z", 0, false],
	["09:00", "09:00", "2026-03-01T09:00:00Z", 0, false],
	["09:00", "17:00", "2026-03-01T03:30:00Z", 330, true],
	["20:00", "23:00", "2026-03-02T02:00:00Z", -300, true],
	["00:00", "01:00", "1970-01-01T00:30:00Z", -1440, true],
])("%s to %s at %s, %i minutes east: %s", (from, to, when, offset, inside) => {
	expect(insideHours(clock(from, to), at(when), offset)).toBe(inside);
});

test("the next change is the nearest edge after the instant", () => {
	const both = { ...always, hours: clock("09:00", "17:00"), quietHours: clock("12:00", "13:00") };
	expect(nextChange(both, at("2026-03-01T09:00:00Z"), 0)).toBe(at("2026-03-01T12:00:00Z"));
	expect(nextChange(both, at("2026-03-01T17:00:00Z"), 0)).toBe(at("2026-03-02T09:00:00Z"));
	expect(nextChange(always, 0, 0)).toBe(Number.POSITIVE_INFINITY);
	expect(nextOpen(both, at("2026-03-01T12:30:00Z"), 0, true)).toBe(at("2026-03-01T13:00:00Z"));
	expect(nextOpen(both, at("2026-03-01T13:00:00Z"), 0, true)).toBe(at("2026-03-01T13:00:00Z"));
	expect(minutesAWeekOpen(both)).toBe(7 * 7 * 60);
	expect(clockWords(425)).toBe("07:05");
});

test("nothing flips before the next change, and something flips at it", () => {
	fc.assert(
		fc.property(
			conditions,
			instants,
			offsets,
			fc.double({ min: 0, max: 1, noNaN: true }),
			(some, now, offset, part) => {
				const change = nextChange(some, now, offset);
				const state = (instant: number) => [
					insideHours(some.hours, instant, offset),
					isQuiet(some.quietHours, instant, offset),
				];
				if (!Number.isFinite(change)) {
					expect(state(now + Math.floor(part * 86_400_000))).toEqual(state(now));
					return;
				}
				expect(change).toBeGreaterThan(now);
				expect(change).toBeLessThanOrEqual(now + 86_400_000);
				expect(state(now + Math.floor(part * (change - now - 1)))).toEqual(state(now));
				expect(state(change)).not.toEqual(state(change - 1));
			},
		),
	);
});

test("nextOpen finds the first instant of the wanted kind", () => {
	fc.assert(
		fc.property(conditions, instants, offsets, fc.boolean(), (some, now, offset, open) => {
			const found = nextOpen(some, now, offset, open);
			let first = Number.POSITIVE_INFINITY;
			for (let minute = 0; minute <= 1440; minute++) {
				const edge = minute === 0 ? now : Math.ceil(now / minuteMs) * minuteMs + (minute - 1) * minuteMs;
				if (edge >= now && isOpen(some, edge, offset) === open) {
					first = edge;
					break;
				}
			}
			expect(found).toBe(first);
		}),
		{ numRuns: 60 },
	);
});

test("a window and its complement cover every instant exactly once", () => {
	fc.assert(
		fc.property(hours, instants, offsets, ({ from, to }, now, offset) => {
			fc.pre(from !== to);
			expect(insideHours({ from, to }, now, offset)).toBe(!insideHours({ from: to, to: from }, now, offset));
		}),
	);
});

test("the same local time gives the same answer on every day and in every zone", () => {
	fc.assert(
		fc.property(conditions, instants, offsets, fc.integer({ min: -3000, max: 3000 }), (some, now, offset, days) => {
			expect(isOpen(some, now + days * 86_400_000, offset)).toBe(isOpen(some, now, offset));
			expect(isOpen(some, now - offset * minuteMs, offset)).toBe(isOpen(some, now, 0));
		}),
	);
});

test("minutes a week are counted as lengths of windows", () => {
	fc.assert(
		fc.property(hours, ({ from, to }) => {
			const length = from === to ? 0 : (to - from + 1440) % 1440;
			expect(minutesAWeekOpen({ ...always, hours: { from, to } })).toBe(7 * length);
			const quiet = from === to ? 0 : 1440 - length;
			expect(minutesAWeekOpen({ ...always, quietHours: { from, to } })).toBe(7 * quiet);
		}),
		{ numRuns: 30 },
	);
});
