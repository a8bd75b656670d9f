// Modules and scripts that want more than they may have, each against the real sandbox.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { maxLogBytes } from "../../contract/job.ts";
import { systemClock } from "../clock/clock.ts";
import { sha256 } from "../crypto/canonical.ts";
import { type Change, startProgram } from "../runner/contract-run.ts";
import { type Assembly, assemble, call, constant, i32, leb } from "./assemble.ts";
import { pythonDigest } from "./python.ts";
import { pythonProgram } from "./python-programs.ts";
import { openWasmRunner } from "./wasm-runner.ts";

const directory = mkdtempSync(join(tmpdir(), "hearth-bombs-"));
const runner = openWasmRunner({ clock: systemClock, directory, deviceId: "bombs-test" });
const digest = await pythonDigest();
const python = (script: string, change: Change = {}) => startProgram(runner, pythonProgram(digest, script), change);
const module = (bytes: Uint8Array, change: Change = {}) =>
	startProgram(runner, { digest: sha256(bytes), module: bytes, argv: ["m"] }, change);
const plain: Assembly = { imports: [], memoryPages: 1, data: [], locals: [], code: [] };
const fdWrite = { name: "fd_write", params: [i32, i32, i32, i32], results: [i32] };

const unreachable = 0x00;
const drop = 0x1a;
/** Adds pages until that is refused, then `after`. */
const growAll = (after: number[]) => [
	0x03,
	0x40,
	...constant(16),
	0x40,
	0,
	...constant(-1),
	0x47,
	0x0d,
	0,
	0x0b,
	...after,
];

afterAll(() => {
	expect(readdirSync(directory)).toEqual([]);
	rmSync(directory, { recursive: true, force: true });
});

describe("bombs", () => {
	it("memory in one module: refused at the cap, then a failure is memory-limit", async () => {
		const run = await module(assemble({ ...plain, code: growAll([unreachable]) }), { limits: { memoryMiB: 32 } });
		const end = await run.sandbox.ended;
		expect(end).toMatchObject({ kind: "memory-limit", exitCode: null });
		expect(end.usage.peakMemoryMiB).toBeLessThan(32 + 192);
	});

	it("more memory at the start than allowed", async () => {
		const run = await module(assemble({ ...plain, memoryPages: 2_000 }), { limits: { memoryMiB: 16 } });
		expect((await run.sandbox.ended).kind).toBe("memory-limit");
	});

	it("files count against memory, and memory against files", async () => {
		const files = await python(
			`
import os
block = b"x" * 1048576
try:
    for i in range(200):
        open(f"/tmp/{i}", "wb").write(block)
except OSError as error:
    print("full at", i, error.strerror, flush=True)
taken = []
while True:
    taken.append(bytearray(b"x" * 65536))
`,
			{ limits: { memoryMiB: 48, scratchMiB: 500 } },
		);
		const end = await files.sandbox.ended;
		expect(end.kind).toBe("memory-limit");
		const filled = Number(/full at (\d+)/.exec(files.text("stdout"))?.[1]);
		expect(filled).toBeGreaterThan(10);
		expect(filled).toBeLessThan(40);
	});

	/** A module with `tables` tables of `entries` entries each, and a _start that does nothing. */
	const withTables = (tables: number, entries: number) => {
		const section = (id: number, body: number[]) => [id, ...leb(body.length), ...body];
		const name = (text: string) => [text.length, ...Buffer.from(text)];
		return Uint8Array.from([
			...assemble(plain).subarray(0, 8),
			...section(1, [1, 0x60, 0, 0]),
			...section(3, [1, 0]),
			...section(4, [...leb(tables), ...Array.from({ length: tables }, () => [0x6f, 0, ...leb(entries)]).flat()]),
			...section(5, [1, 0, 1]),
			...section(7, [2, ...name("_start"), 0, 0, ...name("memory"), 2, 0]),
			...section(10, [1, 2, 0, 0x0b]),
		]);
	};

	it("one table too large", async () => {
		expect((await (await module(withTables(1, 1_000))).sandbox.ended).exitCode).toBe(0);
		const run = await module(withTables(1, 2_000_000));
		expect(await run.sandbox.ended).toMatchObject({ kind: "exit", exitCode: 126 });
		expect(run.text("stderr")).toContain("table");
	});

	it("memory through many tables, which no wasm memory cap counts", async () => {
		const run = await module(withTables(100, 1_000_000));
		const end = await run.sandbox.ended;
		expect(end).toMatchObject({ kind: "memory-limit", proof: { processesLeft: 0 } });
		expect(end.usage.peakMemoryMiB).toBeLessThan(128 + 192 + 64);
		expect(run.text("stderr")).toBe("");
	});

	it("an endless loop", async () => {
		const run = await module(assemble({ ...plain, code: [0x03, 0x40, 0x0c, 0, 0x0b] }), { limits: { seconds: 1 } });
		expect(await run.sandbox.ended).toMatchObject({ kind: "time-limit", proof: { processesLeft: 0 } });
	});

	it("an endless log: cut, while the job goes on", async () => {
		const data = [
			{ at: 0, bytes: Uint8Array.of(8, 0, 0, 0, 0, 0x80, 0, 0) },
			{ at: 8, bytes: Buffer.from("log ") },
		];
		const forever = [0x03, 0x40, ...[1, 0, 1, 4].flatMap(constant), ...call(0), drop, 0x0c, 0, 0x0b];
		const run = await module(assemble({ ...plain, imports: [fdWrite], data, code: forever }));
		await run.sees("not kept");
		const before = await run.sandbox.usage();
		while ((await run.sandbox.usage()).cpuSeconds <= before.cpuSeconds) await new Promise((go) => setTimeout(go, 10));
		expect((await run.sandbox.stop()).kind).toBe("stopped");
		expect(Buffer.byteLength(run.text("stdout"))).toBeLessThanOrEqual(maxLogBytes);
	});

	it("an output in many small writes", async () => {
		const run = await python(
			`
with open("/out/o", "wb", buffering=0) as out:
    while True:
        out.write(b"x" * 1000)
`,
			{ outputs: [{ name: "o", maxBytes: 100_000 }] },
		);
		expect(await run.sandbox.ended).toMatchObject({ kind: "output-limit", outputs: new Map() });
	});

	it("ten thousand files and huge names", async () => {
		const run = await python(`
import os
made = 0
try:
    for i in range(10000):
        open(f"/tmp/{i}", "w").close()
        made += 1
except OSError:
    pass
print("made", made, "listed", len(os.listdir("/tmp")))
for name in ["n" * 256, "n" * 100000, "a/" * 5000]:
    try:
        open("/tmp/" + name, "w")
        print("wrote", len(name))
    except OSError:
        print("refused", len(name))
`);
		expect(await run.sandbox.ended).toMatchObject({ kind: "exit", exitCode: 0 });
		expect(run.text("stdout")).toBe("made 10000 listed 10000\nrefused 256\nrefused 100000\nrefused 10000\n");
	});
});
