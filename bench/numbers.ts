// Percentiles by nearest rank: each one is a value that was really measured.

/** The smallest value with at least `percent` % of all at or below it; NaN for none. */
export function percentile(values: readonly number[], percent: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]) => percentile(values, 50);
