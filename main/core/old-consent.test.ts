// Consent as older versions recorded it, replayed: whatever Hearth learns to run or to read, an old yes allows what it said
// and no more. The files in fixtures/ are never changed; a version that records anything else adds its own.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Grant, grantSchema } from "../contract/consent.ts";
import { jobClasses } from "../contract/job.ts";
import { ledgerEntrySchema } from "../contract/ledger.ts";
import { bestFacts, factsAt, instants, offsets, runners } from "./arbitraries.ts";
import { foldConsent } from "./consent.ts";
import { type DecideInput, decide } from "./decide.ts";
import grantOf01 from "./fixtures/grant-of-0.1.json" with { type: "json" };
import ledgerOf01 from "./fixtures/ledger-of-0.1.json" with { type: "json" };
import { insideHours, isQuiet } from "./schedule.ts";

const recorded: [string, unknown][] = [["0.1", grantOf01]];
const ledgers: [string, readonly unknown[], readonly string[]][] = [
	["0.1", ledgerOf01, ["0b0f6d52-7d55-4b6d-8d5f-0f0a4f9f2c11"]],
];

const allRuns = Object.fromEntries(jobClasses.map((one) => [one, true])) as DecideInput["runners"];

/** Every allowance lies inside its grant: kinds, amounts, who may ask, and time; and it is made of nothing else. */
function expectInside(input: DecideInput, grants: readonly Grant[]): boolean {
	const decision = decide(input);
	if (decision.kind === "hold") return false;
	for (const allowance of decision.budget.allowances) {
		const grant = grants.find((one) => one.id === allowance.grantId);
		if (!grant) throw new Error("an allowance nobody gave");
		expect(Object.keys(allowance).sort()).toEqual(["amounts", "classes", "grantId", "requesters", "until"]);
		for (const one of allowance.classes) expect(grant.classes).toContain(one);
		expect(allowance.amounts).toEqual(grant.amounts);
		expect(allowance.requesters).toEqual(grant.requesters);
		expect(allowance.until).toBeLessThanOrEqual(grant.expiresAt);
		expect(input.now).toBeLessThan(grant.expiresAt);
		const { hours, quietHours, onBattery } = grant.conditions;
		if (hours) expect(insideHours(hours, input.now, input.offsetMinutes)).toBe(true);
		if (quietHours) expect(isQuiet(quietHours, input.now, input.offsetMinutes)).toBe(false);
		if (!onBattery) expect(input.facts?.onBattery).toMatchObject({ known: true, value: false });
	}
	return true;
}

test.each(recorded)(
	"of %s: a recorded grant never allows more than it said, whatever the PC can do and whenever it is asked",
	(_, json) => {
		const grant = grantSchema.parse(json);
		let lent = 0;
		const about = fc.integer({ min: grant.givenAt, max: grant.expiresAt + 30 * 86_400_000 });
		const inputs = about.chain((now) =>
			fc.record({
				now: fc.constant(now),
				offsetMinutes: offsets,
				runners: fc.oneof(fc.constant(allRuns), runners),
				facts: fc.oneof({ weight: 3, arbitrary: fc.constant(bestFacts(now)) }, { weight: 1, arbitrary: factsAt(now) }),
				pausedUntil: fc.option(instants, { freq: 4 }),
			}),
		);
		fc.assert(
			fc.property(inputs, (some) => {
				const input = { ...some, grants: [grant], stopping: false, ledgerOk: true, poolConnected: true };
				if (expectInside(input, [grant])) lent++;
			}),
			{ numRuns: 2_000 },
		);
		expect(lent).toBeGreaterThan(20);
	},
);

test.each(ledgers)(
	"of %s: a recorded ledger folds to what stood when it was written, and allows no more",
	(_, lines, standing) => {
		const entries = lines.map((line) => ledgerEntrySchema.parse(line));
		const state = foldConsent(entries.map((entry) => entry.event));
		expect(state.grants.map((one) => one.id)).toEqual(standing);
		const [grant] = state.grants;
		if (!grant) throw new Error("nothing stands");
		for (let hour = 0; hour < 24 * 7; hour++) {
			const now = grant.givenAt + hour * 3_600_000;
			const input = { ...state, now, offsetMinutes: 0, facts: bestFacts(now), runners: allRuns };
			expectInside({ ...input, stopping: false, ledgerOk: true, poolConnected: true }, state.grants);
		}
	},
);
