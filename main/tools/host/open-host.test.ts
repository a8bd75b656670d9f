import { expect, test } from "vitest";
import { fakeClock } from "../clock/fake.ts";
import type { AskProgram } from "./ask-program.ts";
import { type HostFiles, recordedFiles } from "./files.ts";
import { type HostOptions, openHost } from "./open-host.ts";

const nothing = { cpuSeconds: 0, memoryMiB: 0 };
const laptop = {
	"/sys/class/power_supply/ACAD/type": "Mains",
	"/sys/class/power_supply/ACAD/online": "0",
	"/sys/class/power_supply/BAT1/type": "Battery",
	"/sys/class/power_supply/BAT1/status": "Discharging",
	"/proc/stat": "cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 100 0 100 800 0 0 0 0 0 0",
};

function open(options: Partial<HostOptions> = {}) {
	const clock = fakeClock();
	const asked: string[] = [];
	const ask: AskProgram = async (argv) => {
		asked.push(argv.join(" "));
		return argv.includes("Metered") ? "u 4\n" : null;
	};
	const host = openHost({
		clock,
		ask,
		platform: "linux",
		poolIsLocal: () => false,
		dataDirectory: "/data",
		files: recordedFiles(laptop),
		memory: async () => ({ totalMiB: 8000, availableMiB: 5000 }),
		freeDisk: async () => 1234,
		...options,
	});
	return { clock, host, asked };
}

test("one reading of a laptop on battery", async () => {
	const { host, clock } = open();
	const facts = await host.read({ cpuSeconds: 0, memoryMiB: 500 });
	const at = clock.now();
	expect(facts).toEqual({
		idleSeconds: { known: false, at, source: "no-reader" },
		onBattery: { known: true, value: true, at, source: "power-supply" },
		metered: { known: true, value: false, at, source: "network-manager" },
		othersCpus: { known: false, at, source: "first-reading" },
		othersMemoryMiB: { known: true, value: 2500, at, source: "memory-info" },
		availableMemoryMiB: { known: true, value: 5000, at, source: "memory-info" },
		freeDiskMiB: { known: true, value: 1234, at, source: "file-system" },
	});
});

test("a pool on this PC crosses no network: NetworkManager is not asked", async () => {
	const { host, asked } = open({ poolIsLocal: () => true });
	expect((await host.read(nothing)).metered).toMatchObject({ known: true, value: false, source: "pool-on-this-pc" });
	expect(asked).toEqual([]);
});

test("programs are asked seldom; a remembered fact keeps its true age and never gets stale in between", async () => {
	const { host, clock, asked } = open();
	for (let second = 0; second < 60; second++) {
		const { metered } = await host.read(nothing);
		expect(clock.now() - metered.at).toBeLessThan(30_000);
		clock.advance(1000);
	}
	expect(asked.length).toBe(3);
});

test("a program that hangs delays nothing: the fact is unknown, later it is the older one", async () => {
	let answer: (said: string) => void = () => {};
	const { host, clock } = open({
		ask: () =>
			new Promise((resolve) => {
				answer = resolve;
			}),
	});
	const first = host.read(nothing);
	await new Promise((resolve) => setImmediate(resolve));
	clock.advance(100);
	expect((await first).metered.known).toBe(false);
	answer("u 1\n");
	await new Promise((resolve) => setImmediate(resolve));
	expect((await host.read(nothing)).metered).toMatchObject({ known: true, value: true });
});

test("whatever fails is unknown and says so; nothing throws", async () => {
	const broken: HostFiles = { text: async () => null, names: async () => null, owner: async () => null };
	const fails = () => Promise.reject(new Error("gone"));
	const { host } = open({ files: broken, memory: fails, freeDisk: fails, ask: fails });
	const facts = await host.read(nothing);
	expect(Object.values(facts).map((fact) => fact.known)).toEqual(Array(7).fill(false));
	expect(await host.idleKnown()).toBe(false);
});

test("Windows: one PowerShell call tells three facts; macOS has no public word on metered networks", async () => {
	let calls = 0;
	const windows = open({
		platform: "win32",
		ask: async () => {
			calls++;
			return '{"line":"Online","idleMs":4000,"cost":"Fixed"}';
		},
	});
	const facts = await windows.host.read(nothing);
	expect([facts.onBattery, facts.idleSeconds, facts.metered]).toMatchObject([
		{ value: false },
		{ value: 4 },
		{ value: true },
	]);
	expect(calls).toBe(1);
	const mac = open({
		platform: "darwin",
		ask: async ([file]) => (file.endsWith("pmset") ? "Now drawing from 'Battery Power'" : '"HIDIdleTime" = 7000000000'),
	});
	const macFacts = await mac.host.read(nothing);
	expect([macFacts.onBattery, macFacts.idleSeconds]).toMatchObject([{ value: true }, { value: 7 }]);
	expect(macFacts.metered.known).toBe(false);
});
