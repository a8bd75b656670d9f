// Modules and scripts that mean harm, each against the real sandbox.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { systemClock } from "../clock/clock.ts";
import { sha256 } from "../crypto/canonical.ts";
import { type Change, startProgram } from "../runner/contract-run.ts";
import { type Assembly, assemble, call, constant, i32, i64 } from "./assemble.ts";
import { pythonDigest } from "./python.ts";
import { pythonProgram } from "./python-programs.ts";
import { openWasmRunner } from "./wasm-runner.ts";

const directory = mkdtempSync(join(tmpdir(), "hearth-hostile-"));
const runner = openWasmRunner({ clock: systemClock, directory, deviceId: "hostile-test" });
const digest = await pythonDigest();
const python = (script: string, change: Change = {}) => startProgram(runner, pythonProgram(digest, script), change);
const module = (bytes: Uint8Array, change: Change = {}) =>
	startProgram(runner, { digest: sha256(bytes), module: bytes, argv: ["m"] }, change);
const plain: Assembly = { imports: [], memoryPages: 1, data: [], locals: [], code: [] };
const fdWrite = { name: "fd_write", params: [i32, i32, i32, i32], results: [i32] };
const procExit = { name: "proc_exit", params: [i32], results: [] };

const unreachable = 0x00;
const drop = 0x1a;

afterAll(() => {
	expect(readdirSync(directory)).toEqual([]);
	rmSync(directory, { recursive: true, force: true });
});

describe("a module that cannot run", () => {
	it.each<[string, Uint8Array, string]>([
		["is not wasm", Buffer.from("#!/bin/sh\nrm -rf /\n"), "magic"],
		["is cut off", assemble(plain).subarray(0, 30), "hearth:"],
		["has an import that does not exist", assemble({ ...plain, imports: [{ ...procExit, name: "exec" }] }), "exec"],
		["asks another module", assemble({ ...plain, imports: [{ ...procExit, from: "env", name: "system" }] }), "env"],
		["has no memory", assemble({ ...plain, memoryPages: null }), "memory"],
	])("says so and is exit code 126: %s", async (_title, bytes, says) => {
		const run = await module(bytes);
		expect(await run.sandbox.ended).toMatchObject({ kind: "exit", exitCode: 126, proof: { processesLeft: 0 } });
		expect(run.text("stderr")).toContain(says);
		expect(run.text("stderr")).not.toContain(process.cwd());
	});

	it("is refused when it is not the one the job names", async () => {
		const bytes = assemble(plain);
		const other = startProgram(runner, { digest: sha256("other"), module: bytes, argv: ["m"] });
		await expect(other).rejects.toMatchObject({ problem: { code: "job.digest-mismatch" } });
	});
});

describe("a module's own end", () => {
	it("is exit code 134 for a trap, with the reason", async () => {
		const run = await module(assemble({ ...plain, code: [unreachable] }));
		expect(await run.sandbox.ended).toMatchObject({ kind: "exit", exitCode: 134 });
		expect(run.text("stderr")).toContain("unreachable");
	});

	it.each([0, 1, 7, 255])("is its proc_exit code %i", async (code) => {
		const bytes = assemble({ ...plain, imports: [procExit], code: [...constant(code), ...call(0), unreachable] });
		expect(await (await module(bytes)).sandbox.ended).toMatchObject({ kind: "exit", exitCode: code });
	});

	it("is a trap when the stack runs out or a pointer leaves the memory", async () => {
		const deep = await module(assemble({ ...plain, code: call(0) }));
		expect(await deep.sandbox.ended).toMatchObject({ kind: "exit", exitCode: 134 });
		const wild = await module(
			assemble({ ...plain, imports: [fdWrite], code: [...[1, -8, 1, 0].flatMap(constant), ...call(0), drop] }),
		);
		expect(await wild.sandbox.ended).toMatchObject({ kind: "exit", exitCode: 134 });
	});
});

describe("the way out", () => {
	it("is closed: no path, link or host file can be reached", async () => {
		const run = await python(`
import os
def tries(*attempts):
    for attempt in attempts:
        try:
            attempt()
            print("got through", attempt)
        except OSError:
            print("refused")
tries(
    lambda: open("/etc/passwd").read(),
    lambda: open("/proc/self/environ").read(),
    lambda: open("/in/../../etc/passwd").read(),
    lambda: open("/tmp/../../../etc/passwd").read(),
    lambda: open("/out/undeclared", "w"),
    lambda: os.symlink("/etc/passwd", "/tmp/link"),
    lambda: os.rename("/in/main.py", "/tmp/taken"),
    lambda: os.remove("/in/main.py"),
    lambda: os.mkdir("/out/folder"),
    lambda: os.link("/in/main.py", "/out/undeclared"),
)
print(sorted(os.environ), sorted(os.listdir("/in")))
`);
		expect(await run.sandbox.ended).toMatchObject({ kind: "exit", exitCode: 0 });
		expect(run.text("stdout").match(/refused/g)).toHaveLength(10);
		expect(run.text("stdout")).not.toContain("got through");
		expect(run.text("stdout")).toContain("[] ['main.py']");
	});

	it("has no network and starts nothing", async () => {
		const run = await python(`
import os
for name in ("socket", "subprocess"):
    try:
        module = __import__(name)
        if name == "socket":
            module.create_connection(("127.0.0.1", 80), 1)
        else:
            module.run(["/bin/true"])
        print("got through", name)
    except (ImportError, OSError, AttributeError):
        print("refused")
print(hasattr(os, "fork"))
`);
		await run.sandbox.ended;
		expect(run.text("stdout")).toBe("refused\nrefused\nFalse\n");
	});

	it("stays closed for rights the module asks for by itself", async () => {
		const pathOpen = { name: "path_open", params: [i32, i32, i32, i32, i32, i64, i64, i32, i32], results: [i32] };
		const open = [5, 0, 0, 6, 1].flatMap(constant);
		const code = [
			...open,
			0x42,
			0x7f,
			0x42,
			0x7f,
			...constant(0),
			...constant(100),
			...call(0),
			...call(1),
			unreachable,
		];
		const bytes = assemble({
			...plain,
			imports: [pathOpen, procExit],
			data: [{ at: 0, bytes: Buffer.from("../etc") }],
			code,
		});
		const notCapable = 76;
		expect(await (await module(bytes)).sandbox.ended).toMatchObject({ kind: "exit", exitCode: notCapable });
	});
});
