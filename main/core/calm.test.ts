import fc from "fast-check";
import { expect, test } from "vitest";
import type { Decision, HoldCode } from "../contract/decision.ts";
import { holdCodes } from "../contract/decision.ts";
import { anInstant, lendingInputs } from "./arbitraries.ts";
import { calmMs, type Settled, settle, unsettled } from "./calm.ts";
import { decide } from "./decide.ts";
import { hold } from "./reasons.ts";

const held = (...codes: HoldCode[]): Decision => ({ kind: "hold", reasons: codes.map((code) => hold(code)) });
const [input] = fc.sample(lendingInputs, { seed: 1, numRuns: 1 });
if (!input) throw new Error("no sample");
const lend = decide(input);
const slow = (code: HoldCode) => code === "hold.in-use" || code === "hold.memory-low";

const steps = fc.array(
	fc.record({
		decision: fc.oneof(
			fc.constant(lend),
			fc.subarray([...holdCodes], { minLength: 1 }).map((codes) => held(...codes)),
		),
		waitMs: fc.integer({ min: 0, max: 12_000 }),
	}),
	{ maxLength: 40 },
);

test("a hold is immediate", () => {
	fc.assert(
		fc.property(steps, (all) => {
			let settled = unsettled;
			let now = anInstant;
			for (const { decision, waitMs } of all) {
				now += waitMs;
				settled = settle(settled, decision, now);
				if (decision.kind === "hold") expect(settled.decision).toBe(decision);
			}
		}),
	);
});

test("lending comes back exactly when the last hold allows", () => {
	fc.assert(
		fc.property(steps, (all) => {
			let settled: Settled = unsettled;
			let now = anInstant;
			let wait = 0;
			let lentSince: number | null = null;
			for (const { decision, waitMs } of all) {
				now += waitMs;
				settled = settle(settled, decision, now);
				if (decision.kind === "hold") {
					wait = decision.reasons.some((one) => slow(one.code)) ? calmMs : 0;
					lentSince = null;
				} else {
					lentSince ??= now;
					expect(settled.decision.kind).toBe(now - lentSince >= wait ? "lend" : "hold");
				}
			}
		}),
	);
});

test("the wait is told as the hold's end", () => {
	const settled = settle(settle(unsettled, held("hold.in-use"), anInstant), lend, anInstant + 100);
	expect(settled.decision).toEqual({ ...held("hold.in-use"), until: anInstant + 100 + calmMs });
	expect(settle(settled, lend, anInstant + 99 + calmMs).decision.kind).toBe("hold");
	expect(settle(settled, lend, anInstant + 100 + calmMs).decision).toBe(lend);
});

test("a clock set back starts the wait again", () => {
	const waiting = settle(settle(unsettled, held("hold.in-use"), anInstant), lend, anInstant);
	const back = settle(waiting, lend, anInstant - 3_600_000);
	expect(back.calmSince).toBe(anInstant - 3_600_000);
	expect(settle(back, lend, anInstant - 3_600_000 + calmMs).decision).toBe(lend);
});
