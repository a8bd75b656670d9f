import fc from "fast-check";
import { expect, test } from "vitest";
import type { LedgerEntry, LedgerEvent } from "../contract/ledger.ts";
import { grants } from "./arbitraries.ts";
import { foldConsent } from "./consent.ts";
import { foldLoss } from "./history-loss.ts";

const via = "cli" as const;
const jobs = fc.constantFrom("job-a", "job-b", "job-c");
const ended = (type: "JobEnded" | "JobRefused", jobId: string) =>
	({ type, receipt: { body: { jobId } } }) as unknown as LedgerEvent;
const histories: fc.Arbitrary<LedgerEvent[]> = fc.array(grants, { minLength: 1, maxLength: 4 }).chain((some) =>
	fc.array(
		fc.oneof(
			fc
				.tuple(fc.constantFrom(...some), fc.option(fc.constantFrom(...some.map((one) => one.id))))
				.map(([grant, supersedes]): LedgerEvent => ({ type: "ConsentGiven", grant: { ...grant, supersedes } })),
			fc
				.subarray(some.map((grant) => grant.id))
				.map((grantIds): LedgerEvent => ({ type: "ConsentWithdrawn", grantIds, person: "ada", via })),
			fc.nat().map((until): LedgerEvent => ({ type: "LendingPaused", until, via: "window" })),
			fc.constant<LedgerEvent>({ type: "LendingResumed", via }),
			jobs.map((jobId) => ({ type: "JobStarting", jobId, fence: 1 }) as LedgerEvent),
			jobs.map((jobId) => ended("JobEnded", jobId)),
			jobs.map((jobId) => ended("JobRefused", jobId)),
			jobs.map(
				(jobId) => ({ type: "LeftoversReaped", jobIds: [jobId], processes: 0, scratchErased: true }) as LedgerEvent,
			),
		),
		{ maxLength: 25 },
	),
);
const fold = (events: readonly LedgerEvent[]) => {
	const folded = foldLoss();
	for (const [i, event] of events.entries()) folded.add({ at: 100 + i, event, hash: `hash ${i}` } as LedgerEntry);
	return folded;
};

test("what is kept folds to the same consent, now and after anything that follows", () => {
	fc.assert(
		fc.property(histories, histories, (before, after) => {
			const kept = fold(before).kept();
			expect(foldConsent(kept)).toEqual(foldConsent(before));
			expect(foldConsent([...kept, ...after])).toEqual(foldConsent([...before, ...after]));
			expect(kept.every((one) => one.type.startsWith("Consent") || before.includes(one))).toBe(true);
		}),
	);
});

test("counts every run and refusal, from the first line to the newest, and the grants that stay", () => {
	expect(foldLoss().loss()).toBeNull();
	fc.assert(
		fc.property(
			histories.filter((some) => some.length > 0),
			(events) => {
				const count = (type: LedgerEvent["type"]) => events.filter((one) => one.type === type).length;
				expect(fold(events).loss()).toEqual({
					runs: count("JobEnded"),
					refused: count("JobRefused"),
					since: 100,
					grants: foldConsent(events).grants.length,
					head: `hash ${events.length - 1}`,
				});
			},
		),
	);
});

test("a job is open from its start until it ended or was reaped", () => {
	fc.assert(
		fc.property(histories, (events) => {
			const open = ["job-a", "job-b", "job-c"].filter((jobId) => {
				const last = events.findLast(
					(one) =>
						(one.type === "JobStarting" && one.jobId === jobId) ||
						(one.type === "JobEnded" && one.receipt.body.jobId === jobId) ||
						(one.type === "LeftoversReaped" && one.jobIds.includes(jobId)),
				);
				return last?.type === "JobStarting";
			});
			expect(fold(events).openJobs().toSorted()).toEqual(open);
		}),
	);
});
