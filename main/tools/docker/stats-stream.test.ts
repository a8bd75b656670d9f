import { expect, it } from "vitest";
import type { CgroupUsage } from "./cgroup.ts";
import { parseStats, readStats } from "./stats-stream.ts";

const line = (cpuNs: number, memory: number, more = {}) =>
	JSON.stringify({ cpu_stats: { cpu_usage: { total_usage: cpuNs } }, memory_stats: { usage: memory, ...more } });

it("reads one document per line, wherever the stream is cut", async () => {
	const text = `${line(5e8, 1_048_576)}\nnot json\n${line(1e9, 2_097_152, { max_usage: 4_194_304 })}\n{"cpu_stats":{}}\n`;
	const seen: CgroupUsage[] = [];
	await readStats(
		(async function* () {
			for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7));
		})(),
		(usage) => seen.push(usage),
	);
	expect(seen).toEqual([
		{ cpuSeconds: 0.5, memoryMiB: 1, peakMemoryMiB: 1 },
		{ cpuSeconds: 1, memoryMiB: 2, peakMemoryMiB: 4 },
	]);
});

it("takes nothing from a document of a container that does not run", () => {
	expect(parseStats('{"cpu_stats":{"cpu_usage":{"total_usage":0}},"memory_stats":{}}')).toBeNull();
	expect(parseStats("null")).toBeNull();
});
