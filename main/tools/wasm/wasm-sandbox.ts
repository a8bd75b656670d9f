// One wasm sandbox from its start to its proven end.
import { ProblemError } from "../../contract/problem.ts";
import type { Clock } from "../clock/clock.ts";
import { processStart } from "../guard/process-start.ts";
import { openLog } from "../runner/log-cap.ts";
import type { RunRequest, Sandbox, SandboxEnd } from "../runner/runner.ts";
import type { SandboxReport } from "./child/child-protocol.ts";
import { newCpuShare } from "./cpu-share.ts";
import { countGroup, isStopped, type ProcessUsage, processUsage, signalGroup } from "./process-table.ts";
import { type ResultReader, readResult } from "./read-result.ts";
import { eraseRecord, writeRecord } from "./sandbox-record.ts";
import { type SandboxChild, sendJob, startChild } from "./start-child.ts";

/**
 * What a sandbox's process takes beside what its job may use (wasm memory and files): Node itself, the module's code as
 * bytes and as machine code, buffers. Measured: 53 MiB for a small module, 120 MiB for the built-in Python. A process
 * that takes more than its limit and this is killed with `memory-limit`.
 */
export const wasmOverheadMiB = 192;

export interface SandboxPlan {
	readonly clock: Clock;
	readonly directory: string;
	readonly deviceId: string;
	readonly nodePath: string;
	/** Path of the built-in Python when the job uses it. */
	readonly python: string | null;
}

const watchMs = 250;
const pollMs = 2;
const freezeMs = 100;
const proofMs = 5_000;
const closeMs = 2_000;
const lastWordsMaxBytes = 4_096;

const called = (signal: AbortSignal) => {
	if (signal.aborted) throw new ProblemError("agent.stopping");
};

/** Starts the process, has it watched, then lets the job's code run. Rejects with nothing left behind. */
export async function startSandbox(plan: SandboxPlan, request: RunRequest): Promise<Sandbox> {
	const { job, guard, signal } = request;
	called(signal);
	await guard.ready();
	const { clock, directory, deviceId, nodePath, python } = plan;
	const child = await startChild({ nodePath, deviceId, jobId: job.id, memoryMiB: job.limits.memoryMiB, python });
	try {
		const startTicks = processStart(child.pid);
		if (startTicks === null) throw new Error("the sandbox ended at once");
		guard.watch({ kind: "process", jobId: job.id, pid: child.pid, startTicks }, request.beatSentAt);
		await Promise.all([guard.ready(), writeRecord(directory, { jobId: job.id, pid: child.pid, startTicks })]);
		called(signal);
	} catch (error) {
		signalGroup(child.pid, "SIGKILL");
		await goneWithin(clock, child.pid);
		await eraseRecord(directory, job.id);
		guard.forget(job.id);
		throw error;
	}
	const sandbox = superviseChild(clock, child, request, () => eraseRecord(directory, job.id));
	sendJob(child.job, job, request.module, request.inputs, python);
	return sandbox;
}

const pause = (clock: Clock, ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));

/** Processes of the group still there after at most proofMs; looks again every few milliseconds. */
async function goneWithin(clock: Clock, group: number): Promise<number> {
	const end = clock.bootMs() + proofMs;
	let left = countGroup(group);
	while (left > 0 && clock.bootMs() < end) {
		await pause(clock, pollMs);
		left = countGroup(group);
	}
	return left;
}

type Cause = "stopped" | "time-limit" | "memory-limit" | "crash";

function superviseChild(
	clock: Clock,
	child: SandboxChild,
	request: RunRequest,
	erase: () => Promise<boolean>,
): Sandbox {
	const { job, guard } = request;
	const { pid } = child;
	const share = newCpuShare(clock, (name) => signalGroup(pid, name));
	const log = openLog(request.onLog);
	const result: ResultReader = readResult(job.outputs);
	const ended = Promise.withResolvers<SandboxEnd>();
	let usage: ProcessUsage = { cpuSeconds: 0, memoryMiB: 0, peakMemoryMiB: 0 };
	let report: SandboxReport | null = null;
	let cause: Cause | null = null;
	let detail = "";
	let triggeredAt: number | null = null;
	let lastWords = "";

	const measure = () => {
		usage = processUsage(pid) ?? { ...usage, memoryMiB: triggeredAt === null ? usage.memoryMiB : 0 };
	};
	const watching = clock.every(watchMs, () => {
		measure();
		if (usage.memoryMiB > job.limits.memoryMiB + wasmOverheadMiB) end("memory-limit", "the process took too much");
	});
	const limit = clock.after(job.limits.seconds * 1000, () => end("time-limit", "over its seconds"));

	/** Everything that ends a sandbox comes through here, once: last usage, then the kill. */
	function end(why: Cause | null, why2: string): void {
		if (triggeredAt !== null) return;
		triggeredAt = clock.bootMs();
		cause = why;
		detail = why2;
		share.end();
		watching();
		limit();
		measure();
		signalGroup(pid, "SIGKILL");
	}

	function sortOut(code: number | null, signal: string | null): void {
		if (triggeredAt !== null) return;
		const noMemory = /out of memory|heap limit|allocation failed/i.test(lastWords);
		end(noMemory ? "memory-limit" : "crash", `ended with ${signal ?? code} ${lastWords}`);
	}

	async function settle(): Promise<void> {
		log.end();
		const processesLeft = await goneWithin(clock, pid);
		const provenMs = clock.bootMs() - (triggeredAt ?? clock.bootMs());
		const scratchErased = await erase();
		if (processesLeft === 0) guard.forget(job.id);
		const kind = cause ?? report?.kind ?? "crash";
		ended.resolve({
			kind,
			exitCode: kind === "exit" ? (report?.code ?? null) : null,
			usage: { cpuSeconds: usage.cpuSeconds, peakMemoryMiB: usage.peakMemoryMiB },
			proof: { provenMs, processesLeft, scratchErased, method: "process-table" },
			outputs: kind === "exit" ? result.outputs : new Map(),
			detail: (report?.detail || detail).slice(0, 1000),
		});
	}

	child.stdout.on("data", (bytes: Buffer) => log.write("stdout", bytes));
	child.stderr.on("data", (bytes: Buffer) => log.write("stderr", bytes));
	child.lastWords.on("data", (bytes: Buffer) => {
		if (lastWords.length < lastWordsMaxBytes) lastWords += bytes.toString("latin1").slice(0, lastWordsMaxBytes);
	});
	child.result.on("data", (bytes: Buffer) => {
		if (report) return;
		try {
			report = result.push(bytes);
			if (report) end(null, "");
		} catch (error) {
			end("crash", String(error));
		}
	});
	child.process.once("exit", (code, signal) => {
		const closed = new Promise<void>((resolve) => void child.process.once("close", () => resolve()));
		void Promise.race([closed, pause(clock, closeMs)]).then(() => {
			sortOut(code, signal);
			return settle();
		});
	});
	share.setCores(job.limits.cpu);

	return {
		ended: ended.promise,
		async freeze() {
			if (process.platform === "win32") return end("stopped", "this system cannot freeze a process");
			share.freeze();
			const until = clock.bootMs() + freezeMs;
			while (!isStopped(pid) && clock.bootMs() < until) await pause(clock, pollMs);
		},
		async thaw() {
			share.thaw();
		},
		async setCpu(cores) {
			share.setCores(cores);
		},
		stop() {
			end("stopped", "stopped");
			return ended.promise;
		},
		async usage() {
			measure();
			return { cpuSeconds: usage.cpuSeconds, memoryMiB: usage.memoryMiB };
		},
	};
}
