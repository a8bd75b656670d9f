// The set of jobs this device holds now, and what all of them together use.

import type { GrantId } from "../contract/ids.ts";
import type { Limits } from "../contract/job.ts";
import type { Receipt } from "../contract/receipt.ts";
import { footprint } from "../core/footprint.ts";
import type { OwnLoad } from "../tools/host/host.ts";
import type { StopCause } from "./job-end.ts";
import type { JobRun } from "./job-run.ts";

export interface RunningJobs {
	add(run: JobRun): void;
	/** Those of which anything may still run. */
	all(): readonly JobRun[];
	get(jobId: string): JobRun | undefined;
	/** What admission counts as taken. */
	used(): { grantId: GrantId; limits: Limits }[];
	ownLoad(): Promise<OwnLoad>;
	/** Stops every job at once and waits for the proofs, not for the network. */
	stopAll(cause: StopCause): Promise<Receipt[]>;
	/** Resolves when every job was handed back. */
	settled(): Promise<void>;
	/** Waits no longer for a pool that is away. */
	letGo(): void;
}

export function runningJobs(onChange: () => void): RunningJobs {
	const runs = new Map<string, JobRun>();
	let pastCpuSeconds = 0;
	const here = () => [...runs.values()].filter((run) => !run.gone());
	return {
		add(run) {
			runs.set(run.job.id, run);
			onChange();
			void run.settled.then(() => {
				runs.delete(run.job.id);
				pastCpuSeconds += run.cpuSeconds();
				onChange();
			});
		},
		all: here,
		get: (jobId) => runs.get(jobId),
		used: () => here().map((run) => ({ grantId: run.allowance.grantId, limits: footprint(run.job) })),
		ownLoad: async () => {
			const load = { cpuSeconds: pastCpuSeconds, memoryMiB: 0 };
			for (const run of runs.values()) {
				load.cpuSeconds += run.cpuSeconds();
				load.memoryMiB += run.memoryMiB();
			}
			return load;
		},
		async stopAll(cause) {
			const receipts = await Promise.all(here().map((run) => run.stop(cause)));
			return receipts.filter((receipt) => receipt !== null);
		},
		async settled() {
			await Promise.all([...runs.values()].map((run) => run.settled));
		},
		letGo() {
			for (const run of runs.values()) run.letGo();
		},
	};
}
