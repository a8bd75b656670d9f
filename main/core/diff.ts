// What changed between two pictures, so that streams carry only that.
import type { Delta, Snapshot } from "../contract/snapshot.ts";

/** Every top-level field of `after` that differs in value from `before`; `seq` and `at` always. */
export function diffSnapshot(before: Snapshot, after: Snapshot): Delta {
	const changed = Object.entries(after).filter(([key, value]) => !sameJson(before[key as keyof Snapshot], value));
	return { ...Object.fromEntries(changed), seq: after.seq, at: after.at };
}

/** Equality of JSON values; the order of keys does not matter. */
export function sameJson(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
	if (Array.isArray(a) !== Array.isArray(b)) return false;
	const keys = Object.keys(a);
	const left = a as Record<string, unknown>;
	const right = b as Record<string, unknown>;
	return (
		keys.length === Object.keys(right).length &&
		keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]))
	);
}
