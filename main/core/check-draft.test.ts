import fc from "fast-check";
import { expect, test } from "vitest";
import type { GrantDraft } from "../contract/consent.ts";
import { memoryFloorMiB } from "../contract/facts.ts";
import type { Requester } from "../contract/job.ts";
import { allRunners, bestFacts, drafts, grantOf, instants, offsets, requesters, runners } from "./arbitraries.ts";
import { type CheckDraftInput, checkDraft } from "./check-draft.ts";
import { type DecideInput, decide } from "./decide.ts";
import { nextOpen } from "./schedule.ts";

const inputs: fc.Arbitrary<CheckDraftInput> = drafts.chain((draft) =>
	fc.record({
		draft: fc.constant(draft),
		capacity: fc.record({ cpus: fc.integer({ min: 1, max: 32 }), memoryMiB: fc.integer({ min: 512, max: 65_536 }) }),
		freeDiskMiB: fc.option(fc.integer({ min: 0, max: 65_536 })),
		runners,
		idleKnown: fc.boolean(),
		known: fc.constant(draft.requesters),
	}),
);

/** The best that could happen under a draft on this PC, at one instant. */
function best(input: CheckDraftInput, givenAt: number, now: number, offsetMinutes: number): DecideInput {
	const facts = bestFacts(now);
	const unknown = { known: false as const, at: now, source: "test" };
	return {
		grants: [grantOf(input.draft, givenAt)],
		pausedUntil: null,
		stopping: false,
		ledgerOk: true,
		facts: input.idleKnown ? facts : { ...facts, idleSeconds: unknown },
		runners: input.runners,
		poolConnected: true,
		now,
		offsetMinutes,
	};
}

test("an accepted draft lends within eight days, given the right facts", () => {
	let accepted = 0;
	fc.assert(
		fc.property(inputs, instants, offsets, (input, givenAt, offset) => {
			if (checkDraft(input).problem !== null) return;
			accepted++;
			const opens = nextOpen(input.draft.conditions, givenAt, offset, true);
			expect(opens).toBeLessThanOrEqual(givenAt + 8 * 86_400_000);
			expect(decide(best(input, givenAt, opens, offset)).kind).toBe("lend");
		}),
		{ numRuns: 500 },
	);
	expect(accepted).toBeGreaterThan(20);
});

test("a draft refused as never lending never lends", () => {
	const seen = new Set<unknown>();
	fc.assert(
		fc.property(inputs, instants, offsets, fc.constantFrom(0, 1, 1, 1, 30), (some, givenAt, offset, days) => {
			const input = { ...some, draft: { ...some.draft, days } };
			const { problem } = checkDraft(input);
			if (problem?.code !== "consent.never-lends") return;
			seen.add(problem.args.why);
			// Every minute of a day: decisions change at whole minutes only, and days are alike.
			for (let minute = 0; minute < 1440; minute++) {
				const now = givenAt + minute * 60_000;
				expect(decide(best(input, givenAt, now, offset)).kind).toBe("hold");
			}
		}),
		{ numRuns: 80 },
	);
	expect(seen).toContain("runner");
});

const ada = requesters.map((one) => ({ ...one, name: "Ada" }));
const [someone] = fc.sample(ada, { seed: 1, numRuns: 1 }) as [Requester];
const draft: GrantDraft = {
	classes: ["wasm"],
	amounts: { cpus: 2, memoryMiB: 1024, scratchMiB: 512 },
	conditions: { when: "any-time", hours: null, quietHours: null, onBattery: false, onMetered: false },
	requesters: [someone],
	days: 90,
};
const plain: CheckDraftInput = {
	draft,
	capacity: { cpus: 2, memoryMiB: 1024 + memoryFloorMiB },
	freeDiskMiB: 512,
	runners: allRunners,
	idleKnown: true,
	known: [someone],
};
const drafted = (change: Partial<GrantDraft>): CheckDraftInput => ({ ...plain, draft: { ...draft, ...change } });
const when = (change: Partial<GrantDraft["conditions"]>) => drafted({ conditions: { ...draft.conditions, ...change } });
const asking = (change: Partial<GrantDraft["amounts"]>) => drafted({ amounts: { ...draft.amounts, ...change } });
const otherKey = { ...someone, publicKey: `ed25519:${"z".repeat(43)}` as Requester["publicKey"] };

test("all that there is may be lent", () => {
	expect(checkDraft(plain)).toEqual({ problem: null, warnings: [] });
});

test.each<[string, CheckDraftInput, string, object]>([
	["no class", drafted({ classes: [] }), "consent.nothing-allowed", {}],
	["nobody who may ask", drafted({ requesters: [] }), "consent.no-requester", {}],
	[
		"an unknown name",
		drafted({ requesters: [{ ...someone, name: "Eve" }] }),
		"consent.unknown-requester",
		{ name: "Eve" },
	],
	["a known name with another key", drafted({ requesters: [otherKey] }), "consent.unknown-requester", { name: "Ada" }],
	["hours of no length", when({ hours: { from: 540, to: 540 } }), "consent.never-lends", { why: "hours" }],
	["quiet hours of no length", when({ quietHours: { from: 0, to: 0 } }), "consent.never-lends", { why: "quiet" }],
	[
		"quiet hours over all hours, past midnight",
		when({ hours: { from: 1380, to: 60 }, quietHours: { from: 1320, to: 60 } }),
		"consent.never-lends",
		{ why: "covered" },
	],
	[
		"only when idle, which is unknown",
		{ ...when({ when: "idle" }), idleKnown: false },
		"consent.never-lends",
		{ why: "idle" },
	],
	["no runner", { ...plain, runners: { ...allRunners, wasm: false } }, "consent.never-lends", { why: "runner" }],
	["no days", drafted({ days: 0 }), "consent.never-lends", { why: "days" }],
	["too many cores", asking({ cpus: 2.1 }), "consent.more-than-here", { what: "cpus", asked: 2.1, here: 2 }],
	[
		"too much memory",
		asking({ memoryMiB: 1025 }),
		"consent.more-than-here",
		{ what: "memory", asked: 1025, here: 1024 },
	],
	[
		"too much scratch",
		asking({ scratchMiB: 513 }),
		"consent.more-than-here",
		{ what: "scratch", asked: 513, here: 512 },
	],
])("%s is refused", (_, input, code, args) => {
	expect(checkDraft(input)).toEqual({ problem: { code, args }, warnings: [] });
});

test.each<[string, CheckDraftInput, string, object]>([
	["idle time unknown", { ...plain, idleKnown: false }, "warn.idle-unknown", {}],
	[
		"a class that cannot run",
		{ ...drafted({ classes: ["wasm", "gpu"] }), runners: { ...allRunners, gpu: false } },
		"warn.class-unavailable",
		{ class: "gpu" },
	],
	["half an hour a day", when({ hours: { from: 0, to: 30 } }), "warn.little-time", { minutes: 30 }],
	["free disk unknown", { ...plain, freeDiskMiB: null }, "warn.disk-unknown", {}],
])("%s is allowed with a warning", (_, input, code, args) => {
	expect(checkDraft(input)).toEqual({ problem: null, warnings: [{ code, args }] });
});
