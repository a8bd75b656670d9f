import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cgroupPath, countCgroupTasks, readCgroupUsage, readHierarchies, readOomKills } from "./cgroup.ts";
import { findContainerProcesses } from "./container-processes.ts";

const id = "c6a51187d0c55b71f6539ae2d94a835231c97d14d61335981e7f1ffc037b3ce5";
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-cgroup-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (files: Record<string, string>) => {
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
};
const folders = (version: 1 | 2) => ({ version, cpu: folder, memory: folder, pids: folder });

describe("control groups as files", () => {
	it("finds the hierarchies of v1, of v2, and prefers v1 where both are mounted", () => {
		const v1 = ["cpuacct", "memory", "pids"].map(
			(name, at) => `3${at} 25 0:3${at} / /sys/fs/cgroup/${name} rw,nosuid shared:9 - cgroup cgroup rw,${name}`,
		);
		const v2 = "42 25 0:29 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate";
		const unified = v2.replace("/sys/fs/cgroup ", "/sys/fs/cgroup/unified ");
		expect(readHierarchies([...v1, unified].join("\n"))).toEqual({
			version: 1,
			cpu: "/sys/fs/cgroup/cpuacct",
			memory: "/sys/fs/cgroup/memory",
			pids: "/sys/fs/cgroup/pids",
		});
		expect(readHierarchies(v2)).toMatchObject({ version: 2, memory: "/sys/fs/cgroup" });
		expect(readHierarchies("22 1 8:1 / / rw - ext4 /dev/sda rw")).toBeNull();
	});

	it("knows a container's path by its id only", () => {
		expect(cgroupPath(`9:name=systemd:/docker/${id}\n8:pids:/docker/${id}`, id)).toBe(`/docker/${id}`);
		expect(cgroupPath(`0::/system.slice/docker-${id}.scope/init`, id)).toBe(`/system.slice/docker-${id}.scope`);
		expect(cgroupPath("0::/user.slice/session-1.scope", id)).toBeNull();
	});

	it("reads usage of v1", () => {
		write({
			"cpuacct.usage": "31672079\n",
			"memory.usage_in_bytes": "2097152\n",
			"memory.max_usage_in_bytes": "4194304\n",
		});
		expect(readCgroupUsage(folders(1))).toEqual({ cpuSeconds: 0.031672079, memoryMiB: 2, peakMemoryMiB: 4 });
		write({ "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n" });
		expect(readOomKills(folders(1))).toBe(3);
	});

	it("reads usage of v2, also from kernels that keep no peak", () => {
		write({ "cpu.stat": "usage_usec 1500000\nuser_usec 1000000\n", "memory.current": "1048576\n" });
		expect(readCgroupUsage(folders(2))).toEqual({ cpuSeconds: 1.5, memoryMiB: 1, peakMemoryMiB: 1 });
		write({ "memory.peak": "3145728\n", "memory.events": "low 0\noom 1\noom_kill 1\n" });
		expect(readCgroupUsage(folders(2))?.peakMemoryMiB).toBe(3);
		expect(readOomKills(folders(2))).toBe(1);
	});

	it("says unknown, not zero, for what it cannot read, and zero only for a group that is gone", () => {
		expect(readCgroupUsage(folders(2))).toBeNull();
		expect(countCgroupTasks(folders(2))).toBeNull();
		write({ "pids.current": "7\n" });
		expect(countCgroupTasks(folders(1))).toBe(7);
		expect(countCgroupTasks({ ...folders(1), pids: join(folder, "gone") })).toBe(0);
	});

	it("counts a container's processes, not its zombies and not other people's", () => {
		const add = (pid: number, group: string, state: string) => {
			mkdirSync(join(folder, String(pid)));
			write({ [`${pid}/cgroup`]: group, [`${pid}/stat`]: `${pid} (a) b) ${state} 1 1` });
		};
		add(10, `0::/docker/${id}`, "S");
		add(11, `0::/docker/${id}`, "Z");
		add(12, "0::/user.slice", "R");
		mkdirSync(join(folder, "13"));
		mkdirSync(join(folder, "self"));
		expect(findContainerProcesses(id, folder)).toEqual([10]);
		expect(findContainerProcesses(id, join(folder, "none"))).toBeNull();
	});
});
