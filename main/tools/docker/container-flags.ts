// The one place where a job becomes engine settings. It only narrows: every setting is written here, and a job can
// choose nothing but its words (argv, env) and its numbers within the job schema. See docs/architecture.md "Sandboxes".
import { posix } from "node:path";
import type { Job } from "../../contract/job.ts";
import { ProblemError } from "../../contract/problem.ts";

/** One host file or folder of the job's own scratch folder, shown inside the sandbox. */
export interface BindMount {
	readonly Type: "bind";
	readonly Source: string;
	readonly Target: string;
	readonly ReadOnly: boolean;
}

/** Body of POST /containers/create (Docker API 1.41), closed: no key but these is ever sent. */
export interface CreateBody {
	readonly Image: string;
	readonly Cmd?: readonly string[];
	readonly Env: readonly string[];
	readonly Hostname: string;
	readonly User: string;
	readonly AttachStdin: false;
	readonly AttachStdout: true;
	readonly AttachStderr: true;
	readonly OpenStdin: false;
	readonly Tty: false;
	readonly NetworkDisabled: true;
	readonly Healthcheck: { readonly Test: readonly ["NONE"] };
	readonly StopTimeout: 1;
	readonly Labels: Readonly<Record<string, string>>;
	readonly HostConfig: {
		readonly NetworkMode: "none";
		readonly ReadonlyRootfs: true;
		readonly Privileged: false;
		readonly CapDrop: readonly ["ALL"];
		readonly SecurityOpt: readonly ["no-new-privileges"];
		readonly IpcMode: "none";
		readonly CgroupnsMode: "private";
		readonly Init: true;
		readonly AutoRemove: false;
		readonly RestartPolicy: { readonly Name: "no" };
		readonly PublishAllPorts: false;
		/** Output is read from the attached streams; the engine keeps no copy on the owner's disk. */
		readonly LogConfig: { readonly Type: "none" };
		readonly PidsLimit: number;
		readonly Memory: number;
		/** Equal to Memory: memory and swap together, so a job never swaps. */
		readonly MemorySwap: number;
		readonly NanoCpus: number;
		readonly CpuShares: 2;
		readonly OomScoreAdj: 1000;
		readonly Ulimits: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[];
		readonly Tmpfs: Readonly<Record<string, string>>;
		readonly Mounts: readonly BindMount[];
	};
}

export interface ContainerPlan {
	readonly job: Job;
	readonly deviceId: string;
	/** `sha256:...` of the image as the engine on this PC names it. */
	readonly imageId: string;
	/** Paths the image declares as VOLUME: each would be unlimited host disk, so each is covered. */
	readonly imageVolumes: readonly string[];
	/** Host folder with the inputs; host paths of the output files by name; host file for /etc/resolv.conf and hosts. */
	readonly files: {
		readonly inputFolder: string;
		readonly outputs: ReadonlyMap<string, string>;
		readonly emptyFile: string;
	};
	/** Processors the engine has (a virtual machine may have fewer than the PC); more is refused by the engine. */
	readonly engineCpus: number;
	/** Wall-clock milliseconds after which nobody should let it run. */
	readonly leaseUntil: number;
}

export const deviceLabel = "dev.hearth.device";
export const jobLabel = "dev.hearth.job";
const leaseLabel = "dev.hearth.lease-until";
/** `nobody`: owns nothing, in the sandbox or on the host. */
const nobody = 65_534;
const mebibyte = 1_048_576;

/** `hearth-<8 of the device>-<job id>`; one job can have one container only, the engine refuses a second. */
export function containerName(deviceId: string, jobId: string): string {
	return `hearth-${deviceId.replace(/[^A-Za-z0-9]/g, "").slice(0, 8)}-${jobId}`;
}

/** Docker counts CPU in billionths of a core and refuses less than a hundredth. */
export function nanoCpus(cores: number): number {
	return Math.max(10_000_000, Math.round(cores * 1e9));
}

