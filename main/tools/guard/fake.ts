// A guard that only writes down what it was told. For tests; never used by the product.
import type { Guard, GuardTarget } from "./guard.ts";

export interface FakeGuard extends Guard {
	/** What is watched now, by job. */
	readonly watched: ReadonlyMap<string, GuardTarget>;
	/** Everything called, oldest first, e.g. "watch 0d3c...". */
	readonly calls: readonly string[];
}

export function fakeGuard(): FakeGuard {
	const watched = new Map<string, GuardTarget>();
	const calls: string[] = [];
	return {
		watched,
		calls,
		async ready() {},
		watch(target) {
			watched.set(target.jobId, target);
			calls.push(`watch ${target.jobId}`);
		},
		beat(jobId) {
			calls.push(`beat ${jobId}`);
		},
		forget(jobId) {
			watched.delete(jobId);
			calls.push(`forget ${jobId}`);
		},
		async close() {
			watched.clear();
		},
	};
}
