import fc from "fast-check";
import { expect, test } from "vitest";
import { grantMeaning } from "../contract/consent.ts";
import { type Decision, decisionSchema } from "../contract/decision.ts";
import { type FactName, type Facts, factFreshMs } from "../contract/facts.ts";
import type { LedgerEvent } from "../contract/ledger.ts";
import { bestFacts, decideInputs, grants, lendingInputs } from "./arbitraries.ts";
import { foldConsent } from "./consent.ts";
import { type DecideInput, decide } from "./decide.ts";
import { factAheadMs } from "./fact-reasons.ts";

const codes = (decision: Decision) => (decision.kind === "hold" ? decision.reasons.map((one) => one.code) : []);
const first = (decision: Decision) => codes(decision)[0];
const needed = (input: DecideInput): FactName[] => {
	const conditions = input.grants[0]?.conditions;
	return [
		...(conditions?.when === "idle" ? ["idleSeconds" as const] : []),
		...(conditions?.onBattery ? [] : ["onBattery" as const]),
		...(conditions?.onMetered ? [] : ["metered" as const]),
		"availableMemoryMiB",
		"freeDiskMiB",
	];
};

test("whatever the schemas allow gets an answer of the contract's form", () => {
	fc.assert(
		fc.property(decideInputs, (input) => {
			const decision = decide(input);
			expect(decisionSchema.parse(decision)).toEqual(decision);
		}),
		{ numRuns: 500 },
	);
});

test("one grant with nothing in its way lends exactly what it grants", () => {
	fc.assert(
		fc.property(lendingInputs, (input) => {
			const decision = decide(input);
			expect(decision.kind).toBe("lend");
			const [grant] = input.grants;
			if (decision.kind !== "lend" || !grant) return;
			const { classes, amounts, requesters } = grant;
			expect(decision.budget.allowances).toMatchObject([{ grantId: grant.id, classes, amounts, requesters }]);
		}),
	);
});

test("no grant never lends", () => {
	fc.assert(
		fc.property(decideInputs, (input) => {
			expect(first(decide({ ...input, grants: [] }))).toBe("hold.no-grant");
		}),
	);
});

test("a withdrawn grant never lends", () => {
	fc.assert(
		fc.property(lendingInputs, (input) => {
			const [grant] = input.grants;
			if (!grant) throw new Error("no grant");
			const given = { type: "ConsentGiven", grant } as const;
			const withdrawn: LedgerEvent = { type: "ConsentWithdrawn", grantIds: [grant.id], person: "ada", via: "cli" };
			expect(decide({ ...input, ...foldConsent([given]) }).kind).toBe("lend");
			expect(first(decide({ ...input, ...foldConsent([given, withdrawn]) }))).toBe("hold.no-grant");
		}),
	);
});

const obstacles: [string, string, (input: DecideInput) => DecideInput][] = [
	["stopping", "hold.stopping", (input) => ({ ...input, stopping: true })],
	["a broken ledger", "hold.ledger-broken", (input) => ({ ...input, ledgerOk: false })],
	["a pause", "hold.paused", (input) => ({ ...input, pausedUntil: input.now + 1 })],
	["no pool", "hold.pool-away", (input) => ({ ...input, poolConnected: false })],
	["no runner", "hold.no-runner", (input) => ({ ...input, runners: { wasm: false, container: false, gpu: false } })],
	["expiry", "hold.expired", (input) => withGrant(input, { expiresAt: input.now })],
	["an older meaning", "hold.asked-again", (input) => withGrant(input, { meaning: grantMeaning - 1 })],
	["a newer meaning", "hold.asked-again", (input) => withGrant(input, { meaning: grantMeaning + 1 })],
];
test.each(obstacles)("%s holds at once and says so first", (_, code, change) => {
	fc.assert(
		fc.property(lendingInputs, (input) => {
			expect(first(decide(change(input)))).toBe(code);
		}),
	);
});

const stateless: [string, keyof DecideInput, (input: DecideInput) => unknown][] = [
	["stopping", "stopping", () => true],
	["a broken ledger", "ledgerOk", () => false],
	["a pause", "pausedUntil", (input) => input.now + 60_000],
	["no pool", "poolConnected", () => false],
	["facts not read", "facts", () => null],
];
test.each(stateless)("%s holds whatever else is so", (_, field, value) => {
	fc.assert(
		fc.property(decideInputs, (input) => {
			expect(decide({ ...input, [field]: value(input) }).kind).toBe("hold");
		}),
	);
});

