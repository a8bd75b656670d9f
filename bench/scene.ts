// What most benchmarks stand on: a real agent as a process, lending, and where it can be had a container engine of our own.

import { lend, newDataDirectory, removeDirectory, startAgent, type TestAgent, until } from "../e2e/harness/agents.ts";
import { findDocker, startDocker } from "../e2e/real/docker.ts";
import { importBusybox } from "../e2e/real/docker-image.ts";
import type { JobClass } from "../main/contract/job.ts";
import type { BenchRun } from "./run-bench.ts";

export interface BenchEngine {
	readonly socketPath: string;
	readonly image: string;
}

export interface Skipped {
	readonly reason: string;
}

export const isSkipped = (one: object): one is Skipped => "reason" in one;

/** An engine for this run alone, with a busybox image; or why there is none. */
export async function openEngine(run: BenchRun): Promise<BenchEngine | Skipped> {
	const found = findDocker();
	if (!found.available) return { reason: found.reason };
	run.say("starting a container engine");
	const engine = await startDocker();
	run.undo(() => engine.stop());
	return { socketPath: engine.socketPath, image: await importBusybox(engine.socketPath) };
}

export interface AgentOptions {
	readonly engine?: BenchEngine | Skipped;
	readonly pool?: string;
}

/** A built agent on a data directory that goes with it. Without an engine it sees none at all. */
export async function openAgent(run: BenchRun, options: AgentOptions = {}): Promise<TestAgent> {
	const data = newDataDirectory();
	run.undo(() => removeDirectory(data));
	const socketPath = options.engine && !isSkipped(options.engine) ? options.engine.socketPath : `${data}/no-engine`;
	const agent = await startAgent({
		data,
		env: { DOCKER_HOST: `unix://${socketPath}` },
		...(options.pool !== undefined && { pool: options.pool }),
	});
	run.undo(() => agent.stop());
	return agent;
}

/** Lends what can be lent of `classes`; gives those that really are, and why the others are not. */
export async function lendProven(
	agent: TestAgent,
	classes: readonly JobClass[],
): Promise<{ readonly lent: JobClass[]; readonly skipped: { part: string; reason: string }[] }> {
	const { runners } = await until(agent.door, (now) => classes.every((one) => now.runners[one].code !== "probing"));
	const lent = classes.filter((one) => runners[one].available);
	const missing = classes.filter((one) => !runners[one].available);
	if (lent.length > 0) await lend(agent.door, { classes: lent, memoryMiB: 1024 });
	return {
		lent,
		skipped: missing.map((one) => ({ part: one, reason: `the runner is not ready here (${runners[one].code})` })),
	};
}
