// Keeps a slow reading for a while. A caller never waits longer than a set time: it then gets the older reading with
// its true age, or unknown, while the new one goes on in the background.
import type { Fact } from "../../contract/facts.ts";
import type { Clock } from "../clock/clock.ts";
import { asFact, type Reading } from "./readings.ts";

/**
 * `load` runs at most once every `everyMs` and never twice at the same time. The answer waits at most `patienceMs`.
 * A `load` that rejects counts as unknown.
 */
export function remembered<T>(
	clock: Clock,
	options: { everyMs: number; patienceMs: number; failed: Reading<T> },
	load: () => Promise<Reading<T>>,
): () => Promise<Fact<T>> {
	let latest: Fact<T> | null = null;
	let loading: Promise<void> | null = null;
	const refresh = async () => {
		const at = clock.now();
		const reading = await load().catch(() => options.failed);
		latest = asFact(reading, at);
	};
	return async () => {
		const age = latest ? clock.now() - latest.at : Number.POSITIVE_INFINITY;
		if (age >= options.everyMs || age < 0) {
			loading ??= refresh().finally(() => {
				loading = null;
			});
			let cancel = () => {};
			const patience = new Promise<void>((resolve) => {
				cancel = clock.after(options.patienceMs, resolve);
			});
			await Promise.race([loading, patience]);
			cancel();
		}
		return latest ?? asFact(options.failed, clock.now());
	};
}
