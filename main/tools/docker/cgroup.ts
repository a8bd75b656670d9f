// A container's control group as files: usage without asking the engine, and the kernel's own word on what still runs.
// Works for cgroup v1 and v2; where the engine runs in a virtual machine there is nothing here to find.
import { existsSync, readFileSync } from "node:fs";

/** Folders of one control group by what they account for; the same folder three times on v2. */
export interface CgroupFolders {
	readonly version: 1 | 2;
	readonly cpu: string;
	readonly memory: string;
	readonly pids: string;
}

export interface CgroupUsage {
	readonly cpuSeconds: number;
	readonly memoryMiB: number;
	readonly peakMemoryMiB: number;
}

interface Hierarchies {
	readonly version: 1 | 2;
	readonly cpu: string;
	readonly memory: string;
	readonly pids: string;
}

const mebibyte = 1_048_576;

/** Where the hierarchies are mounted, from /proc/self/mountinfo; null when they are not. */
export function readHierarchies(mountinfo: string): Hierarchies | null {
	const mounts = mountinfo.split("\n").flatMap((line) => {
		const [left, right] = line.split(" - ");
		const point = left?.split(" ")[4];
		const [type, , options] = right?.split(" ") ?? [];
		return point !== undefined && type !== undefined ? [{ point, type, options: options?.split(",") ?? [] }] : [];
	});
	const v1 = (controller: string) => mounts.find((m) => m.type === "cgroup" && m.options.includes(controller))?.point;
	const [cpu, memory, pids] = [v1("cpuacct"), v1("memory"), v1("pids")];
	if (cpu !== undefined && memory !== undefined && pids !== undefined) return { version: 1, cpu, memory, pids };
	const v2 = mounts.find((m) => m.type === "cgroup2")?.point;
	return v2 === undefined ? null : { version: 2, cpu: v2, memory: v2, pids: v2 };
}

/** Where engines put a container's group when nothing better is known: cgroupfs, systemd, Podman. */
const usualPaths = (id: string, uid: number) => [
	`/docker/${id}`,
	`/system.slice/docker-${id}.scope`,
	`/user.slice/user-${uid}.slice/user@${uid}.service/user.slice/docker-${id}.scope`,
	`/user.slice/user-${uid}.slice/user@${uid}.service/user.slice/libpod-${id}.scope`,
	`/machine.slice/libpod-${id}.scope`,
];

/** Finds the groups of one engine's containers. */
export interface GroupFinder {
	/** True once a container's process was seen in /proc: only then does "not there" mean "gone". */
	readonly seesProcesses: boolean;
	/**
	 * The folders of the container, which exist now; null when they do not or cannot be seen. A folder named by a
	 * 64-digit id is proof enough that it is this container's.
	 */
	find(id: string): CgroupFolders | null;
	/** Tells the finder of a running container's process, so that it knows where this engine's groups are. */
	learn(id: string, pid: number): void;
}

/** Looks where engines usually put groups, and where the last container's was. */
export class CgroupFinder implements GroupFinder {
	#hierarchies: Hierarchies | null;
	/** Path with the id cut out, as learned from a running container. */
	#learned: ((id: string) => string) | null = null;

	constructor() {
		this.#hierarchies = read("/proc/self/mountinfo", readHierarchies);
	}

	get seesProcesses(): boolean {
		return this.#learned !== null;
	}

	find(id: string): CgroupFolders | null {
		const at = this.#hierarchies;
		if (at === null) return null;
		const paths = [...(this.#learned ? [this.#learned(id)] : []), ...usualPaths(id, process.getuid?.() ?? 0)];
		for (const path of paths) {
			const folders = { version: at.version, cpu: at.cpu + path, memory: at.memory + path, pids: at.pids + path };
			if (existsSync(folders.cpu) && existsSync(folders.memory) && existsSync(folders.pids)) return folders;
		}
		return null;
	}

	learn(id: string, pid: number): void {
		if (pid <= 0) return;
		const path = read(`/proc/${pid}/cgroup`, (text) => cgroupPath(text, id));
		// The pid may be one of another kernel (a virtual machine's): only a path with the id counts.
		if (path !== null) this.#learned = (other) => path.replaceAll(id, other);
	}
}

/** The path that names `id` in a /proc/PID/cgroup text, up to the part with the id; null when none does. */
export function cgroupPath(text: string, id: string): string | null {
	for (const line of text.split("\n")) {
		const path = line.split(":").slice(2).join(":");
		const at = path.indexOf(id);
		if (at < 0) continue;
		const end = path.indexOf("/", at);
		return end < 0 ? path : path.slice(0, end);
	}
	return null;
}

/** null when the group is gone or unreadable. Synchronous: three tiny kernel files, about 0.1 ms. */
export function readCgroupUsage(folders: CgroupFolders): CgroupUsage | null {
	const number = (path: string) => read(path, (text) => (/^\d+\s*$/.test(text) ? Number(text) : null));
	if (folders.version === 1) {
		const cpuNs = number(`${folders.cpu}/cpuacct.usage`);
		const memory = number(`${folders.memory}/memory.usage_in_bytes`);
		const peak = number(`${folders.memory}/memory.max_usage_in_bytes`);
		if (cpuNs === null || memory === null) return null;
		return { cpuSeconds: cpuNs / 1e9, memoryMiB: memory / mebibyte, peakMemoryMiB: (peak ?? memory) / mebibyte };
	}
	const cpuUs = read(`${folders.cpu}/cpu.stat`, (text) => field(text, "usage_usec"));
	const memory = number(`${folders.memory}/memory.current`);
	const peak = number(`${folders.memory}/memory.peak`);
	if (cpuUs === null || memory === null) return null;
	return { cpuSeconds: cpuUs / 1e6, memoryMiB: memory / mebibyte, peakMemoryMiB: (peak ?? memory) / mebibyte };
}

/** How many processes the kernel has killed in this group for want of memory; null when it cannot be read. */
export function readOomKills(folders: CgroupFolders): number | null {
	const file = folders.version === 1 ? "memory.oom_control" : "memory.events";
	return read(`${folders.memory}/${file}`, (text) => field(text, "oom_kill"));
}

/** Processes and threads in the group and below it; 0 when the group is gone. null when it cannot be read. */
export function countCgroupTasks(folders: CgroupFolders): number | null {
	if (!existsSync(folders.pids)) return 0;
	return read(`${folders.pids}/pids.current`, (text) => (/^\d+\s*$/.test(text) ? Number(text) : null));
}

function field(text: string, name: string): number | null {
	const match = new RegExp(`^${name} (\\d+)$`, "m").exec(text);
	return match === null ? null : Number(match[1]);
}

function read<T>(path: string, parse: (text: string) => T): T | null {
	try {
		return parse(readFileSync(path, "latin1"));
	} catch {
		return null;
	}
}
