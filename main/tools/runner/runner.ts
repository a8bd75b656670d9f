// One sandbox for one job, in our words. Two runners stand behind it: wasm (child process) and container (Docker API).
import type { Digest } from "../../contract/ids.ts";
import type { Job } from "../../contract/job.ts";
import type { LogChunk } from "../../contract/pool.ts";
import type { StopProof, Usage } from "../../contract/receipt.ts";
import type { RunnerState } from "../../contract/snapshot.ts";
import type { Guard } from "../guard/guard.ts";

export interface RunRequest {
	/** Parsed, verified and admitted. */
	readonly job: Job;
	/** The module's bytes for a wasm job that is not built in; null otherwise. */
	readonly module: Uint8Array | null;
	readonly inputs: ReadonlyMap<string, Uint8Array>;
	/** bootMs of the last confirmed beat, for the guard. */
	readonly beatSentAt: number;
	readonly guard: Guard;
	/**
	 * Aborted when the run must not begin any more (the owner stopped while it was being prepared). Checked right before
	 * the job's code would start: then run() rejects with ProblemError "agent.stopping" and leaves nothing behind.
	 */
	readonly signal: AbortSignal;
	/** Standard output and error as they come, UTF-8, at most maxLogBytes in all (the runner drops the rest with a mark). */
	onLog(chunk: Omit<LogChunk, "at">): void;
}

export interface SandboxEnd {
	/** `stopped`: by stop(). `crash`: ended by a signal nobody here sent, or the sandbox itself broke. */
	readonly kind: "exit" | "time-limit" | "memory-limit" | "output-limit" | "stopped" | "crash";
	readonly exitCode: number | null;
	readonly usage: Usage;
	/** provenMs counts from the trigger: stop()'s call, the limit's hit, or the exit. */
	readonly proof: StopProof;
	/** The declared outputs that exist, each within its cap; empty unless kind is `exit`. */
	readonly outputs: ReadonlyMap<string, Uint8Array>;
	/** Short technical detail for the log of the agent; never shown on a family page. */
	readonly detail: string;
}

export interface SandboxUsage {
	/** CPU seconds used since the start. */
	readonly cpuSeconds: number;
	readonly memoryMiB: number;
}

/** A started sandbox. Every method may be called at any time and in any order; none throws after the end. */
export interface Sandbox {
	/** Stops all its processes from running, keeps memory; within 100 ms. */
	freeze(): Promise<void>;
	thaw(): Promise<void>;
	/** Changes the CPU cap, in cores, of the running job. */
	setCpu(cores: number): Promise<void>;
	/** Kills everything, proves it, erases scratch. Idempotent: the same promise. Works while frozen. */
	stop(): Promise<SandboxEnd>;
	usage(): Promise<SandboxUsage>;
	/** Resolves once, after proof and erase; never rejects. */
	readonly ended: Promise<SandboxEnd>;
}

export interface Reaped {
	readonly jobIds: readonly string[];
	readonly processes: number;
	readonly scratchErased: boolean;
}

export interface Runner {
	readonly class: "wasm" | "container";
	/** Runs a real probe sandbox (start, write refused, freeze, kill) and says what was proven. Never throws. */
	probe(): Promise<RunnerState>;
	/** Rejects with ProblemError "runner.failed", "job.artifact-missing"... and leaves nothing behind when it does. */
	run(request: RunRequest): Promise<Sandbox>;
	/** Digests this runner can run without fetching: the built-in Python; images present on this PC. */
	has(digest: Digest): Promise<boolean>;
	/** Kills and erases whatever an earlier agent of this device left behind. Never throws. */
	reap(): Promise<Reaped>;
}
