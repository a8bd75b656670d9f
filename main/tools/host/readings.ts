// How a reader answers: a value with its source, or unknown with the reason. Sources are codes; their words are
// source.<code> in the catalogue.
import type { Fact } from "../../contract/facts.ts";

/** A closed list, so that words exist for each. */
export type FactSource =
	| "power-supply"
	| "no-battery"
	| "pmset"
	| "ioreg"
	| "powershell"
	| "pool-on-this-pc"
	| "network-manager"
	| "sessions"
	| "terminals"
	| "cpu-times"
	| "first-reading"
	| "memory-info"
	| "file-system"
	| "no-reader";

/** What was read, not yet dated. `value` null is unknown: the reader looked and cannot tell. */
export interface Reading<T> {
	readonly value: T | null;
	readonly source: FactSource;
}

/** Dates a reading with the moment it was made. */
export function asFact<T>(reading: Reading<T>, at: number): Fact<T> {
	const { value, source } = reading;
	return value === null ? { known: false, at, source } : { known: true, value, at, source };
}
