// Lending less with one choice: a fixed share of what is allowed now. Pure.
import type { Amounts } from "./consent.ts";

export const amountShares = ["half", "quarter"] as const;
export type AmountShare = (typeof amountShares)[number];

const parts: Record<AmountShare, number> = { half: 2, quarter: 4 };
/** The steps the amounts are chosen in. */
const cpuStep = 0.5;
const memoryStepMiB = 512;

/**
 * That share of `allowed`, in whole steps, at least one step each: never more of anything than is allowed. The scratch
 * disk stays: it slows nobody down.
 */
export function shareOf(allowed: Amounts, share: AmountShare): Amounts {
	return {
		cpus: less(allowed.cpus, share, cpuStep),
		memoryMiB: less(allowed.memoryMiB, share, memoryStepMiB),
		scratchMiB: allowed.scratchMiB,
	};
}

function less(amount: number, share: AmountShare, step: number): number {
	return Math.min(amount, Math.max(step, Math.floor(amount / parts[share] / step) * step));
}
