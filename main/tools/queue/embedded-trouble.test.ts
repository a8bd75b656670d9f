// What can go wrong with a folder: reboots, full disks, spoiled rows and files, a newer version, no access.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type FakeClock, fakeClock } from "../clock/fake.ts";
import { sha256 } from "../crypto/canonical.ts";
import { openEmbeddedQueue } from "./embedded.ts";
import { schemaVersion } from "./embedded-database.ts";
import { storageProblem } from "./embedded-errors.ts";
import { leaseIsOver } from "./lease-time.ts";
import { aJob, aWant } from "./queue-fixtures.ts";
import { leaseMs } from "./work-queue.ts";

const never = new AbortController().signal;
let directory: string;
let clock: FakeClock;
const open = (bootId = "boot-1") => openEmbeddedQueue({ directory, clock, bootId });
const spoil = (text: string) => {
	const db = new DatabaseSync(join(directory, "queue.db"));
	db.exec(text);
	db.close();
};

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hearth-queue-"));
	clock = fakeClock();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it("ends all leases with a reboot, and keeps the jobs", async () => {
	const before = await open();
	const signed = aJob(clock.now());
	await before.submit(signed, "Home", "any");
	const lease = await before.claim(aWant("first"), 0, never);
	await before.close();
	const same = await open();
	expect(await same.claim(aWant("second"), 0, never)).toBeNull();
	await same.close();
	const after = await open("boot-2");
	const taken = await after.claim(aWant("second"), 0, never);
	expect(taken?.jobId).toBe(signed.job.id);
	expect(taken?.fence).toBeGreaterThan(lease?.fence ?? 0);
	await after.close();
});

it.each([
	["another boot", { boot: "a", ms: 5_000 }, { boot: "b", ms: 5_001 }, true],
	["same boot, fresh", { boot: "a", ms: 5_000 }, { boot: "a", ms: 5_000 + leaseMs - 1 }, false],
	["same boot, silent", { boot: "a", ms: 5_000 }, { boot: "a", ms: 5_000 + leaseMs }, true],
	["no boot names, clock went back", { boot: "", ms: 500_000 }, { boot: "", ms: 9_000 }, true],
	["no boot names, rounding", { boot: "", ms: 500_000 }, { boot: "", ms: 499_500 }, false],
	["no boot names, silent", { boot: "", ms: 5_000 }, { boot: "", ms: 5_000 + leaseMs }, true],
])("judges a lease's end: %s", (_name, last, now, over) => {
	expect(leaseIsOver(last, now)).toBe(over);
});

it("offers a spoiled job as the text it is, and passes over rows it cannot read", async () => {
	const queue = await open();
	await queue.submit(aJob(clock.now()), "Home", "any");
	const good = aJob(clock.now());
	await queue.submit(good, "Home", "any");
	spoil(`UPDATE jobs SET signed = '{"job":' WHERE number = 1`);
	expect((await queue.claim(aWant("first"), 0, never))?.signed).toBe('{"job":');
	spoil("UPDATE jobs SET id = 'no id', class = 'mining', requester = 'x', result = '{' WHERE number = 1");
	expect((await queue.claim(aWant("first"), 0, never))?.jobId).toBe(good.job.id);
	expect((await queue.records()).map((one) => one.id)).toEqual([good.job.id]);
	await queue.close();
});

it("refuses a blob whose file was changed, and mends it when it is put again", async () => {
	const queue = await open();
	const digest = await queue.putBlob(Buffer.from("good"));
	writeFileSync(join(directory, "blobs", digest.slice(7)), "evil");
	await expect(queue.getBlob(digest)).rejects.toMatchObject({ problem: { code: "job.digest-mismatch" } });
	await queue.putBlob(Buffer.from("good"));
	expect(Buffer.from((await queue.getBlob(digest)) ?? []).toString()).toBe("good");
	expect(readdirSync(join(directory, "blobs"))).toEqual([sha256("good").slice(7)]);
	await queue.close();
});

it("says that the pool is full instead of growing without end", async () => {
	const queue = await openEmbeddedQueue({ directory, clock, maxLiveJobs: 2 });
	await queue.submit(aJob(clock.now()), "Home", "any");
	const second = aJob(clock.now());
	await queue.submit(second, "Home", "any");
	const third = aJob(clock.now());
	await expect(queue.submit(third, "Home", "any")).rejects.toMatchObject({ problem: { code: "pool.full" } });
	expect(await queue.record(third.job.id)).toBeNull();
	await queue.cancel(second.job.id);
	await queue.submit(third, "Home", "any");
	await queue.close();
});

it("leaves a newer version's queue alone", async () => {
	await (await open()).close();
	spoil(`PRAGMA user_version = ${schemaVersion + 1}`);
	await expect(open()).rejects.toMatchObject({ problem: { code: "agent.data-unreadable", args: { directory } } });
});

it.each([
	["a file that is no database", () => writeFileSync(join(directory, "queue.db"), "x".repeat(8192))],
	["a folder in its place", () => mkdirSync(join(directory, "queue.db"))],
	[
		"a file where the folder should be",
		() => {
			rmSync(directory, { recursive: true });
			writeFileSync(directory, "");
		},
	],
])("says that it cannot read %s", async (_name, make) => {
	make();
	await expect(open()).rejects.toMatchObject({ problem: { code: "agent.data-unreadable" } });
});

it("knows a full disk and a closed folder by what SQLite and the file system say", () => {
	const db = new DatabaseSync(":memory:");
	db.exec("CREATE TABLE t (a); PRAGMA max_page_count = 8");
	const fill = () => db.prepare("INSERT INTO t VALUES (?)").run(new Uint8Array(1_000_000));
	let said: unknown;
	try {
		fill();
	} catch (error) {
		said = error;
	}
	db.close();
	expect(storageProblem(said, "/data")).toMatchObject({
		problem: { code: "agent.disk-full", args: { directory: "/data" } },
	});
	const file = Object.assign(new Error("no space left"), { code: "ENOSPC" });
	expect(storageProblem(file, "/data")).toMatchObject({ problem: { code: "agent.disk-full" } });
	const closed = Object.assign(new Error("permission denied"), { code: "EACCES" });
	expect(storageProblem(closed, "/data")).toMatchObject({ problem: { code: "agent.data-unreadable" } });
	const other = new Error("something else");
	expect(storageProblem(other, "/data")).toBe(other);
});

it("ends what waits and refuses what comes after close", async () => {
	const queue = await open();
	const waiting = queue.claim(aWant("first"), 60_000, never);
	const reading = (async () => {
		for await (const _news of queue.news(never));
	})();
	await queue.close();
	expect(await waiting).toBeNull();
	await reading;
	expect(queue.connected()).toBe(false);
	await expect(queue.records()).rejects.toMatchObject({ problem: { code: "pool.unreachable" } });
	await queue.close();
});

it("forgets jobs and blobs a month after their end", async () => {
	const queue = await open();
	const old = aJob(clock.now());
	await queue.submit(old, "Home", "any");
	await queue.cancel(old.job.id);
	const waiting = aJob(clock.now(), { deadline: clock.now() + 1e10 });
	await queue.submit(waiting, "Home", "any");
	await queue.close();
	clock.advance(31 * 86_400_000);
	const again = await open();
	expect((await again.records()).map((one) => one.id)).toEqual([waiting.job.id]);
	await again.close();
});
