import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LedgerEvent } from "../contract/ledger.ts";
import { jobLifeSchema } from "../contract/life.ts";
import { jobLife } from "./job-life.ts";

const jobId = "0b7e6a54-3f0e-4c1a-9d7e-1f2a3b4c5d6e";
const receiptId = "2b7e6a54-3f0e-4c1a-9d7e-1f2a3b4c5d6e";
const laterId = "3b7e6a54-3f0e-4c1a-9d7e-1f2a3b4c5d6e";
const inUse = [{ code: "hold.in-use", args: { minutes: 5 } }];
const event = (type: LedgerEvent["type"], more: object = {}) => ({ type, jobId, ...more }) as unknown as LedgerEvent;
const ended = (id: string, endedAt: number, end = "done", of = jobId) =>
	event("JobEnded", { receipt: { body: { id, jobId: of, endedAt, end } } });
const line = (at: number, one: LedgerEvent) => ({ at, event: one });

describe("jobLife", () => {
	it("tells one run from being taken to its end, with every time it stood still", () => {
		const lines = [
			line(100, event("JobAccepted")),
			line(120, event("JobStarting")),
			line(200, event("JobFrozen", { reasons: inUse })),
			line(260, event("JobThawed")),
			line(300, event("JobFrozen", { reasons: inUse })),
			line(411, ended(receiptId, 410, "in-use")),
			line(900, event("JobAccepted")),
			line(910, event("JobStarting")),
			line(950, ended(laterId, 949)),
		];
		const first = {
			jobId,
			acceptedAt: 100,
			startedAt: 120,
			frozen: [
				{ from: 200, to: 260, reasons: inUse },
				{ from: 300, to: 410, reasons: inUse },
			],
			endedAt: 410,
			end: "in-use",
		};
		expect(jobLife(lines, jobId, receiptId)).toEqual(first);
		expect(jobLife(lines, jobId, laterId)).toMatchObject({ acceptedAt: 900, endedAt: 949, frozen: [] });
		expect(jobLife(lines, jobId, null)).toMatchObject({ acceptedAt: 900 });
		expect(jobLife(lines.slice(0, 5), jobId, null)).toMatchObject({
			frozen: [{ to: 260 }, { from: 300, to: null }],
			endedAt: null,
			end: null,
		});
	});
	it("knows nothing of a job that never ran here, of another receipt, or of one turned away", () => {
		expect(jobLife([], jobId, null)).toBeNull();
		expect(
			jobLife([line(1, event("JobRefused", { receipt: { body: { id: receiptId } } }))], jobId, receiptId),
		).toBeNull();
		const lines = [line(1, event("JobAccepted")), line(2, ended(laterId, 2))];
		expect(jobLife(lines, jobId, receiptId)).toBeNull();
	});
	it("ends a run that this PC only found dead afterwards, without making up a reason", () => {
		const lines = [
			line(1, event("JobAccepted")),
			line(2, event("JobStarting")),
			line(9, event("LeftoversReaped", { jobIds: [jobId] })),
		];
		expect(jobLife(lines, jobId, null)).toMatchObject({ endedAt: 9, end: null });
	});
	it("is in order and fits the contract, whatever lines come", () => {
		const kinds = fc.constantFrom(
			"JobAccepted",
			"JobStarting",
			"JobFrozen",
			"JobThawed",
			"JobEnded",
			"LeftoversReaped",
		);
		fc.assert(
			fc.property(fc.array(kinds, { maxLength: 30 }), (all) => {
				const lines = all.map((type, i) =>
					line(
						1000 + i * 10,
						type === "JobEnded"
							? ended(receiptId, 995 + i * 10)
							: event(type as LedgerEvent["type"], { reasons: inUse, jobIds: [jobId] }),
					),
				);
				const life = jobLife(lines, jobId, null);
				if (!life) {
					expect(all).not.toContain("JobAccepted");
					return;
				}
				expect(jobLifeSchema.parse({ ...life, askedAt: null })).toMatchObject(life);
				let at = life.acceptedAt;
				for (const { from, to } of life.frozen) {
					expect(from).toBeGreaterThanOrEqual(at);
					at = to ?? from;
					expect(at).toBeGreaterThanOrEqual(from);
				}
				if (life.endedAt !== null) {
					expect(life.endedAt).toBeGreaterThanOrEqual(life.acceptedAt);
					expect(life.frozen.every((one) => one.to !== null)).toBe(true);
				}
			}),
		);
	});
});
