import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { cpuQuota, readCapacity } from "./capacity.ts";
import { recordedFiles } from "./files.ts";

test("cgroup v2: the smallest quota on the way to the root counts", async () => {
	const files = recordedFiles({
		"/proc/self/cgroup": "0::/user.slice/user-1000.slice/hearth.service\n",
		"/sys/fs/cgroup/user.slice/cpu.max": "max 100000\n",
		"/sys/fs/cgroup/user.slice/user-1000.slice/cpu.max": "50000 100000\n",
		"/sys/fs/cgroup/user.slice/user-1000.slice/hearth.service/cpu.max": "150000 100000\n",
	});
	expect(await cpuQuota(files)).toBe(0.5);
	expect((await readCapacity(files, { totalMiB: 10, availableMiB: 5 })).cpus).toBe(0.5);
});

test("cgroup v1, also with cpu and cpuacct joined; -1 is no quota", async () => {
	const tree = (quota: string) =>
		recordedFiles({
			"/proc/self/cgroup": "5:memory:/x\n4:cpu,cpuacct:/docker/abc\n0::/\n",
			"/sys/fs/cgroup/cpu/docker/abc/cpu.cfs_quota_us": quota,
			"/sys/fs/cgroup/cpu/docker/abc/cpu.cfs_period_us": "100000",
		});
	expect(await cpuQuota(tree("250000"))).toBe(2.5);
	expect(await cpuQuota(tree("-1"))).toBe(Number.POSITIVE_INFINITY);
});

test("without control groups all cores that Node may use count, and memory is never more than there is", async () => {
	const capacity = await readCapacity(recordedFiles({}), { totalMiB: 64, availableMiB: 5 });
	expect(capacity).toEqual({ cpus: availableParallelism(), memoryMiB: 64 });
});
