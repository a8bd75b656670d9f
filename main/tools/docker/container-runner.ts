// The container runner: jobs of class `container` on whatever Docker-compatible engine this PC has.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { jobIdSchema } from "../../contract/ids.ts";
import { ProblemError } from "../../contract/problem.ts";
import type { Clock } from "../clock/clock.ts";
import type { Reaped, Runner, RunRequest, Sandbox } from "../runner/runner.ts";
import { CgroupFinder } from "./cgroup.ts";
import { compileContainer, containerName } from "./container-flags.ts";
import { findContainerProcesses } from "./container-processes.ts";
import { superviseContainer } from "./container-sandbox.ts";
import { type Engine, type OpenedEngine, openEngine, statusOf } from "./engine.ts";
import { findEndpoint } from "./find-endpoint.ts";
import { eraseFolder, type JobFiles, makeJobFiles } from "./job-files.ts";
import { readLog } from "./log-streams.ts";
import { probeEngine } from "./probe.ts";
import { measureUsage } from "./usage-meter.ts";

export interface ContainerRunnerOptions {
	readonly clock: Clock;
	readonly deviceId: string;
	/** Scratch folder of this runner alone, e.g. `<data>/scratch/container`; everything in it may be erased. */
	readonly directory: string;
	/** Path of the engine's socket; null looks for one, again at each probe until one answers. */
	readonly endpoint: string | null;
}

/**
 * Opens without loading a Docker library or touching an engine: that happens at the first probe, run, has or reap that
 * finds a socket. Never pulls or builds an image for a job, and never removes a container without this device's label.
 */
export async function openContainerRunner(options: ContainerRunnerOptions): Promise<Runner> {
	const { clock, deviceId, directory } = options;
	const active = new Set<string>();
	let opened: OpenedEngine | null = null;

	/** null when there is no socket for this person; rejects when there is one and it does not answer. */
	async function open(again = false): Promise<OpenedEngine | null> {
		if (opened !== null && again) {
			// It may have been updated, or have ended while another one came.
			const facts = await opened.engine.facts().catch(() => null);
			opened = facts === null ? null : { ...opened, ...facts };
		}
		if (opened !== null) return opened;
		const socketPath = options.endpoint ?? (await findEndpoint()).endpoint?.socketPath ?? null;
		if (socketPath === null) return null;
		const engine = await openEngine(socketPath, clock);
		opened = { engine, ...(await engine.facts()), finder: new CgroupFinder() };
		return opened;
	}

	async function run(request: RunRequest): Promise<Sandbox> {
		const { job } = request;
		const at = await open().catch(failed);
		if (at === null) throw new ProblemError("runner.unavailable", { class: "container" });
		if (active.has(job.id)) throw new ProblemError("runner.failed", { detail: "this job runs here already" });
		active.add(job.id);
		try {
			if (request.signal.aborted) throw new ProblemError("agent.stopping", {});
			const image = await at.engine.findImage(job.artifact.digest).catch(failed);
			if (image === null) throw new ProblemError("job.artifact-missing", { digest: job.artifact.digest });
			const files = await makeJobFiles(directory, job, request.inputs);
			const leaseUntil = clock.now() + job.limits.seconds * 1000;
			const plan = { job, deviceId, files, leaseUntil, engineCpus: at.cpus };
			const sandbox = await start(at, request, files, () =>
				compileContainer({ ...plan, imageId: image.id, imageVolumes: image.volumes }),
			);
			void sandbox.ended.then(() => active.delete(job.id));
			return sandbox;
		} catch (error) {
			active.delete(job.id);
			throw error;
		}
	}

	async function start(
		at: OpenedEngine,
		request: RunRequest,
		files: JobFiles,
		compile: () => ReturnType<typeof compileContainer>,
	): Promise<Sandbox> {
		const { engine, finder } = at;
		const { job, guard } = request;
		let id: string | null = null;
		try {
			id = await createFresh(engine, deviceId, job.id, compile());
			guard.watch(
				{ kind: "container", jobId: job.id, socketPath: engine.socketPath, container: id },
				request.beatSentAt,
			);
			const logs = await engine.attach(id);
			const reader = readLog((chunk) => request.onLog(chunk));
			// Detaching lets the job go on: the engine drops what nobody reads.
			logs.on("data", (bytes: Buffer) => void (reader.push(bytes) || logs.destroy()));
			const logsRead = new Promise<void>((resolve) => {
				logs.on("error", () => undefined);
				logs.once("close", () => resolve(reader.end()));
			});
			const exit = engine.waitForExit(id);
			exit.catch(() => undefined);
			// Asked as late as can be: what the owner stopped by now must not run at all.
			if (request.signal.aborted) throw new ProblemError("agent.stopping", {});
			const meter = measureUsage(id, engine, finder, clock);
			try {
				await engine.start(id);
			} catch (error) {
				meter.close();
				logs.destroy();
				throw error;
			}
			const started = { id, request, engine, engineCpus: at.cpus, finder, clock, files, meter, logs, logsRead, exit };
			const sandbox = superviseContainer(started);
			void engine
				.inspect(id)
				.then(({ pid }) => meter.started(pid))
				.catch(() => undefined);
			return sandbox;
		} catch (error) {
			if (id !== null) await engine.remove(id).catch(() => undefined);
			guard.forget(job.id);
			await eraseFolder(files.folder);
			return failed(error);
		}
	}

	async function reap(): Promise<Reaped> {
		const jobIds = new Set<string>();
		let processes = 0;
		let removed = true;
		try {
			const at = await open();
			for (const { id, jobId, running } of (await at?.engine.listOurs(deviceId)) ?? []) {
				if (active.has(jobId)) continue;
				processes += running ? Math.max(1, findContainerProcesses(id)?.length ?? 0) : 0;
				if (jobId !== "") jobIds.add(jobId);
				await at?.engine.remove(id);
			}
		} catch {
			removed = false; // an engine that is there but does not answer may hold leftovers: not erased, then
		}
		let erased = true;
		for (const name of await readdir(directory).catch(() => [])) {
			if (active.has(name)) continue;
			if (jobIdSchema.safeParse(name).success) jobIds.add(name);
			erased = (await eraseFolder(join(directory, name))) && erased;
		}
		return { jobIds: [...jobIds], processes, scratchErased: erased && removed };
	}

	return {
		class: "container",
		probe: () => probeEngine({ open: () => open(true), clock, deviceId, directory }),
		run,
		has: async (digest) => {
			const at = await open().catch(() => null);
			return at !== null && (await at.engine.findImage(digest).catch(() => null)) !== null;
		},
		reap,
	};
}

/** One container per job: what an earlier, killed run of the same job left under the name goes first, if it is ours. */
async function createFresh(
	engine: Engine,
	deviceId: string,
	jobId: string,
	body: ReturnType<typeof compileContainer>,
): Promise<string> {
	const name = containerName(deviceId, jobId);
	try {
		return await engine.create(name, body);
	} catch (error) {
		if (statusOf(error) !== 409) throw error;
		const leftover = (await engine.listOurs(deviceId)).find((container) => container.jobId === jobId);
		if (leftover === undefined) throw error;
		await engine.remove(leftover.id);
		return await engine.create(name, body);
	}
}

function failed(error: unknown): never {
	if (error instanceof ProblemError) throw error;
	throw new ProblemError("runner.failed", { detail: error instanceof Error ? error.message : String(error) });
}
