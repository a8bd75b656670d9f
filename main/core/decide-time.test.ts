import fc from "fast-check";
import { expect, test } from "vitest";
import { grantSchema } from "../contract/consent.ts";
import type { Decision } from "../contract/decision.ts";
import { jobClasses } from "../contract/job.ts";
import { bestFacts, decideInputs, lendingInputs } from "./arbitraries.ts";
import { type DecideInput, decide } from "./decide.ts";
import oldGrant from "./fixtures/grant-of-0.1.json" with { type: "json" };
import { nextOpen } from "./schedule.ts";

const codes = (decision: Decision) => (decision.kind === "hold" ? decision.reasons.map((one) => one.code) : []);
/** The same input later, with everything but the clock at its best. */
const at = (input: DecideInput, now: number): DecideInput => ({ ...input, now, facts: bestFacts(now) });

test("lending lasts until the instant it names, when the clock ends it", () => {
	fc.assert(
		fc.property(lendingInputs, fc.double({ min: 0, max: 1, noNaN: true }), (input, part) => {
			const decision = decide(input);
			const until = decision.kind === "lend" ? (decision.budget.allowances[0]?.until ?? 0) : 0;
			expect(until).toBeGreaterThan(input.now);
			expect(decide(at(input, input.now + Math.floor(part * (until - input.now - 1)))).kind).toBe("lend");
			expect(decide(at(input, until)).kind).toBe("hold");
		}),
	);
});

test("a hold that names its end lasts until then and no longer", () => {
	let named = 0;
	fc.assert(
		fc.property(decideInputs, fc.double({ min: 0, max: 1, noNaN: true }), (some, part) => {
			const input = { ...some, stopping: false, ledgerOk: true, poolConnected: true, facts: bestFacts(some.now) };
			const decision = decide(input);
			if (decision.kind !== "hold" || decision.until === undefined) return;
			named++;
			const { until } = decision;
			expect(until).toBeGreaterThan(input.now);
			expect(decide(at(input, input.now + Math.floor(part * (until - input.now - 1)))).kind).toBe("hold");
			expect(decide(at(input, until)).kind).toBe("lend");
		}),
		{ numRuns: 1000 },
	);
	expect(named).toBeGreaterThan(10);
});

test("a hold without an end in sight is not ended by hours or a pause alone", () => {
	const input: DecideInput = { ...lending(), poolConnected: false, pausedUntil: lending().now + 60_000 };
	expect(decide(input)).not.toHaveProperty("until");
	expect(codes(decide(input))).toEqual(["hold.paused", "hold.pool-away"]);
});

// A recorded grant of version 0.1: whatever classes and switches the app gains, it must go on allowing exactly this.
test("an old grant allows what it allowed when it was given", () => {
	const grant = grantSchema.parse(oldGrant);
	const now = Date.parse("2027-01-15T22:00:00Z");
	const input: DecideInput = {
		grants: [grant],
		pausedUntil: null,
		stopping: false,
		ledgerOk: true,
		facts: bestFacts(now),
		runners: Object.fromEntries(jobClasses.map((one) => [one, true])) as DecideInput["runners"],
		poolConnected: true,
		now,
		offsetMinutes: 0,
	};
	expect(decide(input)).toEqual({
		kind: "lend",
		budget: {
			allowances: [
				{
					grantId: "0b0f6d52-7d55-4b6d-8d5f-0f0a4f9f2c11",
					classes: ["wasm"],
					amounts: { cpus: 2, memoryMiB: 2048, scratchMiB: 1024 },
					requesters: [{ name: "Grace", publicKey: "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" }],
					until: Date.parse("2027-01-16T01:00:00Z"),
				},
			],
		},
	});
	const holdsAt = (time: string) => decide(at(input, Date.parse(time)));
	expect(holdsAt("2027-01-16T01:30:00Z")).toEqual({
		kind: "hold",
		reasons: [{ code: "hold.quiet-hours", args: { from: "01:00", to: "02:00" } }],
		until: Date.parse("2027-01-16T02:00:00Z"),
	});
	expect(holdsAt("2027-01-16T12:00:00Z")).toMatchObject({ until: Date.parse("2027-01-16T20:00:00Z") });
	expect(codes(holdsAt("2027-04-20T22:00:00Z"))).toEqual(["hold.expired"]);
});

test("a grant that expires before it could open again has no end of the hold in sight", () => {
	const input = lending();
	const pausedUntil = input.now + 60_000;
	const expiring = (expiresAt: number) =>
		decide({ ...input, pausedUntil, grants: input.grants.map((grant) => ({ ...grant, expiresAt })) });
	const [grant] = input.grants;
	const opens = grant ? nextOpen(grant.conditions, pausedUntil, input.offsetMinutes, true) : 0;
	expect(expiring(opens + 1)).toHaveProperty("until", opens);
	expect(expiring(opens)).not.toHaveProperty("until");
});

function lending(): DecideInput {
	const [input] = fc.sample(lendingInputs, { seed: 1, numRuns: 1 });
	if (!input) throw new Error("no sample");
	return input;
}
