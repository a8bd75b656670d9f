// A runner that runs nothing: tests script what its jobs do, on the clock they hand in. Never used by the product.
import type { JobId } from "../../contract/ids.ts";
import { ProblemError } from "../../contract/problem.ts";
import type { Clock } from "../clock/clock.ts";
import type { Runner, RunRequest, Sandbox, SandboxEnd } from "./runner.ts";

/** What a fake job does, by the test's own words. */
export interface FakeScript {
	/** Printed at once, in order. */
	readonly prints?: readonly { readonly stream: "stdout" | "stderr"; readonly text: string }[];
	/** Ends by itself with this, after `afterMs` of running time. Without it the job runs until it is stopped. */
	readonly ends?: { readonly kind?: SandboxEnd["kind"]; readonly exitCode?: number; readonly afterMs?: number };
	/** Builds the outputs from the inputs. */
	readonly outputs?: (inputs: ReadonlyMap<string, Uint8Array>) => ReadonlyMap<string, Uint8Array>;
	/** Cores it would use if it could. Default: 1. */
	readonly cores?: number;
	/** stop() proves nothing: this many processes stay. */
	readonly leaves?: number;
	/** stop() takes this long. */
	readonly stopMs?: number;
	/** run() rejects with this. */
	readonly refuses?: ProblemError;
}

export interface FakeRun {
	readonly request: RunRequest;
	readonly sandbox: Sandbox;
	frozen(): boolean;
	/** The newest cap set by setCpu, or the job's own. */
	cpu(): number;
	/** Ends the job now, as if by itself. */
	end(kind: SandboxEnd["kind"], exitCode?: number): void;
}

export interface FakeRunner extends Runner {
	/** Every run so far, oldest first. */
	readonly runs: readonly FakeRun[];
	/** Jobs that an earlier agent left behind, for reap(). */
	leftovers: JobId[];
}

export interface FakeRunnerOptions {
	readonly clock: Clock;
	readonly class?: Runner["class"];
	/** What a job does, by its request. Default: it runs until it is stopped. null: its artifact is missing. */
	readonly script?: (request: RunRequest) => FakeScript | null;
	readonly has?: (digest: string) => boolean;
	/** What the probe says. Default: ok. */
	readonly code?: string;
}

const memoryMiB = 32;

/** Time passes only as the clock says. Keeps the runner contract, except where a script breaks it on purpose. */
export function fakeRunner(options: FakeRunnerOptions): FakeRunner {
	const { clock, class: jobClass = "wasm", script = (): FakeScript => ({}), has = () => false, code = "ok" } = options;
	const runs: FakeRun[] = [];

	function startFake(request: RunRequest, does: FakeScript): FakeRun {
		const { job, guard } = request;
		const ended = Promise.withResolvers<SandboxEnd>();
		let stopping: Promise<SandboxEnd> | null = null;
		let over = false;
		let frozen = false;
		let cpu = job.limits.cpu;
		let cpuSeconds = 0;
		let ranMs = 0;
		let since = clock.bootMs();
		let cancelEnd = () => {};

		/** Adds what ran since the last look. */
		const settleTime = () => {
			const now = clock.bootMs();
			if (!frozen && !over) {
				ranMs += now - since;
				cpuSeconds += ((now - since) / 1000) * Math.min(cpu, does.cores ?? 1);
			}
			since = now;
		};
		const finish = (kind: SandboxEnd["kind"], exitCode: number | null, provenMs: number) => {
			if (over) return;
			settleTime();
			over = true;
			cancelEnd();
			cancelLimit();
			const processesLeft = kind === "stopped" ? (does.leaves ?? 0) : 0;
			if (processesLeft === 0) guard.forget(job.id);
			ended.resolve({
				kind,
				exitCode: kind === "exit" ? exitCode : null,
				usage: { cpuSeconds, peakMemoryMiB: memoryMiB },
				proof: { provenMs, processesLeft, scratchErased: true, method: "fake" },
				outputs: kind === "exit" ? (does.outputs?.(request.inputs) ?? new Map()) : new Map(),
				detail: "fake",
			});
		};
		const planEnd = () => {
			cancelEnd();
			settleTime();
			const { ends } = does;
			if (!ends || frozen || over) return;
			const end = () => finish(ends.kind ?? "exit", ends.exitCode ?? 0, 0);
			cancelEnd = clock.after(Math.max(0, (ends.afterMs ?? 0) - ranMs), end);
		};
		const cancelLimit = clock.after(job.limits.seconds * 1000, () => finish("time-limit", null, 0));
		guard.watch({ kind: "process", jobId: job.id, pid: 0, startTicks: "fake" }, request.beatSentAt);
		const sandbox: Sandbox = {
			ended: ended.promise,
			async freeze() {
				settleTime();
				frozen = true;
				cancelEnd();
			},
			async thaw() {
				settleTime();
				frozen = false;
				planEnd();
			},
			async setCpu(cores) {
				settleTime();
				cpu = cores;
			},
			stop() {
				if (!stopping) {
					stopping = ended.promise;
					if (does.stopMs) clock.after(does.stopMs, () => finish("stopped", null, does.stopMs ?? 0));
					else finish("stopped", null, 0);
				}
				return stopping;
			},
			async usage() {
				settleTime();
				return { cpuSeconds, memoryMiB: over ? 0 : memoryMiB };
			},
		};
		for (const chunk of does.prints ?? []) request.onLog(chunk);
		if (does.ends && !does.ends.afterMs) finish(does.ends.kind ?? "exit", does.ends.exitCode ?? 0, 0);
		else planEnd();
		return {
			request,
			sandbox,
			frozen: () => frozen,
			cpu: () => cpu,
			end: (kind, exitCode = 0) => finish(kind, exitCode, 0),
		};
	}

	return {
		class: jobClass,
		runs,
		leftovers: [],
		probe: async () => ({ available: code === "ok", code, detail: "fake", probedAt: clock.now() }),
		has: async (digest) => has(digest),
		async run(request) {
			const does = script(request);
			if (!does) throw new ProblemError("job.artifact-missing", { digest: request.job.artifact.digest });
			if (does.refuses) throw does.refuses;
			await request.guard.ready();
			if (request.signal.aborted) throw new ProblemError("agent.stopping");
			const run = startFake(request, does);
			runs.push(run);
			return run.sandbox;
		},
		async reap() {
			const jobIds = this.leftovers;
			this.leftovers = [];
			return { jobIds, processes: jobIds.length, scratchErased: true };
		},
	};
}
