import fc from "fast-check";
import { expect, test } from "vitest";
import { beginStep, endStep, newPace, type Pace, reportBytes, showProgress } from "./setup-progress.ts";

const title = { code: "setup.step.write-file", args: { path: "/a" } };
const step = (id: string, from: number, to: number) => ({ id, title, seconds: { from, to } });

test("percent never goes back, stays below 100 until all is done, and is 100 then", () => {
	const times = fc.array(fc.tuple(fc.nat(100), fc.integer({ min: 1, max: 300 })), { minLength: 1, maxLength: 6 });
	const moment = fc.record({
		kind: fc.constantFrom("begin", "end", "bytes", "wait"),
		which: fc.nat(),
		// A wall clock may jump back as well.
		ms: fc.integer({ min: -50_000, max: 400_000 }),
		done: fc.nat(2000),
		total: fc.option(fc.nat(1000)),
	});
	fc.assert(
		fc.property(times, fc.array(moment, { maxLength: 40 }), (spans, moments) => {
			const steps = spans.map(([from, more], index) => step(String(index), from, from + more));
			let pace: Pace = newPace(steps);
			let now = 1_000_000;
			let before = 0;
			for (const { kind, which, ms, done, total } of moments) {
				const id = String(which % steps.length);
				now += ms;
				if (kind === "begin") pace = beginStep(pace, id, now);
				if (kind === "end") pace = endStep(pace, id);
				if (kind === "bytes") pace = reportBytes(pace, { done, total });
				const shown = showProgress(pace, now);
				pace = shown.pace;
				const { percent, secondsLeft } = shown.progress;
				expect(percent).toBeGreaterThanOrEqual(before);
				expect(percent === 100).toBe(pace.finished.size === steps.length);
				expect(secondsLeft.from).toBeLessThanOrEqual(secondsLeft.to);
				before = percent;
			}
		}),
	);
});

test("bytes count when the total is known, and the time else; the range shrinks while a step runs", () => {
	let pace = newPace([step("a", 10, 20), step("b", 30, 60)]);
	pace = beginStep(pace, "a", 0);
	expect(showProgress(pace, 0).progress).toEqual({
		step: 1,
		of: 2,
		what: title,
		percent: 0,
		bytes: null,
		secondsLeft: { from: 40, to: 80 },
		longerThanUsual: false,
	});
	expect(showProgress(pace, 10_000).progress).toMatchObject({ percent: 12, secondsLeft: { from: 30, to: 70 } });
	const half = reportBytes(pace, { done: 50, total: 100 });
	expect(showProgress(half, 0).progress).toMatchObject({ percent: 12, bytes: { done: 50, total: 100 } });
	expect(showProgress(endStep(pace, "a"), 0).progress).toMatchObject({ step: 1, percent: 25, what: null });
});

test("longer than usual is said after twice the longest usual time, not before", () => {
	const pace = beginStep(newPace([step("a", 10, 20)]), "a", 0);
	expect(showProgress(pace, 40_000).progress.longerThanUsual).toBe(false);
	expect(showProgress(pace, 40_001).progress).toMatchObject({ longerThanUsual: true, percent: 95 });
});
