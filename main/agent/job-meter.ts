// Follows what a running job uses, once a second, for the window and for telling own load from others'.
import type { RunningJob } from "../contract/snapshot.ts";
import type { Clock } from "../tools/clock/clock.ts";
import type { Sandbox } from "../tools/runner/runner.ts";

const sampleMs = 1_000;
const keptSamples = 60;

export interface JobMeter {
	follow(sandbox: Sandbox): void;
	end(): void;
	cpuSeconds(): number;
	memoryMiB(): number | null;
	view(): Pick<RunningJob, "cpus" | "memoryMiB" | "cpuSeconds" | "recentCpus">;
}

export function jobMeter(clock: Clock, onChange: () => void): JobMeter {
	let cancel: (() => void) | null = null;
	let cpuSeconds = 0;
	let memoryMiB: number | null = null;
	let cpus: number | null = null;
	let recent: number[] = [];
	let lastAt = 0;
	const sample = async (sandbox: Sandbox) => {
		try {
			const usage = await sandbox.usage();
			const at = clock.now();
			const seconds = (at - lastAt) / 1_000;
			if (seconds > 0) cpus = Math.max(0, Math.round(((usage.cpuSeconds - cpuSeconds) / seconds) * 100) / 100);
			cpuSeconds = usage.cpuSeconds;
			memoryMiB = Math.round(usage.memoryMiB);
			lastAt = at;
			recent = [...recent, cpus ?? 0].slice(-keptSamples);
			onChange();
		} catch {
			// A sample missed is a gap in a line, nothing more.
		}
	};
	return {
		follow(sandbox) {
			lastAt = clock.now();
			cancel = clock.every(sampleMs, () => void sample(sandbox));
		},
		end: () => cancel?.(),
		cpuSeconds: () => cpuSeconds,
		memoryMiB: () => memoryMiB,
		view: () => ({ cpus, memoryMiB, cpuSeconds: Math.round(cpuSeconds * 100) / 100, recentCpus: recent }),
	};
}
