// What this agent's PC has to give: cores and memory, less where a control group caps the agent itself.
import { availableParallelism } from "node:os";
import type { HostFiles } from "./files.ts";
import type { HostCapacity } from "./host.ts";
import type { MemoryInfo } from "./memory.ts";

/**
 * Cores this process may really use: the affinity mask (through Node) and every CPU quota above it in the control-group
 * tree, version 2 (cpu.max) or 1 (cpu.cfs_quota_us). At least 0.1.
 */
export async function readCapacity(files: HostFiles, memory: MemoryInfo): Promise<HostCapacity> {
	const quota = await cpuQuota(files);
	const cpus = Math.max(0.1, Math.min(availableParallelism(), quota));
	const cap = Math.floor(process.constrainedMemory() / 1_048_576);
	const memoryMiB = cap > 0 ? Math.min(memory.totalMiB, cap) : memory.totalMiB;
	return { cpus: Math.round(cpus * 100) / 100, memoryMiB };
}

/** The smallest quota in cores on the way to the root; Infinity when there is none. */
export async function cpuQuota(files: HostFiles): Promise<number> {
	const membership = (await files.text("/proc/self/cgroup")) ?? "";
	const quotas: number[] = [];
	for (const line of membership.split("\n")) {
		const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
		if (controllers === undefined || path === undefined) continue;
		const version1 = controllers.split(",").includes("cpu");
		if (controllers !== "" && !version1) continue;
		const root = version1 ? "/sys/fs/cgroup/cpu" : "/sys/fs/cgroup";
		for (const directory of upTo(root, path)) {
			const quota = version1 ? await quotaOf1(files, directory) : parseCpuMax(await files.text(`${directory}/cpu.max`));
			if (quota !== null) quotas.push(quota);
		}
	}
	return Math.min(Number.POSITIVE_INFINITY, ...quotas);
}

function upTo(root: string, path: string): string[] {
	const parts = path.split("/").filter((part) => part !== "" && part !== "..");
	return parts.map((_, index) => `${root}/${parts.slice(0, index + 1).join("/")}`).concat(root);
}

/** cgroup v2 "max 100000" or "150000 100000". */
function parseCpuMax(text: string | null): number | null {
	const [quota, period] = (text ?? "").split(" ").map(Number);
	return quota && period && quota > 0 && period > 0 ? quota / period : null;
}

async function quotaOf1(files: HostFiles, directory: string): Promise<number | null> {
	const quota = await files.text(`${directory}/cpu.cfs_quota_us`);
	return quota?.startsWith("-") ? null : parseCpuMax(`${quota} ${await files.text(`${directory}/cpu.cfs_period_us`)}`);
}
