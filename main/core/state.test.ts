import fc from "fast-check";
import { expect, test } from "vitest";
import { decideInputs, lendingInputs } from "./arbitraries.ts";
import { type DecideInput, decide } from "./decide.ts";
import { agentState } from "./state.ts";

const stateOf = (input: DecideInput, jobs: number) => agentState({ ...input, decision: decide(input), jobs });

test("the state agrees with the decision, and says why unless it lends or is ready", () => {
	fc.assert(
		fc.property(decideInputs, fc.nat(2), (input, jobs) => {
			const { state, reasons, until } = stateOf(input, jobs);
			const decision = decide(input);
			if (decision.kind === "lend") expect(state).toBe(jobs > 0 ? "lending" : "ready");
			else expect(["off", "paused", "held", "problem"]).toContain(state);
			expect(reasons.length > 0).toBe(decision.kind === "hold");
			if (state === "off") expect(input.grants).toEqual([]);
			if (until !== null) expect(until).toBeGreaterThan(input.now);
		}),
		{ numRuns: 400 },
	);
});

test("the first reason fits the state", () => {
	fc.assert(
		fc.property(lendingInputs, fc.nat(2), (input, jobs) => {
			const until = input.now + 60_000;
			const hold = (change: Partial<DecideInput>) => stateOf({ ...input, ...change }, jobs);
			expect(hold({ grants: [], pausedUntil: until })).toMatchObject({
				state: "off",
				reasons: [{ code: "hold.no-grant" }],
			});
			expect(hold({ ledgerOk: false, pausedUntil: until })).toMatchObject({
				state: "problem",
				reasons: [{ code: "hold.ledger-broken" }, { code: "hold.paused" }],
			});
			expect(hold({ pausedUntil: until })).toMatchObject({
				state: "paused",
				reasons: [{ code: "hold.paused" }],
				until,
			});
			const held = hold({ facts: null });
			expect(held).toMatchObject({ state: "held", until: null });
			expect(held.reasons[0]?.code).toBe("hold.fact-unknown");
		}),
	);
});

test("a decision older than the pause, the withdrawal or the fault never shows as lending", () => {
	fc.assert(
		fc.property(lendingInputs, (input) => {
			const old = { ...input, decision: decide(input), jobs: 1 };
			expect(agentState({ ...old, grants: [] }).state).toBe("off");
			expect(agentState({ ...old, ledgerOk: false }).state).toBe("problem");
			expect(agentState({ ...old, pausedUntil: input.now + 1 }).state).toBe("paused");
			expect(agentState({ ...old, pausedUntil: input.now }).state).toBe("lending");
			expect(agentState({ ...old, grants: [] }).reasons).not.toEqual([]);
		}),
	);
});