/**
 * Throws ProblemError "runner.failed" when the image asks for a volume in a place that is ours or the engine's.
 * Never adds a network, a capability, a device, a host path outside `files`, or a writable root.
 */
export function compileContainer(plan: ContainerPlan): CreateBody {
	const { job, deviceId, imageId, imageVolumes, files, leaseUntil } = plan;
	const { limits } = job;
	const memory = limits.memoryMiB * mebibyte;
	const scratch = limits.scratchMiB * mebibyte;
	// One byte more than fits: a full /tmp then says so, and an output over its cap shows.
	const largestFile = Math.max(scratch, ...job.outputs.map((output) => output.maxBytes)) + 1;
	const tmpfs = `rw,noexec,nosuid,nodev,size=${scratch},uid=${nobody},gid=${nobody},mode=0700`;
	const limit = (name: string, value: number) => ({ Name: name, Soft: value, Hard: value });
	return {
		Image: imageId,
		...(job.argv.length > 0 && { Cmd: [...job.argv] }),
		Env: Object.entries(job.env).map(([name, value]) => `${name}=${value}`),
		Hostname: "hearth",
		User: `${nobody}:${nobody}`,
		AttachStdin: false,
		AttachStdout: true,
		AttachStderr: true,
		OpenStdin: false,
		Tty: false,
		NetworkDisabled: true,
		Healthcheck: { Test: ["NONE"] },
		StopTimeout: 1,
		Labels: { [deviceLabel]: deviceId, [jobLabel]: job.id, [leaseLabel]: String(leaseUntil) },
		HostConfig: {
			NetworkMode: "none",
			ReadonlyRootfs: true,
			Privileged: false,
			CapDrop: ["ALL"],
			SecurityOpt: ["no-new-privileges"],
			IpcMode: "none",
			CgroupnsMode: "private",
			Init: true,
			AutoRemove: false,
			RestartPolicy: { Name: "no" },
			PublishAllPorts: false,
			LogConfig: { Type: "none" },
			PidsLimit: limits.pids + 1, // the engine's own init is one of them
			Memory: memory,
			MemorySwap: memory,
			NanoCpus: nanoCpus(Math.min(limits.cpu, plan.engineCpus)),
			CpuShares: 2,
			OomScoreAdj: 1000,
			Ulimits: [limit("core", 0), limit("fsize", largestFile), limit("nofile", 1024)],
			Tmpfs: { "/tmp": tmpfs, ...Object.fromEntries(volumePaths(imageVolumes).map((path) => [path, tmpfs])) },
			Mounts: [
				{ Type: "bind", Source: files.inputFolder, Target: "/in", ReadOnly: true },
				// Without these the engine shows the job the household's name servers and search domains.
				{ Type: "bind", Source: files.emptyFile, Target: "/etc/resolv.conf", ReadOnly: true },
				...job.outputs.map(({ name }) => outputMount(name, files.outputs.get(name))),
			],
		},
	};
}

function outputMount(name: string, source: string | undefined): BindMount {
	if (source === undefined) throw new ProblemError("runner.failed", { detail: `no file was made for output ${name}` });
	return { Type: "bind", Source: source, Target: `/out/${name}`, ReadOnly: false };
}

/** Volumes of the image that need a cover. At most 8: each is another file system to set up. */
function volumePaths(declared: readonly string[]): string[] {
	const paths = [...new Set(declared.map((path) => posix.normalize(path).replace(/\/+$/, "") || "/"))].sort();
	const bad = paths.find((path) => !/^\/[A-Za-z0-9._/-]+$/.test(path) || reserved.test(path)) ?? paths[8];
	if (bad !== undefined) throw new ProblemError("runner.failed", { detail: `the image asks for a volume at ${bad}` });
	return paths.filter((path) => path !== "/tmp");
}

const reserved = /^\/(?:in|out|proc|sys|dev|etc)(?:\/|$)|^\/tmp\/|\/\.\.(?:\/|$)/;
