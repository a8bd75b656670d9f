// The stage of the contract suite: one pool, two devices in it, and short words for what the tests do most.
import { expect } from "vitest";
import type { SignedJob } from "../../contract/job.ts";
import { aJob, aResult, aWant, type JobWish, type ShiftedClock } from "./queue-fixtures.ts";
import type { Lease, Want, WorkQueue } from "./work-queue.ts";

/** One pool, empty at first. */
export interface ContractPool {
	/** Another device's own connection to the pool. */
	queue(deviceName: string): Promise<WorkQueue>;
	readonly clock: ShiftedClock;
	/** How long an engine may take to offer a job that is free. */
	readonly patienceMs: number;
	/** How long to wait before believing that nothing is offered. */
	readonly quietMs: number;
	/** Lets presences run out. */
	outlivePresence(): Promise<void>;
	dispose(): Promise<void>;
}

/** A pool with two devices in it, and short words for what the tests do most. */
export interface Scene {
	readonly pool: ContractPool;
	readonly first: WorkQueue;
	readonly second: WorkQueue;
	submit(wish?: JobWish, arch?: string): Promise<SignedJob>;
	/** The next job for this device; fails the test when there is none. */
	take(queue: WorkQueue, deviceId: string, change?: Partial<Want>): Promise<Lease>;
	/** Expects that nothing is offered. */
	nothing(queue: WorkQueue, deviceId: string, change?: Partial<Want>): Promise<void>;
	finish(queue: WorkQueue, lease: Lease, deviceId: string): Promise<void>;
}

export const never: AbortSignal = new AbortController().signal;

export async function setScene(pool: ContractPool): Promise<Scene> {
	const first = await pool.queue("first");
	const second = await pool.queue("second");
	return {
		pool,
		first,
		second,
		async submit(wish, arch = "any") {
			const signed = aJob(pool.clock.now(), wish);
			await first.submit(signed, "Home", arch);
			return signed;
		},
		async take(queue, deviceId, change) {
			const lease = await queue.claim(aWant(deviceId, change), pool.patienceMs, never);
			if (!lease) throw new Error(`nothing was offered to ${deviceId}`);
			return lease;
		},
		async nothing(queue, deviceId, change) {
			expect(await queue.claim(aWant(deviceId, change), pool.quietMs, never)).toBeNull();
		},
		async finish(queue, lease, deviceId) {
			const { result, outputs } = aResult(lease, deviceId);
			await queue.finish(lease, result, outputs, true);
		},
	};
}
