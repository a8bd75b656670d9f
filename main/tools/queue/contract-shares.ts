// What devices and requesters share besides jobs: blobs, logs, names, presence, news.
import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { maxLogBytes } from "../../contract/job.ts";
import type { Presence } from "../../contract/pool.ts";
import { sha256 } from "../crypto/canonical.ts";
import { newKeyPair } from "../crypto/keys.ts";
import { never, type Scene } from "./contract-scene.ts";
import type { PoolNews, WorkQueue } from "./work-queue.ts";

const aPresence = (deviceId: string): Presence => ({ deviceId, classes: ["wasm"], freeCpus: 2, freeMemoryMiB: 512 });

export function contractOfShares(get: () => Scene): void {
	it.each([
		["nothing", 0],
		["3 MiB", 3 * 1_048_576],
		["20 MiB and a bit", 20 * 1_048_576 + 7],
	])("stores a blob of %s once and gives it back whole", async (_name, size) => {
		const { first, second } = get();
		const bytes = randomBytes(size);
		expect(await first.putBlob(bytes)).toBe(sha256(bytes));
		expect(await second.putBlob(bytes)).toBe(sha256(bytes));
		const back = await second.getBlob(sha256(bytes));
		expect(back && sha256(back)).toBe(sha256(bytes));
		expect(back?.byteLength).toBe(size);
	});

	it("knows no blob that was never stored, and refuses one that is too large", async () => {
		const { first } = get();
		expect(await first.getBlob(sha256("never stored"))).toBeNull();
		expect(await first.getBlob("sha256:../../../etc/passwd" as never)).toBeNull();
		const huge = new Uint8Array(64 * 1_048_576 + 1);
		await expect(first.putBlob(huge)).rejects.toMatchObject({ problem: { code: "job.too-large" } });
	});

	it("appends logs in order, from any place, across attempts", async () => {
		const { first, second, submit, take } = get();
		const signed = await submit();
		const lease = await take(first, "first");
		await first.log(lease, [
			{ stream: "stdout", text: "one\n", at: 1 },
			{ stream: "stderr", text: "zwei · 二\n", at: 2 },
		]);
		await first.beat(lease);
		await first.log(lease, [{ stream: "stdout", text: "three\n", at: 3 }]);
		const texts = async (queue: WorkQueue, from: number) =>
			(await queue.logs(signed.job.id, from)).map((one) => one.text);
		expect(await texts(second, 0)).toEqual(["one\n", "zwei · 二\n", "three\n"]);
		await first.release(lease);
		const next = await take(second, "second");
		await second.log(next, [{ stream: "stdout", text: "four\n", at: 4 }]);
		expect(await texts(first, 2)).toEqual(["three\n", "four\n"]);
		expect(await texts(first, 9)).toEqual([]);
	});

	it("keeps at most the log's cap and cuts no character", async () => {
		const { first, second, submit, take } = get();
		const signed = await submit();
		const lease = await take(first, "first");
		const text = "ä€𝄞".repeat(20_000); // 180,000 bytes
		for (let i = 0; i < 8; i++) await first.log(lease, [{ stream: "stdout", text, at: i }]);
		const kept = (await second.logs(signed.job.id, 0)).map((one) => one.text).join("");
		const bytes = Buffer.byteLength(kept);
		expect(bytes).toBeLessThanOrEqual(maxLogBytes);
		expect(bytes).toBeGreaterThan(maxLogBytes - 10);
		expect(text.repeat(8).startsWith(kept)).toBe(true);
	});

	it("keeps a requester's name for its first key", async () => {
		const { first, second } = get();
		const [mum, thief] = [newKeyPair().publicKey, newKeyPair().publicKey];
		await first.announceRequester({ name: "Mum's laptop", publicKey: mum });
		await second.announceRequester({ name: "Mum's laptop", publicKey: mum });
		await expect(second.announceRequester({ name: "Mum's laptop", publicKey: thief })).rejects.toMatchObject({
			problem: { code: "pool.name-taken", args: { name: "Mum's laptop" } },
		});
		await second.announceRequester({ name: "Çağrı 二", publicKey: thief });
		const known = await first.requesters();
		expect(known).toHaveLength(2);
		expect(known).toContainEqual({ name: "Mum's laptop", publicKey: mum });
	});

	it("shows who lends, until withdrawn or silent", async () => {
		const { pool, first, second } = get();
		await first.announcePresence(aPresence("first"));
		await second.announcePresence(aPresence("second"));
		await second.announcePresence({ ...aPresence("second"), freeCpus: 1 });
		const seen = await first.presences();
		expect(seen.map((one) => one.deviceId).sort()).toEqual(["first", "second"]);
		expect(seen).toContainEqual({ ...aPresence("second"), freeCpus: 1 });
		await second.withdrawPresence("second");
		expect((await first.presences()).map((one) => one.deviceId)).toEqual(["first"]);
		await pool.outlivePresence();
		expect(await second.presences()).toEqual([]);
	});

	it("tells news of others' jobs, logs and presences, and ends with its signal", async () => {
		const { first, second, submit, take, finish } = get();
		const stop = new AbortController();
		const seen: PoolNews[] = [];
		const news = second.news(stop.signal);
		const reading = (async () => {
			for await (const one of news) seen.push(one);
		})();
		const until = async (found: () => boolean) => {
			for (let i = 0; !found() && i < 300; i++) await new Promise((resolve) => setTimeout(resolve, 10));
			expect(found()).toBe(true);
		};
		const about = (id: string) => seen.filter((one) => one.kind === "job" && one.id === id).length;
		const { job } = await submit();
		await until(() => about(job.id) >= 1);
		const lease = await take(first, "first");
		await until(() => about(job.id) >= 2);
		const before = about(job.id);
		await first.log(lease, [{ stream: "stdout", text: "hello", at: 1 }]);
		await until(() => about(job.id) > before);
		await first.announcePresence(aPresence("first"));
		await until(() => seen.some((one) => one.kind === "presence"));
		const running = about(job.id);
		await finish(first, lease, "first");
		await until(() => about(job.id) > running);
		stop.abort();
		await reading;
		expect(never.aborted).toBe(false);
	});
}
