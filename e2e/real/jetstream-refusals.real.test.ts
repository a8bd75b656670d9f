// The pool on a real server that refuses, forgets, is full, or holds what others wrote.
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { describe, expect, it } from "vitest";
import type { SignedJob } from "../../main/contract/job.ts";
import { aJob, aResult, aWant } from "../../main/tools/queue/queue-fixtures.ts";
import { leaseMs, type PoolNews } from "../../main/tools/queue/work-queue.ts";
import { natsMissing, until, useJetStream } from "./jetstream-stage.ts";

const never = new AbortController().signal;
const missing = natsMissing();

describe.skipIf(missing !== "")(`a real nats-server that refuses and forgets${missing}`, () => {
	const get = useJetStream();

	it("treats a withdrawn login as final and says so", async () => {
		const { nats, open } = get();
		const users = (names: string) => `authorization { users = [${names}] }`;
		nats.reload(users('{ user: "mum", password: "s3cret" }, { user: "dad", password: "x" }'));
		const address = nats.url.replace("nats://", "nats://mum:s3cret@");
		await until(() =>
			open().then(
				(one) => one.close().then(() => false),
				() => true,
			),
		);
		await expect(open()).rejects.toMatchObject({
			problem: { code: "pool.unreachable", actions: ["sign-in-again"] },
		});
		const queue = await open({ servers: address });
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
		const { nats, clock, open } = get();
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

	it("lets the result win that its holder stored just before it died", async () => {
		const { nats, clock, open } = get();
		const first = await open();
		const second = await open();
		const signed = aJob(clock.now());
		await first.submit(signed, "Home", "any");
		const lease = await first.claim(aWant("first"), 3_000, never);
		if (!lease) throw new Error("nothing was offered");
		const { result } = aResult(lease, "first");
		const nc = await connect({ servers: nats.url });
		await jetstream(nc).publish(`lend.result.first.${lease.jobId}`, JSON.stringify(result), {
			expect: { lastSubjectSequence: lease.fence, lastSubjectSequenceSubject: `lend.claim.wasm.${lease.jobId}` },
		});
		await nc.close();
		await first.close();
		expect((await second.record(signed.job.id))?.state).toBe("running");
		clock.shift(leaseMs);
		expect(await second.claim(aWant("second"), 2_000, never)).toBeNull();
		expect(await second.record(signed.job.id)).toMatchObject({ state: "done", deviceId: "first", result });
		expect((await second.records())[0]?.result).toEqual(result);
	});

	it("says that the pool is full and leaves nothing of the job behind", async () => {
		const { clock, open } = get();
		const queue = await open({ limits: { workBytes: 4_096 } });
		const sent = [aJob(clock.now(), { argv: ["x".repeat(2_000)] }), aJob(clock.now(), { argv: ["x".repeat(2_000)] })];
		await queue.submit(sent[0] as SignedJob, "Home", "any");
		const late = sent[1] as SignedJob;
		await expect(queue.submit(late, "Home", "any")).rejects.toMatchObject({ problem: { code: "pool.full" } });
		expect(await queue.record(late.job.id)).toBeNull();
		await queue.cancel((sent[0] as SignedJob).job.id);
		await queue.submit(late, "Home", "any");
		expect((await queue.record(late.job.id))?.state).toBe("queued");
	});

	it("is not disturbed by what others write into its streams", async () => {
		const { nats, clock, open } = get();
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
		const { nats, open } = get();
		const queue = await open();
		const digest = await queue.putBlob(Buffer.from("good"));
		const nc = await connect({ servers: nats.url });
		await nc.request(`lend.blob.${digest.slice(7)}.0`, "evil");
		await nc.close();
		await expect(queue.getBlob(digest)).rejects.toMatchObject({ problem: { code: "job.digest-mismatch" } });
	});
});
