import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JobLife } from "../../../main/contract/life.ts";
import { lifeLine, lifeSums } from "./life-parts.ts";

const jobId = "0b7e6a54-3f0e-4c1a-9d7e-1f2a3b4c5d6e" as JobLife["jobId"];
const life = (change: Partial<JobLife>): JobLife => ({
	jobId,
	askedAt: 1000,
	acceptedAt: 2000,
	startedAt: 3000,
	frozen: [],
	endedAt: 11_000,
	end: "done",
	...change,
});
const still = (from: number, to: number | null) => ({
	from,
	to,
	reasons: [{ code: "hold.in-use" as const, args: {} }],
});
const instants = fc.integer({ min: 0, max: 100_000_000 });
const lives = fc
	.record({
		askedAt: fc.option(instants),
		times: fc.array(instants, { minLength: 3, maxLength: 12 }),
		ended: fc.boolean(),
		started: fc.boolean(),
	})
	.map(({ askedAt, times, ended, started }) => {
		const [acceptedAt = 0, startedAt = 0, ...rest] = times.toSorted((a, b) => a - b);
		const endedAt = rest.pop() ?? startedAt;
		const frozen = rest.flatMap((from, i) => (i % 2 ? [] : [still(from, rest[i + 1] ?? null)]));
		return life({
			askedAt,
			acceptedAt,
			startedAt: started ? startedAt : null,
			frozen: started ? frozen : [],
			endedAt: ended ? endedAt : null,
			end: null,
		});
	});

describe("lifeLine", () => {
	it("is to scale where every part can be seen", () => {
		const line = lifeLine(life({ frozen: [still(5000, 7000)] }), 0);
		expect(line.toScale).toBe(true);
		expect(line.parts.map(({ kind, share }) => [kind, share])).toEqual([
			["wait", 0.2],
			["run", 0.2],
			["still", 0.2],
			["run", 0.4],
		]);
		expect(lifeSums(line)).toEqual({ ranMs: 6000, stillMs: 2000 });
	});
	it("draws a part that would be a hair longer, and says so", () => {
		const line = lifeLine(life({ askedAt: 2999, acceptedAt: 2999, endedAt: 3_000_000 }), 0);
		expect(line.toScale).toBe(false);
		expect(line.parts.map((one) => one.share)).toEqual([0.035, 0.965]);
	});
	it("grows with the clock while it runs or stands still", () => {
		expect(lifeLine(life({ endedAt: null, end: null }), 5000).parts.at(-1)).toMatchObject({ kind: "run", to: 5000 });
		const frozen = lifeLine(life({ endedAt: null, end: null, frozen: [still(4000, null)] }), 9000);
		expect(frozen.parts.at(-1)).toMatchObject({ kind: "still", from: 4000, to: 9000, code: "hold.in-use" });
	});
	it("does not let a requester's clock that is ahead make a wait", () => {
		expect(lifeLine(life({ askedAt: 9_999_999 }), 0).parts[0]).toMatchObject({ kind: "wait", from: 2000, to: 3000 });
	});
	it("covers the life without gaps or overlaps, whatever it was", () => {
		fc.assert(
			fc.property(lives, instants, (one, now) => {
				const { parts } = lifeLine(one, now);
				for (const [i, part] of parts.entries()) {
					expect(part.to).toBeGreaterThan(part.from);
					if (i > 0) expect(part.from).toBe(parts[i - 1]?.to);
					expect(part.share).toBeGreaterThan(0);
				}
				if (parts.length > 0) expect(parts.reduce((all, part) => all + part.share, 0)).toBeCloseTo(1);
			}),
		);
	});
});
