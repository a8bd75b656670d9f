// The engine's stats stream: one JSON document per line and second (Docker API, "container stats").
import type { CgroupUsage } from "./cgroup.ts";

const mebibyte = 1_048_576;

/** Calls `onUsage` for every document until the stream ends. Skips what it cannot read; lines over 1 MiB end it. */
export async function readStats(stream: AsyncIterable<unknown>, onUsage: (usage: CgroupUsage) => void): Promise<void> {
	const decoder = new TextDecoder();
	let rest = "";
	for await (const part of stream) {
		rest += decoder.decode(part as Uint8Array, { stream: true });
		const lines = rest.split("\n");
		rest = lines.pop() ?? "";
		if (rest.length > mebibyte) return;
		for (const line of lines) {
			const usage = parseStats(line);
			if (usage !== null) onUsage(usage);
		}
	}
}

/** null for a document without numbers (the container does not run) or one that is not JSON. */
export function parseStats(line: string): CgroupUsage | null {
	let document: {
		cpu_stats?: { cpu_usage?: { total_usage?: unknown } };
		memory_stats?: { usage?: unknown; max_usage?: unknown };
	} | null;
	try {
		document = JSON.parse(line);
	} catch {
		return null;
	}
	const cpuNs = document?.cpu_stats?.cpu_usage?.total_usage;
	const memory = document?.memory_stats?.usage;
	const peak = document?.memory_stats?.max_usage;
	if (typeof cpuNs !== "number" || typeof memory !== "number") return null;
	return {
		cpuSeconds: cpuNs / 1e9,
		memoryMiB: memory / mebibyte,
		peakMemoryMiB: (typeof peak === "number" ? peak : memory) / mebibyte,
	};
}
