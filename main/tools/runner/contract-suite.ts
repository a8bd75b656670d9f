// What every runner promises, as tests. Run against the wasm runner, the container runner and the fake alike.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { maxLogBytes } from "../../contract/job.ts";
import { ProblemError } from "../../contract/problem.ts";
import { runnerStateSchema } from "../../contract/snapshot.ts";
import { type ContractProgram, newTestJob, type Started, startProgram } from "./contract-run.ts";
import type { Runner } from "./runner.ts";

/**
 * Small programs that behave alike in every sandbox. Each prints its first line, flushed, as soon as it runs:
 * that is how the suite knows. None ever ends by itself unless it says so.
 */
export interface ContractPrograms {
	/** Prints "hello" to standard output and "warning" to standard error, ends with 0. */
	readonly hello: ContractProgram;
	/** Prints "failing", ends with exit code 7. */
	readonly fail: ContractProgram;
	/** Copies /in/input.bin to /out/output.bin, ends with 0. */
	readonly echoInputToOutput: ContractProgram;
	/** Prints "spinning", then burns one core for ever. */
	readonly spin: ContractProgram;
	/** Prints "deaf", ignores TERM, makes other processes where the sandbox has any, runs for ever. */
	readonly ignoreTerm: ContractProgram;
	/** Prints "growing", then takes and touches memory until something stops it; exits with 0 only if nothing did. */
	readonly bigMemory: ContractProgram;
	/** Prints "writing", writes 2 MiB to /out/output.bin (its cap is 1 MiB), ends with 0 if it could. */
	readonly bigOutput: ContractProgram;
	/** Prints 3 MiB to standard output, then the line "end of log" to standard error, ends with 0. */
	readonly bigLog: ContractProgram;
	/** Writes 512 KiB to /tmp and reads them back, prints "scratch works", ends with 0. */
	readonly writeScratch: ContractProgram;
	/** Tries to write to /in/input.bin, /in/new, /etc/new, /new and /../new; prints "refused N" (5 if all), ends with 0. */
	readonly writeOutside: ContractProgram;
	/** Prints "asleep", then sleeps for ever. */
	readonly sleepForever: ContractProgram;
}

export interface RunnerHooks {
	/** Called once before the suite; the runner is used for all tests. */
	open(): Promise<Runner>;
	/** Called once after it. */
	close?(): Promise<void>;
	readonly programs: ContractPrograms;
	/** Lets time pass: really for a real sandbox, by the fake clock for the fake. */
	pass(ms: number): Promise<void>;
}

const mebibyte = 1_048_576;

