// The pool on a real server that is killed, comes back, or is not there.
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { describe, expect, it } from "vitest";
import { aJob, aResult, aWant } from "../../main/tools/queue/queue-fixtures.ts";
import { LeaseLostError, leaseMs, type PoolNews } from "../../main/tools/queue/work-queue.ts";
import { natsMissing, sleep, until, untilBack, useJetStream } from "./jetstream-stage.ts";

const never = new AbortController().signal;
const missing = natsMissing();

describe.skipIf(missing !== "")(`a real nats-server that goes away${missing}`, () => {
	const get = useJetStream();

	it("loses no job and never runs one twice at once while the server is killed three times", async () => {
		const { nats, clock, open } = get();
		const home = await open();
		const ids = new Set<string>();
		for (let i = 0; i < 60; i++) {
			const signed = aJob(clock.now() + i);
			await home.submit(signed, "Home", "any");
			ids.add(signed.job.id);
		}
		const holders = new Map<string, string>();
		const overlaps: string[] = [];
		const finished: string[] = [];
		const work = async (name: string) => {
			const queue = await open();
			while (finished.length < ids.size) {
				const lease = await queue.claim(aWant(name), 300, never).catch(() => null);
				if (!lease) continue;
				const other = holders.get(lease.jobId);
				if (other) overlaps.push(`${lease.jobId}: ${other} and ${name}`);
				holders.set(lease.jobId, name);
				await sleep(30);
				await untilBack(() => queue.beat(lease));
				await sleep(30);
				holders.delete(lease.jobId);
				const { result, outputs } = aResult(lease, name);
				await untilBack(() => queue.finish(lease, result, outputs, true));
				finished.push(lease.jobId);
			}
		};
		const working = Promise.all(["a", "b", "c"].map(work));
		for (const share of [0.2, 0.5, 0.8]) {
			await until(() => finished.length >= ids.size * share);
			await nats.kill();
			await sleep(200);
			await nats.restart();
		}
		await working;
		expect(overlaps).toEqual([]);
		expect([...finished].sort()).toEqual([...ids].sort());
		const records = await untilBack(() => home.records());
		expect(records.filter((one) => one.state === "done" && one.attempt === 1 && one.result)).toHaveLength(ids.size);
	});

	it("keeps the fence across a kill: the silent holder is refused, the new one is not", async () => {
		const { nats, clock, open } = get();
		const first = await open();
		const second = await open();
		const signed = aJob(clock.now());
		await first.submit(signed, "Home", "any");
		const stale = await first.claim(aWant("first"), 3_000, never);
		if (!stale) throw new Error("nothing was offered");
		await first.beat(stale);
		await nats.kill();
		await nats.restart();
		await untilBack(() => second.record(signed.job.id));
		expect(await untilBack(() => second.claim(aWant("second"), 1_500, never))).toBeNull(); // offered again, but held
		clock.shift(leaseMs);
		const fresh = await second.claim(aWant("second"), 5_000, never);
		expect(fresh?.jobId).toBe(signed.job.id);
		expect(fresh?.fence).toBeGreaterThan(stale.fence);
		const { result, outputs } = aResult(stale, "first");
		await expect(first.finish(stale, result, outputs, true)).rejects.toBeInstanceOf(LeaseLostError);
		const nc = await connect({ servers: nats.url });
		const { direct } = await jetstreamManager(nc);
		const stored = await direct.getMessage("LENDSTATE", { last_by_subj: `lend.result.first.${stale.jobId}` });
		await nc.close();
		expect(stored).toBeNull(); // the server itself refused it: nothing could take it for the result later
		if (fresh) await second.beat(fresh);
	});

	it("says within its bound that the server is away, tells it as news, and goes on when it is back", async () => {
		const { nats, clock, open } = get();
		const queue = await open();
		const told: PoolNews[] = [];
		const stop = new AbortController();
		const reading = (async () => {
			for await (const one of queue.news(stop.signal)) told.push(one);
		})();
		await nats.kill();
		await until(() => !queue.connected());
		const started = Date.now();
		const calls = [
			queue.records(),
			queue.submit(aJob(clock.now()), "Home", "any"),
			queue.claim(aWant("first"), 60_000, never),
			queue.putBlob(Buffer.from("x")),
			queue.presences(),
		];
		for (const call of await Promise.allSettled(calls)) {
			expect(call).toMatchObject({ status: "rejected", reason: { problem: { code: "pool.unreachable" } } });
		}
		expect(Date.now() - started).toBeLessThan(9_000);
		await nats.restart();
		await until(() => queue.connected());
		await queue.submit(aJob(clock.now()), "Home", "any");
		await until(() => told.some((one) => one.kind === "job"));
		expect(told.some((one) => one.kind === "connection")).toBe(true);
		stop.abort();
		await reading;
	});

	it("starts without a server and connects when there is one", async () => {
		const { nats, open } = get();
		await nats.kill();
		const queue = await open();
		expect(queue.connected()).toBe(false);
		await nats.restart();
		await until(() => queue.connected());
		expect(await queue.records()).toEqual([]);
	});

	it("closes in the middle of anything without a stray error", async () => {
		const { clock, open } = get();
		const stray: unknown[] = [];
		const note = (error: unknown) => stray.push(error);
		process.on("uncaughtException", note);
		process.on("unhandledRejection", note);
		try {
			for (let i = 0; i < 12; i++) {
				const queue = await open();
				const calls = [
					queue.submit(aJob(clock.now()), "Home", "any"),
					queue.records(),
					queue.presences(),
					queue.claim(aWant("first"), 5_000, never),
					queue.putBlob(Buffer.alloc(600_000, i)),
				];
				await sleep(i);
				await Promise.all([queue.close(), Promise.allSettled(calls)]);
			}
			await sleep(2_500); // longer than any wait of a single request
		} finally {
			process.off("uncaughtException", note);
			process.off("unhandledRejection", note);
		}
		expect(stray).toEqual([]);
	});

	it("closes promptly while the server is away", async () => {
		const { nats, open } = get();
		const queue = await open();
		await nats.kill();
		const reading = (async () => {
			for await (const _news of queue.news(never));
		})();
		const started = Date.now();
		await queue.close();
		await reading;
		expect(Date.now() - started).toBeLessThan(5_000);
	});
});
