// `docker run` as the peer of a container job: plain, or with every flag of the job's own sandbox.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askEngine } from "../e2e/real/docker.ts";
import type { JobId, PublicKey } from "../main/contract/ids.ts";
import type { Job } from "../main/contract/job.ts";
import { compileContainer } from "../main/tools/docker/container-flags.ts";

type CreateBody = ReturnType<typeof compileContainer>;

export interface DockerPeer {
	/** Arguments of the docker command up to the image: engine, `run`, flags. */
	readonly plainRun: readonly string[];
	readonly sameFlagsRun: readonly string[];
	/** create + attach + start through the engine's API, without the docker command: what no client can go below. */
	timeApi(argv: readonly string[]): Promise<number>;
	close(): void;
}

/** A peer with the sandbox settings of `job`, compiled by the product's own flag compiler. */
export function openDockerPeer(socketPath: string, image: string, limits: Job["limits"]): DockerPeer {
	const folder = mkdtempSync(join(tmpdir(), "hearth-peer-"));
	const emptyFile = join(folder, "empty");
	writeFileSync(emptyFile, "");
	const body = (argv: readonly string[]) =>
		compileContainer({
			job: peerJob(argv, limits),
			deviceId: "peer",
			imageId: image,
			imageVolumes: [],
			files: { inputFolder: folder, outputs: new Map(), emptyFile },
			engineCpus: limits.cpu,
			leaseUntil: 0,
		});
	const engine = ["--host", `unix://${socketPath}`, "run", "--rm"];
	return {
		plainRun: engine,
		sameFlagsRun: [...engine, ...flagsOf(body([]))],
		timeApi: (argv) => timeApi(socketPath, body(argv)),
		close: () => rmSync(folder, { recursive: true, force: true }),
	};
}

function peerJob(argv: readonly string[], limits: Job["limits"]): Job {
	return {
		v: 1,
		id: "00000000-0000-4000-8000-000000000000" as JobId,
		requester: "" as PublicKey,
		purpose: "peer",
		class: "container",
		artifact: { digest: "" as Job["artifact"]["digest"] },
		argv: [...argv],
		env: {},
		inputs: [],
		outputs: [],
		limits,
		createdAt: 0,
		deadline: 0,
		attempts: 1,
		network: "none",
	};
}

/** The same settings as words of the docker command. */
function flagsOf({ HostConfig: host, User, Hostname }: CreateBody): string[] {
	const pairs = Object.entries({
		network: host.NetworkMode,
		ipc: host.IpcMode,
		cgroupns: host.CgroupnsMode,
		"log-driver": host.LogConfig.Type,
		"pids-limit": host.PidsLimit,
		memory: host.Memory,
		"memory-swap": host.MemorySwap,
		cpus: host.NanoCpus / 1e9,
		"cpu-shares": host.CpuShares,
		"oom-score-adj": host.OomScoreAdj,
		user: User,
		hostname: Hostname,
	});
	return [
		"--read-only",
		"--init",
		...pairs.map(([name, value]) => `--${name}=${value}`),
		...host.CapDrop.map((name) => `--cap-drop=${name}`),
		...host.SecurityOpt.map((name) => `--security-opt=${name}`),
		...host.Ulimits.map(({ Name, Soft, Hard }) => `--ulimit=${Name}=${Soft}:${Hard}`),
		...Object.entries(host.Tmpfs).map(([path, options]) => `--tmpfs=${path}:${options}`),
		...host.Mounts.map(({ Source, Target }) => `--mount=type=bind,src=${Source},dst=${Target},readonly`),
	];
}

async function timeApi(socketPath: string, body: CreateBody): Promise<number> {
	const startedAt = performance.now();
	const { Id } = JSON.parse(await askEngine(socketPath, "POST", "/containers/create", body)) as { Id: string };
	try {
		const firstBytes = await attach(socketPath, Id);
		await askEngine(socketPath, "POST", `/containers/${Id}/start`);
		return (await firstBytes.arrived) - startedAt;
	} finally {
		await askEngine(socketPath, "DELETE", `/containers/${Id}?force=true&v=true`);
	}
}

/** Resolves once attached; `arrived` to the time of the first output. */
function attach(socketPath: string, id: string): Promise<{ readonly arrived: Promise<number> }> {
	return new Promise((resolve, reject) => {
		const path = `/containers/${id}/attach?stream=1&stdout=1&stderr=1`;
		const call = request({ socketPath, method: "POST", path, agent: false }, (reply) => {
			const arrived = new Promise<number>((got) => void reply.once("data", () => got(performance.now())));
			reply.on("error", () => undefined);
			resolve({ arrived });
		});
		call.on("error", reject);
		call.end();
	});
}
