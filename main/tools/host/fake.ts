// A PC whose facts are set by the test. Never used by the product.
import type { Fact, HostFacts } from "../../contract/facts.ts";
import type { Clock } from "../clock/clock.ts";
import type { Host, HostCapacity, OwnLoad } from "./host.ts";

/** A value to report, or null for unknown. */
export type FakeFacts = { [Name in keyof HostFacts]: (HostFacts[Name] extends Fact<infer T> ? T : never) | null };

export interface FakeHost extends Host {
	/** Changes facts from the next reading on; others stay. */
	set(facts: Partial<FakeFacts>): void;
	setCapacity(capacity: Partial<HostCapacity>): void;
	setIdleKnown(known: boolean): void;
	/** From now on readings keep the age they have: as if every reader hung. */
	stall(stalled: boolean): void;
	readonly reads: readonly OwnLoad[];
}

/** An idle PC on mains with room: 4 cores, 8 GiB; every fact known. */
export function fakeHost(clock: Clock): FakeHost {
	let facts: FakeFacts = {
		idleSeconds: 3600,
		onBattery: false,
		metered: false,
		othersCpus: 0.1,
		othersMemoryMiB: 2048,
		availableMemoryMiB: 6144,
		freeDiskMiB: 100_000,
	};
	let capacity: HostCapacity = { cpus: 4, memoryMiB: 8192 };
	let idleKnown = true;
	let stalledAt: number | null = null;
	const reads: OwnLoad[] = [];
	return {
		reads,
		set(some) {
			facts = { ...facts, ...some };
		},
		setCapacity(some) {
			capacity = { ...capacity, ...some };
		},
		setIdleKnown(known) {
			idleKnown = known;
		},
		stall(stalled) {
			stalledAt = stalled ? clock.now() : null;
		},
		capacity: async () => capacity,
		idleKnown: async () => idleKnown,
		async read(own) {
			reads.push(own);
			const at = stalledAt ?? clock.now();
			const fact = <T>(value: T | null): Fact<T> =>
				value === null ? { known: false, at, source: "no-reader" } : { known: true, value, at, source: "sessions" };
			return {
				idleSeconds: fact(facts.idleSeconds),
				onBattery: fact(facts.onBattery),
				metered: fact(facts.metered),
				othersCpus: fact(facts.othersCpus),
				othersMemoryMiB: fact(facts.othersMemoryMiB),
				availableMemoryMiB: fact(facts.availableMemoryMiB),
				freeDiskMiB: fact(facts.freeDiskMiB),
			};
		},
	};
}
