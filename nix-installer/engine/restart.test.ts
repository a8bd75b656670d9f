// When setup goes on by itself after a restart, and when it must not: tried with every past a journal can tell.
import fc from "fast-check";
import { expect, test } from "vitest";
import { stepStates } from "../../main/contract/setup.ts";
import { foldJournal, setupStatus } from "./fold.ts";
import type { JournalEntry, JournalLine } from "./journal-line.ts";
import { hasRestarted, returningRun, sinceRestart } from "./restart.ts";
import { isRestart, restartNeeded, restartThenStart } from "./restart-words.ts";

const planHash = `sha256:${"0".repeat(64)}` as Extract<JournalEntry, { kind: "plan" }>["planHash"];
const detail = { code: "setup.fault.other", args: {} };
const shown = {
	...{ title: detail, changes: [], diskBytes: 0, rights: "person" as const, undone: detail, byHand: detail },
	seconds: { from: 0, to: 1 },
};
const step = (id: string) => ({ id, type: "x", version: 1, params: {}, shown });
const plan: JournalEntry = { kind: "plan", run: 1, planHash, plan: { v: 1, steps: [step("a"), step("b")] } };
const of = (stepId: string) => ({ run: 1, planHash, stepId });
const boots = fc.integer({ min: 0, max: 40 }).map((n) => 1_000_000 + n * 30_000);

const entries: fc.Arbitrary<JournalEntry> = fc.oneof(
	fc
		.record({
			kind: fc.constant("step" as const),
			id: fc.constantFrom("a", "b"),
			state: fc.constantFrom(...stepStates),
			detail: fc.constantFrom(null, detail, restartNeeded, restartThenStart),
		})
		.map(({ id, detail: said, ...one }) => {
			const waits = /^(failed|waiting)$/.test(one.state);
			return { ...of(id), version: 1, leftovers: [], ...one, detail: waits || !isRestart(said) ? said : null };
		}),
	fc
		.tuple(fc.constantFrom("a", "b"), boots)
		.map(([id, bootedAt]) => ({ kind: "memory" as const, ...of(id), memory: { bootedAt } })),
	boots.map((bootedAt) => ({ kind: "returned" as const, run: 1, bootedAt })),
	fc.constantFrom({ kind: "undo-asked" as const }, { kind: "undo-ended" as const, leftovers: 0 }),
);
const pasts = fc
	.array(entries, { maxLength: 12 })
	.map((rest) => foldJournal([plan, ...rest].map((entry, index): JournalLine => ({ seq: index + 1, at: 1, entry }))));

test("it goes on only with a run that is open and waits, after a restart, and once for each start of the PC", () => {
	let went = 0;
	fc.assert(
		fc.property(pasts, boots, (past, bootedAt) => {
			const run = returningRun(past, bootedAt);
			if (!run) return;
			went++;
			expect(past.undoing || run.closed).toBe(false);
			const waits = run.items.find(({ state }) => state === "waiting");
			expect(isRestart(waits?.detail ?? null) || waits?.state === "waiting").toBe(true);
			expect(hasRestarted(waits?.memory?.bootedAt, bootedAt)).toBe(true);
			const tried = { ...past, runs: past.runs.map((one) => ({ ...one, returnedAt: bootedAt })) };
			expect(returningRun(tried, bootedAt)).toBeNull();
			expect(returningRun(tried, bootedAt + 30_000)).toBeNull();
			expect(returningRun(tried, bootedAt + 3_600_000)).not.toBeNull();
		}),
		{ numRuns: 3000 },
	);
	expect(went).toBeGreaterThan(20);
});

test("people are told to restart only until they have", () => {
	fc.assert(
		fc.property(pasts, boots, (past, bootedAt) => {
			const { phase, steps } = setupStatus(sinceRestart(past, bootedAt), false);
			const waits = past.runs[0]?.items.some(
				({ state, memory }) => state === "waiting" && !hasRestarted(memory?.bootedAt, bootedAt),
			);
			if (phase === "restart") expect(waits).toBe(true);
			if (returningRun(past, bootedAt)) expect(phase === "unfinished" || waits).toBe(true);
			for (const one of steps) if (one.state === "planned") expect(isRestart(one.detail)).toBe(false);
		}),
		{ numRuns: 2000 },
	);
});

test("what an earlier version wrote down as failed waits too", () => {
	const common = { kind: "step" as const, ...of("a"), version: 1, leftovers: [] };
	const lines: JournalEntry[] = [
		plan,
		{ ...common, state: "acting", detail: null },
		{ kind: "memory", ...of("a"), memory: { bootedAt: 1_000_000 } },
		{ ...common, state: "failed", detail: restartNeeded },
	];
	const past = foldJournal(lines.map((entry, index) => ({ seq: index + 1, at: 1, entry })));
	expect(setupStatus(past, false)).toMatchObject({ phase: "restart", steps: [{ state: "waiting" }, {}] });
	expect(returningRun(past, 1_000_000)).toBeNull();
	expect(returningRun(past, 9_000_000)?.run).toBe(1);
	// A clock that was wrong before and is right now.
	expect(returningRun(past, 100_000)?.run).toBe(1);
	expect(returningRun(past, Number.NaN)).toBeNull();
});
