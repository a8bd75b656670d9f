// What a job really takes from a PC: its own limits and what its sandbox needs to stand at all.
import type { Job, JobClass, Limits } from "../contract/job.ts";

/**
 * Memory of the sandbox itself, counted against the grant beside the job's own limit. wasm: the Node process around the
 * module, measured at 53 MiB for a small module and 120 MiB for Python at their peak. container: the engine's own
 * processes, not the job's.
 */
export const sandboxMemoryMiB: Readonly<Record<JobClass, number>> = { wasm: 128, container: 0, gpu: 0 };

/** The limits to count when asking whether a job fits into a grant. */
export function footprint(job: Pick<Job, "class" | "limits">): Limits {
	return { ...job.limits, memoryMiB: job.limits.memoryMiB + sandboxMemoryMiB[job.class] };
}
