// How long to wait before the agent is started again. Pure.

/** Before the first try after an end; doubled with each end that comes before the agent was well for a while. */
const firstMs = 500;
export const longestMs = 60_000;
/** An agent that answered this long was well: the count of ends starts anew. */
export const wellAfterMs = 60_000;
/** This many ends in a row are told to the person; the tries go on. */
export const endsToTell = 5;

/** Milliseconds to wait after the `ends`-th end in a row (1 or more): 0.5 s, 1 s, 2 s ... 60 s. */
export function waitMs(ends: number): number {
	return Math.min(longestMs, firstMs * 2 ** Math.max(0, ends - 1));
}
