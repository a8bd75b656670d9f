import fc from "fast-check";
import { expect, test } from "vitest";
import type { LedgerEvent } from "../contract/ledger.ts";
import { grants } from "./arbitraries.ts";
import { applyConsent, foldConsent, noConsent } from "./consent.ts";

const via = "cli" as const;
const events: fc.Arbitrary<LedgerEvent[]> = fc.array(grants, { minLength: 1, maxLength: 6 }).chain((some) =>
	fc.array(
		fc.oneof(
			fc.constantFrom(...some).map((grant): LedgerEvent => ({ type: "ConsentGiven", grant })),
			fc.constantFrom(...some).map((grant): LedgerEvent => ({ type: "ConsentChanged", grant })),
			fc
				.subarray(some.map((grant) => grant.id))
				.map((grantIds): LedgerEvent => ({ type: "ConsentWithdrawn", grantIds, person: "ada", via })),
			fc.nat().map((until): LedgerEvent => ({ type: "LendingPaused", until, via })),
			fc.constant<LedgerEvent>({ type: "LendingResumed", via }),
			fc.constant<LedgerEvent>({ type: "LedgerOpened", deviceId: "device-1", publicKey: "" }),
		),
		{ maxLength: 20 },
	),
);

test("a grant stands only if it was given, and nothing after its last giving withdrew or superseded it", () => {
	fc.assert(
		fc.property(events, (history) => {
			for (const grant of foldConsent(history).grants) {
				const isGiving = (e: LedgerEvent) =>
					(e.type === "ConsentGiven" || e.type === "ConsentChanged") && e.grant.id === grant.id;
				const given = history.findLastIndex(isGiving);
				expect(given).toBeGreaterThanOrEqual(0);
				for (const later of history.slice(given + 1)) {
					if (later.type === "ConsentWithdrawn") expect(later.grantIds).not.toContain(grant.id);
					if (later.type === "ConsentGiven") expect(later.grant.person).not.toBe(grant.person);
				}
			}
		}),
	);
});

test("nobody has two grants, and withdrawing all leaves nothing, not even a pause", () => {
	fc.assert(
		fc.property(events, (history) => {
			const state = foldConsent(history);
			const people = state.grants.map((grant) => grant.person);
			expect(new Set(people).size).toBe(people.length);
			const grantIds = state.grants.map((grant) => grant.id);
			expect(applyConsent(state, { type: "ConsentWithdrawn", grantIds, person: "ada", via })).toEqual(noConsent);
		}),
	);
});

test("a new grant supersedes the one it names, whoever gave that", () => {
	fc.assert(
		fc.property(grants, grants, (old, next) => {
			const superseding = { ...next, supersedes: old.id };
			const state = foldConsent([
				{ type: "ConsentGiven", grant: old },
				{ type: "ConsentGiven", grant: superseding },
			]);
			expect(state.grants).toEqual([superseding]);
		}),
	);
});

test("the newest pause counts, and going on ends it", () => {
	const pause = (until: number): LedgerEvent => ({ type: "LendingPaused", until, via });
	expect(foldConsent([pause(9), pause(5)]).pausedUntil).toBe(5);
	expect(foldConsent([pause(9), { type: "LendingResumed", via }]).pausedUntil).toBeNull();
});

test("other events change nothing", () => {
	const state = applyConsent(noConsent, { type: "LendingPaused", until: 9, via });
	expect(applyConsent(state, { type: "LeftoversReaped", jobIds: [], processes: 0, scratchErased: true })).toBe(state);
});