function withGrant(input: DecideInput, change: Partial<DecideInput["grants"][number]>): DecideInput {
	return { ...input, grants: input.grants.map((grant) => ({ ...grant, ...change })) };
}

const spoiled: [string, (facts: Facts, name: FactName, now: number) => unknown][] = [
	["unknown", (_, __, now) => ({ known: false, at: now, source: "test" })],
	["missing", () => undefined],
	["stale", (facts, name, now) => ({ ...facts[name], at: now - factFreshMs - 1 })],
	["from the future", (facts, name, now) => ({ ...facts[name], at: now + factAheadMs + 1 })],
];
test.each(spoiled)("any needed fact that is %s holds, and one that is not needed does not", (_, spoil) => {
	fc.assert(
		fc.property(lendingInputs, (input) => {
			const facts = bestFacts(input.now);
			for (const name of Object.keys(facts) as FactName[]) {
				const decision = decide({ ...input, facts: { ...facts, [name]: spoil(facts, name, input.now) } as Facts });
				if (!needed(input).includes(name)) expect(decision.kind).toBe("lend");
				else expect(decision).toEqual({ kind: "hold", reasons: [{ code: "hold.fact-unknown", args: { fact: name } }] });
			}
		}),
		{ numRuns: 40 },
	);
});

const against: [FactName, number | boolean, string][] = [
	["idleSeconds", 299.9, "hold.in-use"],
	["onBattery", true, "hold.on-battery"],
	["metered", true, "hold.metered"],
	["availableMemoryMiB", 255.9, "hold.memory-low"],
	["freeDiskMiB", 0, "hold.disk-low"],
	["idleSeconds", Number.NaN, "hold.in-use"],
];
test.each(against)("%s %s holds only a grant that depends on it", (name, value, code) => {
	fc.assert(
		fc.property(lendingInputs, (input) => {
			const facts = { ...bestFacts(input.now), [name]: { known: true, value, at: input.now, source: "test" } } as Facts;
			expect(codes(decide({ ...input, facts }))).toEqual(needed(input).includes(name) ? [code] : []);
		}),
		{ numRuns: 40 },
	);
});

test("facts are exact at their edges", () => {
	fc.assert(
		fc.property(lendingInputs, (input) => {
			for (const read of [input.now - factFreshMs, input.now + factAheadMs]) {
				expect(decide({ ...input, facts: bestFacts(read) }).kind).toBe("lend");
			}
		}),
	);
});

test("taking away a grant, a runner or a class never adds to the budget", () => {
	fc.assert(
		fc.property(decideInputs, (some) => {
			const input = { ...some, stopping: false, ledgerOk: true, poolConnected: true, pausedUntil: null };
			const offered = (decision: Decision) =>
				decision.kind === "hold"
					? []
					: decision.budget.allowances.flatMap((one) => one.classes.map((kind) => `${one.grantId} ${kind}`));
			const before = offered(decide(input));
			const less = [
				{ ...input, grants: input.grants.slice(1) },
				{ ...input, runners: { ...input.runners, wasm: false } },
				{ ...input, grants: input.grants.map((one) => ({ ...one, classes: one.classes.slice(0, 1) })) },
			];
			for (const one of less) expect(before).toEqual(expect.arrayContaining(offered(decide(one))));
			for (const kind of before) {
				const [id, name] = kind.split(" ");
				expect(input.grants.find((one) => one.id === id)?.classes).toContain(name);
			}
		}),
		{ numRuns: 300 },
	);
});

test("of several grants, the one nearest to lending speaks first", () => {
	fc.assert(
		fc.property(lendingInputs, grants, (input, other) => {
			const expired = { ...other, expiresAt: input.now - 1, meaning: grantMeaning };
			const inUse = { ...bestFacts(input.now), freeDiskMiB: { known: false as const, at: input.now, source: "test" } };
			const decision = decide({ ...input, grants: [expired, ...input.grants], facts: inUse });
			expect(codes(decision).slice(0, 2)).toEqual(["hold.fact-unknown", "hold.expired"]);
		}),
	);
});
