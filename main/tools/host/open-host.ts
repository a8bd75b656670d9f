// The real host: one reading of everything, each reader by itself. Readers that start a program (busctl, pmset, ioreg,
// PowerShell) are asked seldom and in the background, so that no reading waits for them.
import { statfs } from "node:fs/promises";
import type { HostFacts } from "../../contract/facts.ts";
import type { Clock } from "../clock/clock.ts";
import { type AskProgram, askProgram } from "./ask-program.ts";
import { readCapacity } from "./capacity.ts";
import { linuxCpuTimes, nodeCpuTimes, othersCpuReader } from "./cpu-times.ts";
import { type HostFiles, systemFiles } from "./files.ts";
import type { Host } from "./host.ts";
import { type ReadMemory, readMemory } from "./memory.ts";
import { presenceReaders } from "./presence-readers.ts";
import { asFact, type Reading } from "./readings.ts";

export interface HostOptions {
	readonly clock: Clock;
	/** True while every job and result stays on this PC: then no network can be metered. */
	readonly poolIsLocal: () => boolean;
	/** Absolute; its disk is the one whose free space counts. */
	readonly dataDirectory: string;
	readonly platform?: NodeJS.Platform;
	readonly files?: HostFiles;
	readonly ask?: AskProgram;
	readonly memory?: ReadMemory;
	/** Free MiB for an unprivileged writer at a path; rejects when it cannot be told. */
	readonly freeDisk?: (path: string) => Promise<number>;
}

/** Starts nothing and reads nothing until asked. Never writes. */
export function openHost(options: HostOptions): Host {
	const { clock, platform = process.platform, files = systemFiles, ask = askProgram } = options;
	const memory = options.memory ?? readMemory;
	const freeDisk = options.freeDisk ?? freeDiskMiB;
	const presence = presenceReaders({ clock, platform, files, ask });
	const times = platform === "linux" ? linuxCpuTimes(files) : async () => nodeCpuTimes();
	const othersCpus = othersCpuReader(times);

	return {
		capacity: async () => readCapacity(files, await memory()),
		idleKnown: presence.idleKnown,
		async read(own): Promise<HostFacts> {
			const at = clock.now();
			const [info, cpus, disk, idleSeconds, onBattery, metered] = await Promise.all([
				memory().catch(() => null),
				othersCpus(own.cpuSeconds).catch((): Reading<number> => ({ value: null, source: "cpu-times" })),
				freeDisk(options.dataDirectory).catch(() => null),
				presence.idleSeconds(),
				presence.onBattery(),
				options.poolIsLocal() ? asFact({ value: false, source: "pool-on-this-pc" }, at) : presence.metered(),
			]);
			const used = info ? Math.max(0, Math.round(info.totalMiB - info.availableMiB - own.memoryMiB)) : null;
			return {
				idleSeconds,
				onBattery,
				metered,
				othersCpus: asFact(cpus, at),
				othersMemoryMiB: asFact({ value: used, source: "memory-info" }, at),
				availableMemoryMiB: asFact({ value: info?.availableMiB ?? null, source: "memory-info" }, at),
				freeDiskMiB: asFact({ value: disk, source: "file-system" }, at),
			};
		},
	};
}

async function freeDiskMiB(path: string): Promise<number> {
	const { bavail, bsize } = await statfs(path);
	return Math.floor((bavail * bsize) / 1_048_576);
}
