// Runs wasm jobs, each in a process of its own. Needs nothing installed.
import { mkdir } from "node:fs/promises";
import { ProblemError } from "../../contract/problem.ts";
import type { Clock } from "../clock/clock.ts";
import { sha256 } from "../crypto/canonical.ts";
import { killProcess } from "../guard/kill-target.ts";
import { processStart } from "../guard/process-start.ts";
import type { Reaped, Runner, RunRequest, Sandbox } from "../runner/runner.ts";
import { probeWasm } from "./probe.ts";
import { countGroup, findSandboxes } from "./process-table.ts";
import { pythonDigest, pythonPath } from "./python.ts";
import { eraseRecord, readRecords } from "./sandbox-record.ts";
import { startSandbox } from "./wasm-sandbox.ts";

export interface WasmRunnerOptions {
	readonly clock: Clock;
	/** Where running sandboxes are written down; made when missing. Holds nothing else. */
	readonly directory: string;
	readonly deviceId: string;
	/** The Node (or Electron) binary. Default: the one that runs the agent. */
	readonly nodePath?: string;
}

/**
 * A job is a WASI preview 1 command module, or the built-in Python when its artifact is pythonDigest() (argv
 * ["python", "/in/main.py", ...]). It sees /in (its inputs, read-only), /out (its declared outputs) and /tmp, all in
 * memory and counted with its wasm memory against limits.memoryMiB; wasmOverheadMiB says what comes on top.
 * Ends of the job's own doing: a trap is exit code 134, a module that cannot run is 126, both with a line on standard
 * error. `memory-limit`: it failed when memory was refused or nearly used up, or its process grew beyond all bounds.
 */
export function openWasmRunner(options: WasmRunnerOptions): Runner {
	const { clock, directory, deviceId, nodePath = process.execPath } = options;
	const live = new Set<string>();

	async function run(request: RunRequest): Promise<Sandbox> {
		const { job, module, inputs } = request;
		const builtIn = job.artifact.digest === (await pythonDigest().catch(() => null));
		if (!builtIn && !module) throw new ProblemError("job.artifact-missing", { digest: job.artifact.digest });
		if (!builtIn && module && sha256(module) !== job.artifact.digest)
			throw new ProblemError("job.digest-mismatch", { name: "module" });
		const missing = job.inputs.find(({ name }) => !inputs.has(name));
		if (missing) throw new ProblemError("job.input-missing", { name: missing.name });
		if (live.has(job.id)) throw new ProblemError("runner.failed", { detail: "this job runs already" });
		live.add(job.id);
		try {
			await mkdir(directory, { recursive: true, mode: 0o700 });
			const python = builtIn ? pythonPath() : null;
			const sandbox = await startSandbox(
				{ clock, directory, deviceId, nodePath, python },
				builtIn ? { ...request, module: null } : request,
			);
			void sandbox.ended.then(() => live.delete(job.id));
			return sandbox;
		} catch (error) {
			live.delete(job.id);
			if (error instanceof ProblemError) throw error;
			throw new ProblemError("runner.failed", { detail: error instanceof Error ? error.message : String(error) });
		}
	}

	async function reap(): Promise<Reaped> {
		const jobIds = new Set<string>();
		let processes = 0;
		let scratchErased = true;
		const kill = async (jobId: string, pid: number, startTicks: string | null) => {
			if (startTicks === null || !killProcess(pid, startTicks)) return;
			jobIds.add(jobId);
			processes++;
			for (let i = 0; i < 500 && countGroup(pid) > 0; i++)
				await new Promise<void>((resolve) => void clock.after(5, resolve));
		};
		try {
			for (const { pid, jobId } of findSandboxes(deviceId))
				if (!live.has(jobId)) await kill(jobId, pid, processStart(pid));
			for (const { jobId, record } of await readRecords(directory)) {
				if (live.has(jobId)) continue;
				if (record) await kill(jobId, record.pid, record.startTicks);
				jobIds.add(jobId);
				scratchErased = (await eraseRecord(directory, jobId)) && scratchErased;
			}
		} catch {
			scratchErased = false;
		}
		return { jobIds: [...jobIds], processes, scratchErased };
	}

	return {
		class: "wasm",
		run,
		reap,
		has: async (digest) => digest === (await pythonDigest().catch(() => null)),
		probe: () => probeWasm(clock, run),
	};
}
