// Several agents of one PC share one folder: separate processes racing for the same jobs.
import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { systemClock } from "../clock/clock.ts";
import { openEmbeddedQueue } from "./embedded.ts";
import { aJob, aWant, home } from "./queue-fixtures.ts";
import type { WorkQueue } from "./work-queue.ts";

const never = new AbortController().signal;
let directory: string;
let journal: string;
let queue: WorkQueue;
const children: ChildProcess[] = [];

beforeEach(async () => {
	directory = mkdtempSync(join(tmpdir(), "hearth-share-"));
	journal = join(directory, "journal");
	writeFileSync(journal, "");
	queue = await openEmbeddedQueue({ directory, clock: systemClock });
});
afterEach(async () => {
	for (const child of children.splice(0)) child.kill("SIGKILL");
	await queue.close();
	rmSync(directory, { recursive: true });
});

/** A device in a process of its own; writes "start id" and "end id" into the journal, outside the queue. */
function startDevice(name: string, mode: "work" | "hold"): { child: ChildProcess; ended: Promise<number | null> } {
	const program = fileURLToPath(new URL("./embedded-share-device.ts", import.meta.url));
	const child = spawn(process.execPath, [program, directory, journal, name, mode, home.publicKey], {
		stdio: "inherit",
	});
	children.push(child);
	return { child, ended: new Promise((resolve) => child.once("exit", resolve)) };
}

const until = async (holds: () => boolean) => {
	for (let i = 0; !holds() && i < 1_000; i++) await new Promise((resolve) => setTimeout(resolve, 10));
	expect(holds()).toBe(true);
};

it("never has a job in two processes at once and loses none, with 4 processes and 80 jobs", async () => {
	const ids: string[] = [];
	for (let i = 0; i < 80; i++) {
		const signed = aJob(systemClock.now());
		ids.push(signed.job.id);
		await queue.submit(signed, "Home", "any");
	}
	const devices = ["a", "b", "c", "d"].map((name) => startDevice(name, "work"));
	expect(await Promise.all(devices.map((one) => one.ended))).toEqual([0, 0, 0, 0]);
	const running = new Set<string>();
	const ended: string[] = [];
	for (const line of readFileSync(journal, "utf8").trim().split("\n")) {
		const [what, id = "", final] = line.split(" ");
		if (what === "start") {
			expect(running.has(id)).toBe(false);
			running.add(id);
		} else {
			running.delete(id);
			if (final === "final") ended.push(id);
		}
	}
	expect(ended.sort()).toEqual([...ids].sort());
	expect((await queue.records()).every((one) => one.state === "done")).toBe(true);
});

it("wakes a waiting process for a job queued in another, and keeps a killed holder's lease until it is over", async () => {
	const device = startDevice("holder", "hold");
	await until(() => readFileSync(journal, "utf8").includes("ready"));
	const signed = aJob(systemClock.now());
	await queue.submit(signed, "Home", "any");
	await until(() => readFileSync(journal, "utf8").includes(`start ${signed.job.id}`));
	device.child.kill("SIGKILL");
	await device.ended;
	appendFileSync(journal, "killed\n");
	expect(await queue.claim(aWant("other"), 200, never)).toBeNull();
	expect((await queue.record(signed.job.id))?.state).toBe("running");
	await queue.close();
	queue = await openEmbeddedQueue({
		directory,
		clock: { ...systemClock, bootMs: () => systemClock.bootMs() + 31_000 },
	});
	expect((await queue.claim(aWant("other"), 1_000, never))?.jobId).toBe(signed.job.id);
});
