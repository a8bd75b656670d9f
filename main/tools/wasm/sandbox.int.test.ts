// What the agent's side does around a wasm sandbox: its flags, its process, its leftovers.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { systemClock } from "../clock/clock.ts";
import { fakeGuard } from "../guard/fake.ts";
import { processStart } from "../guard/process-start.ts";
import { newTestJob, startProgram } from "../runner/contract-run.ts";
import { findSandboxes } from "./process-table.ts";
import { pythonDigest } from "./python.ts";
import { pythonProgram } from "./python-programs.ts";
import { childArguments } from "./start-child.ts";
import { openWasmRunner } from "./wasm-runner.ts";

const directory = mkdtempSync(join(tmpdir(), "hearth-sandbox-"));
const deviceId = `sandbox-test-${process.pid}`;
const runner = openWasmRunner({ clock: systemClock, directory, deviceId });
const digest = await pythonDigest();
const python = (script: string, change = {}) => startProgram(runner, pythonProgram(digest, script), change);
const spin = 'print("spinning", flush=True)\nwhile True: pass\n';

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Waits until `holds`, at most 10 s. */
async function until(holds: () => boolean): Promise<void> {
	for (let i = 0; i < 1_000 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
	expect(holds()).toBe(true);
}

describe("a sandbox's process", () => {
	it("has no environment, the lowest priority, a session of its own and goes first when memory runs out", async () => {
		const run = await python(spin);
		await run.sees("spinning");
		const [found] = findSandboxes(deviceId);
		expect(found?.jobId).toBe(run.job.id);
		const proc = (name: string) => readFileSync(`/proc/${found?.pid}/${name}`, "latin1");
		const stat = proc("stat");
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		expect(proc("environ")).toBe("");
		expect(proc("oom_score_adj").trim()).toBe("1000");
		expect([fields[2], fields[3]]).toEqual([String(found?.pid), String(found?.pid)]);
		const niceness = readdirSync(`/proc/${found?.pid}/task`).map((task) => {
			const one = proc(`task/${task}/stat`);
			return one.slice(one.lastIndexOf(")") + 2).split(" ")[16];
		});
		expect(new Set(niceness)).toEqual(new Set(["19"]));
		expect(existsSync(join(directory, run.job.id))).toBe(true);
		await run.sandbox.stop();
		expect(existsSync(join(directory, run.job.id))).toBe(false);
		expect(findSandboxes(deviceId)).toEqual([]);
	});

	it("may read its script and nothing else, write nothing and start nothing", () => {
		const plan = { nodePath: process.execPath, deviceId, jobId: "j", memoryMiB: 16, python: null };
		const flags = childArguments(plan).filter(
			(arg) => arg.startsWith("--") && !arg.includes("-of=") && !arg.includes("--job="),
		);
		const code = `
			const names = ["fs.read", "fs.write", "child", "worker", "addon", "wasi"];
			const has = names.filter((name) => process.permission.has(name));
			const reads = ["/etc/passwd", ${JSON.stringify(directory)}, process.cwd(), ${JSON.stringify(process.cwd())}]
				.filter((path) => process.permission.has("fs.read", path));
			console.log(JSON.stringify({ has, reads }));`;
		const said = execFileSync(process.execPath, [...flags, "--eval", code], { env: {}, cwd: "/", encoding: "utf8" });
		expect(JSON.parse(said)).toEqual({ has: [], reads: [] });
	});

	it("prints while it runs, whole characters, in the job's own words", async () => {
		const run = await startProgram(runner, {
			...pythonProgram(digest, "import sys\nprint(sys.argv[1], 'grüße 🔥')\nwhile True: pass\n"),
			argv: ["python", "/in/main.py", "ärger"],
		});
		await run.sees("ärger grüße 🔥\n");
		await run.sandbox.stop();
	});

	it("sleeps without using CPU", async () => {
		const run = await python("import time\nprint('up', flush=True)\ntime.sleep(1.5)\nprint('done')\n");
		await run.sees("up");
		const before = await run.sandbox.usage();
		const end = await run.sandbox.ended;
		expect(end.exitCode).toBe(0);
		expect(end.usage.cpuSeconds - before.cpuSeconds).toBeLessThan(0.5);
	});

	it("is called a crash when something else kills it", async () => {
		const run = await python(spin);
		await run.sees("spinning");
		process.kill(findSandboxes(deviceId)[0]?.pid as number, "SIGKILL");
		expect(await run.sandbox.ended).toMatchObject({ kind: "crash", exitCode: null, proof: { processesLeft: 0 } });
	});

	it("never runs the job's code, and is gone, when the run is called off while it starts", async () => {
		const program = pythonProgram(digest, "print('ran')\n");
		const job = newTestJob(program, "wasm", {});
		const calledOff = new AbortController();
		const guard = fakeGuard();
		let pid = 0;
		const printed: string[] = [];
		const run = runner.run({
			job,
			module: null,
			inputs: program.files ?? new Map(),
			beatSentAt: 0,
			signal: calledOff.signal,
			guard: {
				...guard,
				watch(target, sentAt) {
					guard.watch(target, sentAt);
					if (target.kind === "process") pid = target.pid;
					calledOff.abort();
				},
			},
			onLog: ({ text }) => printed.push(text),
		});
		await expect(run).rejects.toMatchObject({ problem: { code: "agent.stopping" } });
		expect(pid).toBeGreaterThan(1);
		expect(processStart(pid)).toBeNull();
		expect(printed).toEqual([]);
		expect(guard.calls.at(-1)).toBe(`forget ${job.id}`);
		expect(existsSync(join(directory, job.id))).toBe(false);
	});

	it("is not started twice for one job, nor without its inputs or a Node", async () => {
		const run = await python(spin);
		const request = { job: run.job, module: null, beatSentAt: 0, guard: run.guard, onLog: () => {} };
		const signal = new AbortController().signal;
		const again = runner.run({ ...request, signal, inputs: new Map([["main.py", new Uint8Array()]]) });
		await expect(again).rejects.toMatchObject({ problem: { code: "runner.failed" } });
		const bare = runner.run({ ...request, signal, inputs: new Map() });
		await expect(bare).rejects.toMatchObject({ problem: { code: "job.input-missing" } });
		await run.sandbox.stop();
		const lost = openWasmRunner({ clock: systemClock, directory, deviceId, nodePath: "/nonexistent/node" });
		const failed = startProgram(lost, pythonProgram(digest, spin));
		await expect(failed).rejects.toMatchObject({ problem: { code: "runner.failed" } });
		expect(readdirSync(directory)).toEqual([]);
	});
});

describe("leftovers", () => {
	const holdScript = fileURLToPath(new URL("./fixtures/hold-sandbox.ts", import.meta.url));
	const hold = async (guarded: boolean) => {
		const holder = spawn(process.execPath, [holdScript, directory, deviceId, String(guarded)], {
			stdio: ["ignore", "pipe", "inherit"],
		});
		await once(holder.stdout, "data");
		const [found] = findSandboxes(deviceId);
		return { holder, pid: found?.pid as number, jobId: found?.jobId as string };
	};

	it("die by themselves when the agent is killed: the guard sees to it", async () => {
		const { holder, pid, jobId } = await hold(true);
		holder.kill("SIGKILL");
		await until(() => processStart(pid) === null);
		const reaped = await runner.reap();
		expect(reaped).toEqual({ jobIds: [jobId], processes: 0, scratchErased: true });
		expect(readdirSync(directory)).toEqual([]);
	});

	it("are reaped by the next agent when even the guard was gone, frozen or not", async () => {
		const { holder, pid, jobId } = await hold(false);
		process.kill(-pid, "SIGSTOP");
		holder.kill("SIGKILL");
		await once(holder, "exit");
		expect(processStart(pid)).not.toBeNull();
		const elsewhere = openWasmRunner({ clock: systemClock, directory: join(directory, "no"), deviceId: "another" });
		expect((await elsewhere.reap()).processes).toBe(0);
		expect(processStart(pid)).not.toBeNull();
		expect(await runner.reap()).toEqual({ jobIds: [jobId], processes: 1, scratchErased: true });
		expect(processStart(pid)).toBeNull();
		expect(readdirSync(directory)).toEqual([]);
	});

	it("are never what runs now", async () => {
		const run = await python(spin);
		await run.sees("spinning");
		expect((await runner.reap()).processes).toBe(0);
		await run.sandbox.usage();
		expect(await run.sandbox.stop()).toMatchObject({ kind: "stopped" });
	});
});
