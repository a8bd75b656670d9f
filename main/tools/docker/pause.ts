import type { Clock } from "../clock/clock.ts";

/** Resolves after `ms` of the given clock. */
export const pause = (clock: Clock, ms: number): Promise<void> =>
	new Promise((resolve) => void clock.after(ms, resolve));

/** True when `promise` settled either way within `ms`. */
export async function settlesWithin(promise: Promise<unknown>, clock: Clock, ms: number): Promise<boolean> {
	const late = Promise.withResolvers<boolean>();
	const cancel = clock.after(ms, () => late.resolve(false));
	try {
		const settled = promise.then(
			() => true,
			() => true,
		);
		return await Promise.race([settled, late.promise]);
	} finally {
		cancel();
	}
}
