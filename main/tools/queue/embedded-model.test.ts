// The lease state machine against a model: random interleavings of three holders, time and cancels.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { fakeClock } from "../clock/fake.ts";
import { openEmbeddedQueue } from "./embedded.ts";
import { aJob, aResult, aWant } from "./queue-fixtures.ts";
import { type Lease, LeaseLostError, leaseMs, type WorkQueue } from "./work-queue.ts";

const holders = 3;
const jobs = 2;
const never = new AbortController().signal;

const act = fc.oneof(
	fc.record({
		kind: fc.constantFrom("claim", "beat", "release", "fail", "finish"),
		holder: fc.nat(holders - 1),
		place: fc.nat(jobs - 1),
	}),
	fc.record({ kind: fc.constant("cancel"), holder: fc.constant(0), place: fc.nat(jobs - 1) }),
	fc.record({ kind: fc.constant("wait"), holder: fc.constant(0), place: fc.integer({ min: 1, max: leaseMs + 5_000 }) }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

interface Model {
	/** Leases each holder believes in, with the moment of the last confirmed beat. */
	readonly held: Map<string, { lease: Lease; confirmedAt: number }>[];
	readonly results: Map<string, string>;
	readonly cancelled: Set<string>;
	readonly newestFence: Map<string, number>;
}

it("never has two fresh holders, keeps the first result and loses no job", async () => {
	await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 60 }), play), { numRuns: 40 });
}, 60_000);

async function play(acts: Act[]): Promise<void> {
	const directory = mkdtempSync(join(tmpdir(), "hearth-model-"));
	const clock = fakeClock();
	const queues = await Promise.all(
		Array.from({ length: holders }, () => openEmbeddedQueue({ directory, clock, bootId: "boot" })),
	);
	try {
		const ids: string[] = [];
		for (let i = 0; i < jobs; i++) {
			const signed = aJob(clock.now(), { deadline: clock.now() + 1e9 });
			ids.push(signed.job.id);
			await queues[0]?.submit(signed, "Home", "any");
		}
		const model: Model = {
			held: queues.map(() => new Map()),
			results: new Map(),
			cancelled: new Set(),
			newestFence: new Map(),
		};
		for (const one of acts) {
			if (one.kind === "wait") clock.advance(one.place);
			else await step(one, ids, queues, model, clock.bootMs);
			checkHolders(model, ids, clock.bootMs());
			await checkRecords(queues[0], model, ids);
		}
		await drain(queues[0], model, ids, () => clock.advance(leaseMs));
	} finally {
		for (const queue of queues) await queue.close();
		rmSync(directory, { recursive: true });
	}
}

async function step(one: Act, ids: string[], queues: WorkQueue[], model: Model, now: () => number): Promise<void> {
	const queue = queues[one.holder];
	const mine = model.held[one.holder];
	const id = ids[one.place];
	if (!queue || !mine || !id) return;
	if (one.kind === "cancel") {
		const record = await queue.cancel(id as never);
		if (!model.results.has(id)) model.cancelled.add(id);
		expect(record?.state).toBe(model.results.has(id) ? "done" : "cancelled");
		return;
	}
	if (one.kind === "claim") {
		const lease = await queue.claim(aWant(`holder-${one.holder}`), 0, never);
		if (!lease) return;
		expect(model.results.has(lease.jobId) || model.cancelled.has(lease.jobId)).toBe(false);
		expect(lease.fence).toBeGreaterThan(model.newestFence.get(lease.jobId) ?? 0);
		model.newestFence.set(lease.jobId, lease.fence);
		mine.set(lease.jobId, { lease, confirmedAt: now() });
		return;
	}
	const held = mine.get(id);
	if (!held) return;
	const { lease } = held;
	const isNewest = lease.fence === model.newestFence.get(id) && !model.results.has(id) && !model.cancelled.has(id);
	const { result, outputs } = aResult(lease, `holder-${one.holder}`, one.kind === "fail" ? "failed" : "done");
	try {
		if (one.kind === "beat") await queue.beat(lease);
		if (one.kind === "release") await queue.release(lease);
		if (one.kind === "fail") await queue.finish(lease, result, outputs, false);
		if (one.kind === "finish") await queue.finish(lease, result, outputs, true);
		expect(isNewest).toBe(true);
	} catch (error) {
		if (!(error instanceof LeaseLostError)) throw error;
		expect(isNewest).toBe(false);
		mine.delete(id);
		return;
	}
	if (one.kind === "beat") {
		expect(lease.fence).toBeGreaterThan(model.newestFence.get(id) ?? 0);
		model.newestFence.set(id, lease.fence);
		held.confirmedAt = now();
		return;
	}
	mine.delete(id);
	if (one.kind === "finish") model.results.set(id, result.receipt.body.id);
	model.newestFence.set(id, lease.fence + 1);
}

/** A holder that is silent for leaseMs is dead: the guard killed its sandbox long before. */
function checkHolders(model: Model, ids: string[], now: number): void {
	for (const id of ids) {
		if (model.cancelled.has(id) || model.results.has(id)) continue;
		const fresh = model.held.filter((mine) => {
			const held = mine.get(id);
			return held !== undefined && now - held.confirmedAt < leaseMs;
		});
		expect(fresh.length).toBeLessThanOrEqual(1);
	}
}

async function checkRecords(queue: WorkQueue | undefined, model: Model, ids: string[]): Promise<void> {
	const records = (await queue?.records()) ?? [];
	expect(records.map((one) => one.id as string).sort()).toEqual([...ids].sort());
	for (const { id, state, result } of records) {
		expect(result?.receipt.body.id).toBe(model.results.get(id));
		if (model.results.has(id)) expect(state).toBe("done");
		else if (model.cancelled.has(id)) expect(state).toBe("cancelled");
		else expect(["queued", "running"]).toContain(state);
	}
}

/** Whatever happened, every job that did not end can still be taken and finished. */
async function drain(queue: WorkQueue | undefined, model: Model, ids: string[], outlive: () => void): Promise<void> {
	outlive();
	for (let i = 0; i < ids.length; i++) {
		const lease = await queue?.claim(aWant("last"), 0, never);
		if (!lease) break;
		const { result, outputs } = aResult(lease, "last");
		await queue?.finish(lease, result, outputs, true);
		model.results.set(lease.jobId, result.receipt.body.id);
	}
	expect(model.results.size + model.cancelled.size).toBe(ids.length);
}
