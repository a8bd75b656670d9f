// The pool on a real server that dies, comes back, refuses, or loses a message.
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openJetStreamQueue } from "../../main/tools/queue/jetstream.ts";
import { aJob, aResult, aWant, type ShiftedClock, shiftedClock } from "../../main/tools/queue/queue-fixtures.ts";
import { LeaseLostError, leaseMs, type PoolNews, type WorkQueue } from "../../main/tools/queue/work-queue.ts";
import { findNatsServer, type RealNats, startNats } from "./nats.ts";

const never = new AbortController().signal;
const times = { ackWaitMs: 1_000, parkMs: 150, sweepMs: 300, settleMs: 400 };
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const missing = findNatsServer() === null;
if (missing && process.env.CI === "true")
	throw new Error("nats-server is missing: run node e2e/real/build.ts nats-server");

describe.skipIf(missing)(
	`a real nats-server in trouble${missing ? " (not built: node e2e/real/build.ts)" : ""}`,
	() => {
		let nats: RealNats;
		let clock: ShiftedClock;
		let queues: WorkQueue[];
		const open = async (servers = nats.url) => {
			const queue = await openJetStreamQueue({ servers, clock, times });
			queues.push(queue);
			return queue;
		};
		const until = async (holds: () => boolean | Promise<boolean>, ms = 10_000) => {
			for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) if (await holds()) return;
			throw new Error("it did not come to that");
		};
		beforeEach(async () => {
			nats = await startNats();
			clock = shiftedClock();
			queues = [];
		});
		afterEach(async () => {
			await Promise.all(queues.map((queue) => queue.close()));
			await nats.stop();
		});

		it("loses no job and never runs one twice at once while the server is killed three times", async () => {
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
			if (fresh) await second.beat(fresh);
		});

		it("says within its bound that the server is away, tells it as news, and goes on when it is back", async () => {
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
			await nats.kill();
			const queue = await open();
			expect(queue.connected()).toBe(false);
			await nats.restart();
			await until(() => queue.connected());
			expect(await queue.records()).toEqual([]);
		});

		it("closes promptly while the server is away", async () => {
			const queue = await open();
			await nats.kill();
			const started = Date.now();
			await queue.close();
			expect(Date.now() - started).toBeLessThan(5_000);
		});

		it("treats a withdrawn login as final and says so", async () => {
			const users = (names: string) => `authorization { users = [${names}] }`;
			nats.reload(users('{ user: "mum", password: "s3cret" }, { user: "dad", password: "x" }'));
			const address = nats.url.replace("nats://", "nats://mum:s3cret@");
			await until(() =>
				openJetStreamQueue({ servers: nats.url, clock }).then(
					(one) => one.close().then(() => false),
					() => true,
				),
			);
			await expect(openJetStreamQueue({ servers: nats.url, clock })).rejects.toMatchObject({
				problem: { code: "pool.unreachable", actions: ["sign-in-again"] },
			});
			const queue = await open(address);
			expect(queue.name).not.toContain("s3cret");
			expect(await queue.presences()).toEqual([]);
			const stop = new AbortController();
			const told: PoolNews[] = [];
			const reading = (async () => {
				for await (const one of queue.news(stop.signal)) told.push(one);
			})();
			nats.reload(users('{ user: "dad", password: "x" }'));
			await until(() => !queue.connected());
			const refused = { problem: { code: "pool.unreachable", actions: ["sign-in-again"] } };
			await until(() =>
				queue.presences().then(
					() => false,
					(error) => error.problem.actions.includes("sign-in-again"),
				),
			);
			await expect(queue.records()).rejects.toMatchObject(refused);
			expect(told.some((one) => one.kind === "connection")).toBe(true);
			stop.abort();
			await reading;
		});

		it("offers a queued job again whose message was lost, and ends late ones nobody asks for", async () => {
			const queue = await open();
			const lost = aJob(clock.now());
			await queue.submit(lost, "Home", "any");
			const nc = await connect({ servers: nats.url });
			const jsm = await jetstreamManager(nc);
			await jsm.streams.purge("LEND");
			await nc.close();
			expect((await queue.claim(aWant("first"), 8_000, never))?.jobId).toBe(lost.job.id);
			const late = aJob(clock.now(), { deadline: clock.now() + 5_000 });
			await queue.submit(late, "Home", "any");
			clock.shift(6_000);
			await until(async () => (await queue.record(late.job.id))?.state === "expired");
		});

		it("is not disturbed by what others write into its streams", async () => {
			const queue = await open();
			await queue.claim(aWant("first"), 100, never);
			const nc = await connect({ servers: nats.url });
			const id = aJob(0).job.id;
			for (const subject of ["lend.work.wasm.any.not-a-uuid", `lend.work.wasm.any.${id}`, `lend.claim.wasm.${id}`]) {
				await nc.request(subject, '{"v":9,"id":');
			}
			nc.publish("lend.news.job.%00", "x");
			nc.publish("$KV.presence.ghost", "[]");
			await nc.flush();
			await nc.close();
			const signed = aJob(clock.now());
			await queue.submit(signed, "Home", "any");
			expect((await queue.claim(aWant("first"), 5_000, never))?.jobId).toBe(signed.job.id);
			expect((await queue.records()).map((one) => one.id)).toEqual([signed.job.id]);
			expect(await queue.presences()).toEqual([]);
		});

		it("refuses a blob whose pieces were changed", async () => {
			const queue = await open();
			const digest = await queue.putBlob(Buffer.from("good"));
			const nc = await connect({ servers: nats.url });
			await nc.request(`lend.blob.${digest.slice(7)}.0`, "evil");
			await nc.close();
			await expect(queue.getBlob(digest)).rejects.toMatchObject({ problem: { code: "job.digest-mismatch" } });
		});
	},
);

/** Repeats while the pool is away, as an agent does. */
async function untilBack<T>(run: () => Promise<T>): Promise<T> {
	for (;;) {
		try {
			return await run();
		} catch (error) {
			if ((error as { problem?: { code: string } }).problem?.code !== "pool.unreachable") throw error;
		}
	}
}
