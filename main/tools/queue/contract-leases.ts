// The lease: one holder, a fence that only rises, a result that wins once.
import { expect, it } from "vitest";
import { never, type Scene } from "./contract-scene.ts";
import { aResult, aWant } from "./queue-fixtures.ts";
import { type Lease, LeaseLostError, leaseMs, type WorkQueue } from "./work-queue.ts";

const copyOf = (lease: Lease): Lease => ({ ...lease });

export function contractOfLeases(get: () => Scene): void {
	it("raises the fence with every beat and refuses the one before", async () => {
		const { first, submit, take } = get();
		await submit();
		const lease = await take(first, "first");
		const old = copyOf(lease);
		await first.beat(lease);
		expect(lease.fence).toBeGreaterThan(old.fence);
		expect(lease.beatSentAt).toBeGreaterThanOrEqual(old.beatSentAt);
		await expect(first.beat(old)).rejects.toBeInstanceOf(LeaseLostError);
		await first.beat(lease);
	});

	it("lets another device take over only after the lease was silent, and fences the old holder", async () => {
		const { pool, first, second, submit, take, nothing } = get();
		const signed = await submit();
		const stale = await take(first, "first");
		await second.record(signed.job.id); // the other device has seen who holds it
		pool.clock.shift(leaseMs - 5_000);
		await nothing(second, "second");
		await first.beat(stale);
		await second.record(signed.job.id);
		pool.clock.shift(leaseMs - 5_000);
		await nothing(second, "second");
		pool.clock.shift(5_000);
		const fresh = await take(second, "second");
		expect(fresh.jobId).toBe(signed.job.id);
		expect(fresh.fence).toBeGreaterThan(stale.fence);
		expect(fresh.attempt).toBe(1);
		await first.log(stale, [{ stream: "stdout", text: "stale", at: 1 }]);
		const late = aResult(stale, "first", "done", "the stale one");
		await expect(first.finish(stale, late.result, late.outputs, true)).rejects.toBeInstanceOf(LeaseLostError);
		const good = aResult(fresh, "second", "done", "the fresh one");
		await second.finish(fresh, good.result, good.outputs, true);
		const record = await first.record(signed.job.id);
		expect(record).toMatchObject({ state: "done", deviceId: "second" });
		expect(record?.result).toEqual(good.result);
		expect(await first.logs(signed.job.id, 0)).toEqual([]);
	});

	it.each(["beat", "release", "finish for good", "finish for now"])("refuses a stale holder's %s", async (act) => {
		const { pool, first, second, submit, take } = get();
		const signed = await submit();
		const stale = await take(first, "first");
		await second.record(signed.job.id);
		pool.clock.shift(leaseMs);
		const fresh = await take(second, "second");
		const { result, outputs } = aResult(stale, "first");
		const acts = {
			beat: () => first.beat(stale),
			release: () => first.release(stale),
			"finish for good": () => first.finish(stale, result, outputs, true),
			"finish for now": () => first.finish(stale, result, outputs, false),
		};
		await expect(acts[act as keyof typeof acts]()).rejects.toBeInstanceOf(LeaseLostError);
		await second.beat(fresh);
		expect(await second.record(signed.job.id)).toMatchObject({ state: "running", deviceId: "second", result: null });
	});

	it("gives a released job to another at once and counts no attempt", async () => {
		const { pool, first, second, submit, take } = get();
		const signed = await submit();
		const lease = await take(first, "first");
		const waiting = second.claim(aWant("second"), pool.patienceMs, never);
		await first.release(lease);
		const next = await waiting;
		expect(next).toMatchObject({ jobId: signed.job.id, attempt: 1 });
		expect(next?.fence).toBeGreaterThan(lease.fence);
		await expect(first.beat(lease)).rejects.toBeInstanceOf(LeaseLostError);
	});

	it("queues a failed run again and counts it, until a final result", async () => {
		const { first, second, submit, take, nothing } = get();
		const signed = await submit();
		const one = await take(first, "first");
		const failed = aResult(one, "first", "failed");
		await first.finish(one, failed.result, failed.outputs, false);
		expect(await first.record(signed.job.id)).toMatchObject({ state: "queued", attempt: 1, result: null });
		const two = await take(second, "second");
		expect(two.attempt).toBe(2);
		const last = aResult(two, "second", "failed");
		await second.finish(two, last.result, last.outputs, true);
		expect(await first.record(signed.job.id)).toMatchObject({ state: "failed", attempt: 2, result: last.result });
		await nothing(first, "first");
	});

	it("keeps the first result for ever and its outputs as blobs", async () => {
		const { first, second, submit, take } = get();
		const signed = await submit();
		const lease = await take(first, "first");
		const again = copyOf(lease);
		const { result, outputs } = aResult(lease, "first");
		await first.finish(lease, result, outputs, true);
		const other = aResult(again, "first", "done", "7");
		await expect(first.finish(again, other.result, other.outputs, true)).rejects.toBeInstanceOf(LeaseLostError);
		expect((await second.record(signed.job.id))?.result).toEqual(result);
		const digest = result.outputs[0]?.digest;
		expect(digest && Buffer.from((await second.getBlob(digest)) ?? []).toString()).toBe("6");
	});

	it("cancels a queued job at once, a running one by its next beat, an ended one not at all", async () => {
		const { first, second, submit, take, nothing, finish } = get();
		const queued = await submit();
		expect((await second.cancel(queued.job.id))?.state).toBe("cancelled");
		await nothing(first, "first");
		const running = await submit();
		const lease = await take(first, "first");
		expect((await second.cancel(running.job.id))?.state).toBe("cancelled");
		await expect(first.beat(lease)).rejects.toBeInstanceOf(LeaseLostError);
		const { result, outputs } = aResult(lease, "first");
		await expect(first.finish(lease, result, outputs, true)).rejects.toBeInstanceOf(LeaseLostError);
		await nothing(second, "second");
		const ended = await submit();
		await finish(first, await take(first, "first"), "first");
		expect((await second.cancel(ended.job.id))?.state).toBe("done");
		expect(await second.cancel("00000000-0000-4000-8000-000000000000" as never)).toBeNull();
	});

	it("never has two holders at once and loses nothing, with 6 racers and 24 jobs", async () => {
		const { pool, first, submit } = get();
		const ids = new Set<string>();
		for (let i = 0; i < 24; i++) ids.add((await submit()).job.id);
		const holders = new Map<string, string>();
		const overlaps: string[] = [];
		const finished: string[] = [];
		const race = async (name: string, queue: WorkQueue, seed: number) => {
			for (let turn = seed; finished.length < ids.size; turn++) {
				const lease = await queue.claim(aWant(name), pool.quietMs, never);
				if (!lease) continue;
				const other = holders.get(lease.jobId);
				if (other) overlaps.push(`${lease.jobId}: ${other} and ${name}`);
				holders.set(lease.jobId, name);
				await queue.beat(lease);
				holders.delete(lease.jobId);
				if (turn % 3 === 0) {
					await queue.release(lease);
					continue;
				}
				const { result, outputs } = aResult(lease, name);
				await queue.finish(lease, result, outputs, true);
				finished.push(lease.jobId);
			}
		};
		const queues = await Promise.all([..."abcdef"].map((name) => pool.queue(name)));
		await Promise.all(queues.map((queue, place) => race(`racer-${place}`, queue, place)));
		await Promise.all(queues.map((queue) => queue.close()));
		expect(overlaps).toEqual([]);
		expect([...finished].sort()).toEqual([...ids].sort());
		expect((await first.records()).every((one) => one.state === "done" && one.attempt === 1)).toBe(true);
	});
}
