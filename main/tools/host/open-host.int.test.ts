// The real host on the machine the tests run on.
import { readFileSync } from "node:fs";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { expect, test } from "vitest";
import { systemClock } from "../clock/clock.ts";
import { askProgram } from "./ask-program.ts";
import { hostContract } from "./contract-suite.ts";
import { openHost } from "./open-host.ts";

const open = () => ({
	clock: systemClock,
	host: openHost({ clock: systemClock, poolIsLocal: () => true, dataDirectory: tmpdir() }),
});
const nothing = { cpuSeconds: 0, memoryMiB: 0 };
const isLinux = process.platform === "linux";

hostContract("this PC", open);

test("capacity is not more than the machine", async () => {
	const { cpus, memoryMiB } = await open().host.capacity();
	expect(cpus).toBeLessThanOrEqual(availableParallelism());
	expect(memoryMiB).toBeLessThanOrEqual(totalmem() / 1_048_576);
});

test("memory and disk are known, and memory agrees with /proc/meminfo", async () => {
	const facts = await open().host.read(nothing);
	expect(facts.freeDiskMiB).toMatchObject({ known: true });
	if (!facts.availableMemoryMiB.known) throw new Error("memory is unknown on this PC");
	if (isLinux) {
		const kib = Number(/^MemAvailable:\s+(\d+)/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1]);
		expect(Math.abs(facts.availableMemoryMiB.value - kib / 1024)).toBeLessThan(512);
	}
});

test("a busy core is seen as the others' until it is reported as ours", async () => {
	const { host } = open();
	const burn = (ms: number) => {
		const end = performance.now() + ms;
		while (performance.now() < end) Math.sqrt(end);
	};
	await host.read(nothing);
	burn(600);
	const seen = (await host.read(nothing)).othersCpus;
	if (!seen.known) throw new Error("the others' load is unknown after two readings");
	expect(seen.value).toBeGreaterThan(0.4);
	burn(600);
	const ours = (await host.read({ cpuSeconds: 1_000_000, memoryMiB: 0 })).othersCpus;
	expect(ours).toMatchObject({ known: true, value: 0 });
});

test("readings are cheap and leave nothing running", async () => {
	const { host } = open();
	await host.read(nothing);
	const before = process.cpuUsage();
	for (let index = 0; index < 20; index++) await host.read(nothing);
	const { user, system } = process.cpuUsage(before);
	expect((user + system) / 1000 / 20).toBeLessThan(50);
});

test("a program that is missing, fails or hangs answers nothing", async () => {
	expect(await askProgram(["/no/such/program"], 1000)).toBeNull();
	expect(await askProgram([process.execPath, "-e", "process.exit(3)"], 10_000)).toBeNull();
	expect(await askProgram([process.execPath, "-e", "setInterval(() => {}, 1000)"], 300)).toBeNull();
	expect(await askProgram([process.execPath, "-e", "console.log('x')"], 10_000)).toBe("x\n");
});
