// How much a container uses: from its control group where this PC's kernel runs it, else from the engine's stats stream.
// The group vanishes with its last process, so it is read often: from before the start, closely at first.
import type { Readable } from "node:stream";
import type { Clock } from "../clock/clock.ts";
import type { SandboxUsage } from "../runner/runner.ts";
import { type CgroupFolders, type CgroupUsage, type GroupFinder, readCgroupUsage, readOomKills } from "./cgroup.ts";
import type { Engine } from "./engine.ts";
import { readStats } from "./stats-stream.ts";

const closeMs = 10;
const closeRounds = 60;
const calmMs = 250;

export interface UsageMeter {
	/** The container started as `pid`: a last chance to find its group, else the stats stream is opened. */
	started(pid: number): void;
	/** Reads now; the last known values when there is nothing to read any more. */
	now(): SandboxUsage;
	peakMemoryMiB(): number;
	/** True when the kernel was seen to kill for want of memory. */
	sawOomKill(): boolean;
	/** The group's folders, once seen. */
	folders(): CgroupFolders | null;
	close(): void;
}

/** Starts measuring at once; call just before the container is started. Never throws. */
export function measureUsage(id: string, engine: Engine, finder: GroupFinder, clock: Clock): UsageMeter {
	let folders: CgroupFolders | null = null;
	let last: CgroupUsage = { cpuSeconds: 0, memoryMiB: 0, peakMemoryMiB: 0 };
	let oomKills = 0;
	let stats: Readable | null = null;
	let closed = false;

	const keep = (next: CgroupUsage) => {
		last = { ...next, peakMemoryMiB: Math.max(last.peakMemoryMiB, next.peakMemoryMiB, next.memoryMiB) };
	};
	const sample = () => {
		folders ??= finder.find(id);
		if (folders === null) return;
		const usage = readCgroupUsage(folders);
		if (usage !== null) keep(usage);
		oomKills = Math.max(oomKills, readOomKills(folders) ?? 0);
	};

	let rounds = 0;
	let stopTimer = clock.every(closeMs, () => {
		sample();
		if (++rounds < closeRounds) return;
		stopTimer();
		stopTimer = clock.every(calmMs, sample);
	});

	async function openStats(): Promise<void> {
		try {
			const stream = await engine.stats(id);
			stats = stream;
			if (closed) stream.destroy();
			await readStats(stream, keep);
		} catch {
			// The engine went away or the container is gone: what was seen so far stays.
		}
	}

	return {
		started(pid) {
			finder.learn(id, pid);
			sample();
			if (folders === null && pid > 0 && !closed) void openStats();
		},
		now() {
			sample();
			return { cpuSeconds: last.cpuSeconds, memoryMiB: closed ? 0 : last.memoryMiB };
		},
		peakMemoryMiB: () => last.peakMemoryMiB,
		sawOomKill: () => oomKills > 0,
		folders: () => folders,
		close() {
			closed = true;
			stopTimer();
			stats?.destroy();
		},
	};
}