/** Registers the suite under `title`. Vitest's own timeouts apply; no bound here is tighter than 5 s. */
export function runnerContract(title: string, hooks: RunnerHooks): void {
	describe(`${title} keeps the runner contract`, () => {
		let runner: Runner;
		beforeAll(async () => {
			runner = await hooks.open();
		});
		afterAll(async () => await hooks.close?.());
		const start = (program: ContractProgram, change = {}) => startProgram(runner, program, change);
		const running = async (program: ContractProgram, line: string, change = {}): Promise<Started> => {
			const started = await start(program, change);
			await started.sees(line);
			return started;
		};

		it("proves by a probe what it can do", async () => {
			const state = await runner.probe();
			expect(runnerStateSchema.parse(state)).toMatchObject({ available: true, code: "ok" });
		});

		it("streams output, gives the exit code and a proof", async () => {
			const run = await start(hooks.programs.hello);
			const end = await run.sandbox.ended;
			expect(end).toMatchObject({ kind: "exit", exitCode: 0, proof: { processesLeft: 0, scratchErased: true } });
			expect(run.text("stdout")).toBe("hello\n");
			expect(run.text("stderr")).toBe("warning\n");
			expect(end.usage.cpuSeconds).toBeGreaterThanOrEqual(0);
			expect(end.usage.peakMemoryMiB).toBeGreaterThan(0);
		});

		it("is watched by the guard before it runs and forgotten after it is gone", async () => {
			const run = await start(hooks.programs.hello);
			const before = run.firstLogAfterCalls;
			await run.sandbox.ended;
			expect(await before).toContain(`watch ${run.job.id}`);
			expect(run.guard.calls.at(-1)).toBe(`forget ${run.job.id}`);
			expect(run.guard.watched.size).toBe(0);
		});

		it("passes on the job's own failure", async () => {
			const end = await (await start(hooks.programs.fail)).sandbox.ended;
			expect(end).toMatchObject({ kind: "exit", exitCode: 7 });
			expect(end.outputs.size).toBe(0);
		});

		it("hands in inputs and hands out declared outputs, byte for byte", async () => {
			const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
			const run = await start(hooks.programs.echoInputToOutput, {
				inputs: new Map([["input.bin", bytes]]),
				outputs: [
					{ name: "output.bin", maxBytes: mebibyte },
					{ name: "never-written.bin", maxBytes: 10 },
				],
			});
			const end = await run.sandbox.ended;
			expect(end).toMatchObject({ kind: "exit", exitCode: 0 });
			expect([...end.outputs.keys()]).toEqual(["output.bin"]);
			expect(Buffer.compare(Buffer.from(end.outputs.get("output.bin") ?? []), Buffer.from(bytes))).toBe(0);
		});

		it("fails a job whose output is over its cap", async () => {
			const run = await start(hooks.programs.bigOutput, { outputs: [{ name: "output.bin", maxBytes: mebibyte }] });
			const end = await run.sandbox.ended;
			expect(end.kind).toBe("output-limit");
			expect(end.outputs.size).toBe(0);
			expect(end.proof.processesLeft).toBe(0);
		});

		it("gives scratch space and refuses writes everywhere else", async () => {
			const scratch = await start(hooks.programs.writeScratch);
			expect(await scratch.sandbox.ended).toMatchObject({ kind: "exit", exitCode: 0 });
			expect(scratch.text("stdout")).toContain("scratch works");
			const outside = await start(hooks.programs.writeOutside, {
				inputs: new Map([["input.bin", new Uint8Array([1, 2, 3])]]),
			});
			await outside.sandbox.ended;
			expect(outside.text("stdout")).toContain("refused 5");
		});

		it("keeps at most maxLogBytes of the log, with a mark, and lets the job go on", async () => {
			const run = await start(hooks.programs.bigLog);
			expect(await run.sandbox.ended).toMatchObject({ kind: "exit", exitCode: 0 });
			const bytes = Buffer.byteLength(run.text("stdout") + run.text("stderr"));
			expect(bytes).toBeGreaterThan(maxLogBytes / 2);
			expect(bytes).toBeLessThanOrEqual(maxLogBytes);
		});

		it("stops growth at the memory limit", async () => {
			const end = await (await running(hooks.programs.bigMemory, "growing")).sandbox.ended;
			expect(end.kind).toBe("memory-limit");
			expect(end.proof.processesLeft).toBe(0);
		});

		it("ends a job at its time limit", async () => {
			const run = await running(hooks.programs.spin, "spinning", { limits: { seconds: 2 } });
			await hooks.pass(2_000);
			const end = await run.sandbox.ended;
			expect(end).toMatchObject({ kind: "time-limit", exitCode: null, proof: { processesLeft: 0 } });
		});

		it.each(["spin", "ignoreTerm", "sleepForever"] as const)(
			"stops %s, proves it, says the same twice",
			async (name) => {
				const lines = { spin: "spinning", ignoreTerm: "deaf", sleepForever: "asleep" };
				const run = await running(hooks.programs[name], lines[name]);
				const first = run.sandbox.stop();
				expect(run.sandbox.stop()).toBe(first);
				const end = await first;
				expect(end).toMatchObject({ kind: "stopped", exitCode: null });
				expect(end.proof).toMatchObject({ processesLeft: 0, scratchErased: true });
				expect(end.proof.provenMs).toBeLessThan(5_000);
				expect(end.outputs.size).toBe(0);
				expect(await run.sandbox.ended).toBe(end);
			},
		);

		it("freezes and thaws: no CPU while frozen, more after", async () => {
			const run = await running(hooks.programs.spin, "spinning");
			await run.sandbox.freeze();
			const frozen = await run.sandbox.usage();
			await hooks.pass(600);
			const still = await run.sandbox.usage();
			expect(still.cpuSeconds - frozen.cpuSeconds).toBeLessThan(0.1);
			expect(still.memoryMiB).toBeGreaterThan(0);
			await run.sandbox.thaw();
			await hooks.pass(1_500);
			expect((await run.sandbox.usage()).cpuSeconds).toBeGreaterThan(still.cpuSeconds + 0.1);
			await run.sandbox.stop();
		});

		it("stops a frozen job", async () => {
			const run = await running(hooks.programs.ignoreTerm, "deaf");
			await run.sandbox.freeze();
			expect(await run.sandbox.stop()).toMatchObject({ kind: "stopped", proof: { processesLeft: 0 } });
		});

		it("holds a running job to a smaller CPU cap", async () => {
			const run = await running(hooks.programs.spin, "spinning");
			await run.sandbox.setCpu(0.2);
			const before = await run.sandbox.usage();
			await hooks.pass(3_000);
			const used = (await run.sandbox.usage()).cpuSeconds - before.cpuSeconds;
			expect(used).toBeLessThan(1.5);
			expect(used).toBeGreaterThan(0.05);
			await run.sandbox.stop();
		});

		it("answers every call after the end", async () => {
			const { sandbox } = await start(hooks.programs.hello);
			const end = await sandbox.ended;
			await sandbox.freeze();
			await sandbox.thaw();
			await sandbox.setCpu(0.5);
			expect((await sandbox.usage()).cpuSeconds).toBeGreaterThanOrEqual(0);
			expect(await sandbox.stop()).toBe(end);
		});

		it("takes freeze, thaw, setCpu and stop in any order at once", async () => {
			const { sandbox } = await start(hooks.programs.ignoreTerm);
			const all = [sandbox.freeze(), sandbox.setCpu(0.3), sandbox.thaw(), sandbox.freeze(), sandbox.usage()];
			const end = await sandbox.stop();
			await Promise.all(all);
			expect(end).toMatchObject({ kind: "stopped", proof: { processesLeft: 0 } });
		});

		it("knows what it has and refuses what it has not", async () => {
			const nowhere = newTestJob({ digest: `sha256:${"0".repeat(64)}`, argv: ["x"], module: null }, runner.class, {});
			expect(await runner.has(nowhere.artifact.digest)).toBe(false);
			const missing = { digest: nowhere.artifact.digest, argv: ["x"], module: null };
			await expect(start(missing)).rejects.toThrow(ProblemError);
		});

		it("does not begin what was called off", async () => {
			const begun = start(hooks.programs.hello, { signal: AbortSignal.abort() });
			await expect(begun).rejects.toMatchObject({ problem: { code: "agent.stopping" } });
		});

		it("finds nothing to reap when nothing was left", async () => {
			expect(await runner.reap()).toMatchObject({ processes: 0, scratchErased: true });
		});
	});
}
