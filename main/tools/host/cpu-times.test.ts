import fc from "fast-check";
import { expect, test } from "vitest";
import { type CpuTimes, nodeCpuTimes, othersCpuReader, parseProcStat } from "./cpu-times.ts";

// From a 2-core Linux 6.18.
const procStat = `cpu  15234 120 4310 905511 230 0 77 31 0 0
cpu0 7600 60 2150 452700 115 0 40 16 0 0
cpu1 7634 60 2160 452811 115 0 37 15 0 0
intr 1 2 3
ctxt 991`;

test("/proc/stat: waiting and stolen time are not use", () => {
	const times = parseProcStat(procStat);
	expect(times?.cores).toBe(2);
	expect(times?.busy).toBeCloseTo((15234 + 120 + 4310 + 77) / 100);
	expect(times?.total).toBeCloseTo((15234 + 120 + 4310 + 905511 + 230 + 77 + 31) / 100);
	for (const bad of ["", "cpu 1 2", "cpu  a b c d e f g h\ncpu0 1"]) expect(parseProcStat(bad)).toBeNull();
});

test("Node's own counters have cores and never more use than time", () => {
	const times = nodeCpuTimes();
	expect(times?.cores).toBeGreaterThan(0);
	expect(times?.busy).toBeLessThanOrEqual(times?.total ?? 0);
});

const reader = (readings: (CpuTimes | null)[]) => othersCpuReader(async () => readings.shift() ?? null);

test("the first reading is unknown; the second is the difference without our own", async () => {
	const read = reader([
		{ busy: 100, total: 1000, cores: 2 },
		{ busy: 113, total: 1020, cores: 2 },
	]);
	expect(await read(50)).toEqual({ value: null, source: "first-reading" });
	// 10 s passed; 13 busy core-seconds of which 8 were ours.
	expect(await read(58)).toEqual({ value: 0.5, source: "cpu-times" });
});

test("two readings at once repeat the answer; an unreadable one is unknown", async () => {
	const read = reader([
		{ busy: 0, total: 0, cores: 1 },
		{ busy: 5, total: 10, cores: 1 },
		{ busy: 5.1, total: 10.1, cores: 1 },
		null,
	]);
	await read(0);
	expect((await read(0)).value).toBe(0.5);
	expect((await read(0)).value).toBe(0.5);
	expect((await read(0)).value).toBeNull();
});

test("counters that went back (a restored machine) give unknown, not a wild number", async () => {
	const read = reader([
		{ busy: 50, total: 100, cores: 1 },
		{ busy: 1, total: 2, cores: 1 },
	]);
	await read(0);
	expect((await read(0)).value).toBeNull();
});

test("never negative, never more than all cores, whatever is reported as ours", async () => {
	const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
	await fc.assert(
		fc.asyncProperty(
			amount,
			amount,
			amount,
			amount,
			fc.integer({ min: 1, max: 64 }),
			async (busy, total, a, b, cores) => {
				const read = reader([
					{ busy: 0, total: 0, cores },
					{ busy, total, cores },
				]);
				await read(a);
				const { value } = await read(b);
				if (value !== null) {
					expect(value).toBeGreaterThanOrEqual(0);
					expect(value).toBeLessThanOrEqual(cores);
				}
			},
		),
	);
});
