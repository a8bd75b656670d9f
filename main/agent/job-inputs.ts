// Fetches what a job needs from the pool and checks each byte against the digests the requester signed.
import type { Job } from "../contract/job.ts";
import { ProblemError } from "../contract/problem.ts";
import type { WorkQueue } from "../tools/queue/work-queue.ts";
import type { Runner } from "../tools/runner/runner.ts";

export interface JobFiles {
	/** The module's bytes; null when the runner has the artifact itself. */
	readonly module: Uint8Array | null;
	readonly inputs: ReadonlyMap<string, Uint8Array>;
}

/** Throws "job.artifact-missing", "job.input-missing" or "job.digest-mismatch". Runs nothing. */
export async function fetchJobFiles(job: Job, queue: Pick<WorkQueue, "getBlob">, runner: Runner): Promise<JobFiles> {
	let module: Uint8Array | null = null;
	if (!(await runner.has(job.artifact.digest))) {
		module = job.class === "wasm" ? await queue.getBlob(job.artifact.digest) : null;
		if (!module) throw new ProblemError("job.artifact-missing", { digest: job.artifact.digest });
	}
	const inputs = new Map<string, Uint8Array>();
	for (const input of job.inputs) {
		const bytes = await queue.getBlob(input.digest);
		if (!bytes) throw new ProblemError("job.input-missing", { name: input.name });
		if (bytes.byteLength !== input.bytes) throw new ProblemError("job.digest-mismatch", { name: input.name });
		inputs.set(input.name, bytes);
	}
	return { module, inputs };
}
