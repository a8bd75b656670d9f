import fc from "fast-check";
import { expect, it } from "vitest";
import { amountShares, shareOf } from "./amount-share.ts";
import { amountsSchema } from "./consent.ts";

it("only ever narrows, and what it gives can be allowed", () => {
	fc.assert(
		fc.property(
			fc.record({
				cpus: fc.double({ min: 0.1, max: 256, noNaN: true }),
				memoryMiB: fc.integer({ min: 16, max: 1_048_576 }),
				scratchMiB: fc.integer({ min: 1, max: 1_048_576 }),
			}),
			fc.constantFrom(...amountShares),
			(allowed, share) => {
				const less = shareOf(allowed, share);
				expect(less.cpus).toBeLessThanOrEqual(allowed.cpus);
				expect(less.memoryMiB).toBeLessThanOrEqual(allowed.memoryMiB);
				expect(less.scratchMiB).toBe(allowed.scratchMiB);
				expect(amountsSchema.safeParse(less).success).toBe(true);
			},
		),
	);
});

it("keeps whole steps", () => {
	expect(shareOf({ cpus: 3, memoryMiB: 4096, scratchMiB: 2048 }, "half")).toEqual({
		cpus: 1.5,
		memoryMiB: 2048,
		scratchMiB: 2048,
	});
	expect(shareOf({ cpus: 1, memoryMiB: 1024, scratchMiB: 1 }, "quarter")).toMatchObject({ cpus: 0.5, memoryMiB: 512 });
});
