// What every engine of the pool must do. One suite, run against the folder and against a real server.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contractOfLeases } from "./contract-leases.ts";
import { type ContractPool, never, type Scene, setScene } from "./contract-scene.ts";
import { contractOfShares } from "./contract-shares.ts";
import { aJob, aWant, stranger } from "./queue-fixtures.ts";

export function queueContract(name: string, open: () => Promise<ContractPool>): void {
	describe(`the pool's queue, ${name}`, () => {
		let scene: Scene;
		beforeEach(async () => {
			scene = await setScene(await open());
		});
		afterEach(async () => {
			await scene.first.close();
			await scene.second.close();
			await scene.pool.dispose();
		});
		const get = () => scene;
		contractOfOffers(get);
		contractOfLeases(get);
		contractOfShares(get);
	});
}

function contractOfOffers(get: () => Scene): void {
	it("offers a queued job once, with what was signed", async () => {
		const { first, second, submit, take, nothing } = get();
		const signed = await submit();
		const lease = await take(second, "second");
		expect(lease.signed).toEqual(signed);
		expect(lease.attempt).toBe(1);
		await nothing(first, "first");
		const record = await first.record(signed.job.id);
		expect(record).toMatchObject({ state: "running", deviceId: "second", attempt: 1, requesterName: "Home" });
	});

	it("refuses the same id again and changes nothing", async () => {
		const { first, second, submit } = get();
		const signed = await submit();
		const other = aJob(1, { id: signed.job.id, argv: ["something", "else"] });
		await expect(second.submit(other, "Other", "any")).rejects.toMatchObject({ problem: { code: "job.duplicate" } });
		await expect(first.submit(signed, "Home", "any")).rejects.toMatchObject({ problem: { code: "job.duplicate" } });
		expect(await second.record(signed.job.id)).toMatchObject({ state: "queued", requesterName: "Home", attempt: 0 });
	});

	it("offers only what fits: class, processor, room, requester, and nothing refused before", async () => {
		const { first, second, submit, take, nothing } = get();
		const big = await submit({ limits: { memoryMiB: 4096 } });
		const foreign = await submit({ key: stranger });
		const arm = await submit({ class: "container" }, "arm64");
		const refused = await submit();
		const container = await submit({ class: "container" }, "x64");
		const except = new Set([refused.job.id as string]);
		await nothing(second, "second", { classes: ["wasm"], except });
		const fitting = await take(second, "second", { except });
		expect(fitting.jobId).toBe(container.job.id);
		expect((await take(first, "first", { classes: ["container"], arch: "arm64" })).jobId).toBe(arm.job.id);
		const roomy = { cpus: 4, memoryMiB: 8192, scratchMiB: 1024 };
		expect((await take(first, "first", { room: roomy, except })).jobId).toBe(big.job.id);
		const trusting = { requesters: [stranger.publicKey] };
		expect((await take(first, "first", trusting)).jobId).toBe(foreign.job.id);
		expect((await take(first, "first")).jobId).toBe(refused.job.id);
	});

	it("does not let jobs that fit nobody hold up one that fits", async () => {
		const { second, submit, take } = get();
		for (let i = 0; i < 40; i++) await submit({ limits: { cpu: 64 } });
		const small = await submit();
		expect((await take(second, "second")).jobId).toBe(small.job.id);
	});

	it("wakes a waiting claim when a job comes", async () => {
		const { first, submit } = get();
		const waiting = first.claim(aWant("first"), 8_000, never);
		const signed = await submit();
		expect((await waiting)?.jobId).toBe(signed.job.id);
	});

	it("ends a waiting claim on abort, and the job that comes after goes to another", async () => {
		const { first, second, submit, take, nothing } = get();
		const stop = new AbortController();
		const started = performance.now();
		const early = first.claim(aWant("first"), 30_000, stop.signal);
		stop.abort();
		expect(await early).toBeNull();
		const stopLater = new AbortController();
		const waiting = first.claim(aWant("first"), 30_000, stopLater.signal);
		await nothing(second, "second");
		stopLater.abort();
		expect(await waiting).toBeNull();
		expect(performance.now() - started).toBeLessThan(10_000);
		const signed = await submit();
		expect((await take(second, "second")).jobId).toBe(signed.job.id);
	});

	it("gives up a job whose deadline passed while it was queued", async () => {
		const { pool, first, submit, nothing } = get();
		const signed = await submit({ deadline: pool.clock.now() + 60_000 });
		pool.clock.shift(61_000);
		await nothing(first, "first");
		expect((await first.record(signed.job.id))?.state).toBe("expired");
	});

	it("lists records newest first", async () => {
		const { pool, second, submit } = get();
		const now = pool.clock.now();
		const ids: string[] = [];
		for (let i = 0; i < 5; i++) ids.unshift((await submit({ createdAt: now + i })).job.id);
		expect((await second.records()).map((one) => one.id)).toEqual(ids);
		expect(await second.record(aJob(0).job.id)).toBeNull();
	});
}
