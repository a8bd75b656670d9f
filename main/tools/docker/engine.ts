// The container engine in our words, over dockerode. Every call is bounded in time; an engine that went away shows as a
// rejected promise, never as one that hangs. dockerode (32 MB of memory) is loaded by the first open, not before.
import type { Readable } from "node:stream";
import type { Clock } from "../clock/clock.ts";
import type { GroupFinder } from "./cgroup.ts";
import { type CreateBody, deviceLabel, jobLabel } from "./container-flags.ts";

export interface EngineImage {
	readonly id: string;
	readonly volumes: readonly string[];
}

export interface ContainerState {
	readonly running: boolean;
	readonly pid: number;
	readonly exitCode: number;
	readonly oomKilled: boolean;
	/** What the engine says it enforces; 0 where it dropped a limit. */
	readonly memory: number;
	readonly pidsLimit: number;
	readonly nanoCpus: number;
}

export interface Engine {
	readonly socketPath: string;
	facts(): Promise<{ readonly version: string; readonly arch: string; readonly cpus: number }>;
	/** By image id or by the digest part of a repository digest; null when it is not on this PC. Never pulls. */
	findImage(digest: string): Promise<EngineImage | null>;
	/** The new container's id. */
	create(name: string, body: CreateBody): Promise<string>;
	/** Standard output and error as frames, from the very start when called before start. */
	attach(id: string): Promise<Readable>;
	/** The exit code of the coming run; rejects when the engine goes away. Not bounded: a job may take days. */
	waitForExit(id: string): Promise<number>;
	start(id: string): Promise<void>;
	pause(id: string): Promise<void>;
	unpause(id: string): Promise<void>;
	update(id: string, change: { readonly NanoCpus: number }): Promise<void>;
	/** No error when it no longer runs. Works on a paused container. */
	kill(id: string, withinMs: number): Promise<void>;
	inspect(id: string): Promise<ContainerState>;
	/** One JSON document per second for as long as it is read. */
	stats(id: string): Promise<Readable>;
	/** Kills it when it runs, removes it with its anonymous volumes; no error when it is already gone. */
	remove(id: string): Promise<void>;
	listOurs(deviceId: string): Promise<{ readonly id: string; readonly jobId: string; readonly running: boolean }[]>;
	importImage(tar: Buffer, changes: readonly string[]): Promise<string>;
	removeImage(id: string): Promise<void>;
}

const callMs = 10_000;

/** An engine as it is used: how many processors it has, and what its containers look like from here. */
export interface OpenedEngine {
	readonly engine: Engine;
	readonly cpus: number;
	readonly arch: string;
	readonly version: string;
	readonly finder: GroupFinder;
}

/** HTTP status of a refused call; null for anything else. */
export function statusOf(error: unknown): number | null {
	const status = (error as { statusCode?: unknown } | null)?.statusCode;
	return typeof status === "number" ? status : null;
}

/** Loads dockerode. Opens no connection yet. */
export async function openEngine(socketPath: string, clock: Clock): Promise<Engine> {
	const { default: Docker } = await import("dockerode");
	// `host: undefined` matters: with DOCKER_HOST=tcp://... the library would prefer the network over our socket.
	const local = { socketPath, host: undefined, port: undefined, protocol: "http", headers: {} };
	const docker = new Docker(local as unknown as ConstructorParameters<typeof Docker>[0]);
	const at = (id: string) => docker.getContainer(id);

	async function bounded<T>(what: string, call: (abortSignal: AbortSignal) => Promise<T>, ms = callMs): Promise<T> {
		const abort = new AbortController();
		const late = Promise.withResolvers<never>();
		const cancel = clock.after(ms, () => {
			late.reject(new Error(`the engine did not answer "${what}" within ${ms} ms`));
			abort.abort();
		});
		try {
			return await Promise.race([call(abort.signal), late.promise]);
		} finally {
			cancel();
		}
	}

	return {
		socketPath,
		facts: () =>
			bounded("info", async () => {
				const [version, info] = await Promise.all([docker.version(), docker.info()]);
				return { version: version.Version, arch: version.Arch, cpus: info.NCPU };
			}),
		findImage: (digest) =>
			bounded("image", async () => {
				const image = await inspectImage(digest);
				return image && { id: image.Id, volumes: Object.keys(image.Config?.Volumes ?? {}) };
			}),
		create: (name, body) =>
			bounded("create", async (abortSignal) => {
				// _query and _body: else the library would also put the whole body into the address.
				const options = { _query: { name }, _body: body, abortSignal };
				return (await docker.createContainer(options as unknown as { Image: string })).id;
			}),
		attach: (id) =>
			bounded("attach", () => at(id).attach({ stream: true, stdout: true, stderr: true }) as Promise<never>),
		waitForExit: (id) => waitForExit(id),
		start: (id) => bounded("start", async (abortSignal) => void (await at(id).start({ abortSignal })), 30_000),
		pause: (id) => bounded("pause", async (abortSignal) => void (await at(id).pause({ abortSignal }))),
		unpause: (id) => bounded("unpause", async (abortSignal) => void (await at(id).unpause({ abortSignal }))),
		update: (id, change) => bounded("update", async () => void (await at(id).update(change))),
		kill: (id, withinMs) =>
			bounded("kill", (abortSignal) => ignoring(at(id).kill({ signal: "KILL", abortSignal }), 404, 409), withinMs),
		inspect: (id) =>
			bounded("inspect", async (abortSignal) => {
				const { State: state, HostConfig: host } = await at(id).inspect({ abortSignal });
				return {
					running: state.Running,
					pid: state.Pid,
					exitCode: state.ExitCode,
					oomKilled: state.OOMKilled,
					memory: host.Memory ?? 0,
					pidsLimit: host.PidsLimit ?? 0,
					nanoCpus: host.NanoCpus ?? 0,
				};
			}),
		stats: (id) => bounded("stats", async () => (await at(id).stats({ stream: true })) as unknown as Readable),
		remove: (id) =>
			bounded("remove", (abortSignal) => ignoring(at(id).remove({ force: true, v: true, abortSignal }), 404)),
		listOurs: (deviceId) =>
			bounded("list", async (abortSignal) => {
				const filters = { label: [`${deviceLabel}=${deviceId}`] };
				const rows = await docker.listContainers({ all: true, filters, abortSignal });
				return rows.map((row) => ({
					id: row.Id,
					jobId: row.Labels[jobLabel] ?? "",
					running: row.State === "running" || row.State === "paused",
				}));
			}),
		importImage: (tar, changes) =>
			bounded("import", async () => {
				const reply = await docker.importImage(tar as unknown as NodeJS.ReadableStream, { changes: [...changes] });
				const text = await readAll(reply as Readable);
				const id = /sha256:[0-9a-f]{64}/.exec(text)?.[0];
				if (id === undefined) throw new Error(`the engine did not take the image: ${text.slice(0, 200)}`);
				return id;
			}),
		removeImage: (id) => bounded("image remove", async () => void (await docker.getImage(id).remove({ force: true }))),
	};

	async function inspectImage(digest: string) {
		try {
			return await docker.getImage(digest).inspect();
		} catch (error) {
			if (statusOf(error) !== 404) throw error;
		}
		const images = await docker.listImages();
		const named = images.find((image) => image.RepoDigests?.some((name) => name.endsWith(`@${digest}`)));
		return named ? await docker.getImage(named.Id).inspect() : null;
	}

	/** As a stream, because the plain call of the library never settles when the engine dies after its headers. */
	async function waitForExit(id: string): Promise<number> {
		const reply = await new Promise<Readable>((resolve, reject) => {
			const path = `/containers/${id}/wait?`;
			const options = { _query: { condition: "next-exit" }, _body: {} };
			const statusCodes = { 200: true, 404: "no such container", 500: "server error" };
			const settle = (error: unknown, stream: unknown) => (error ? reject(error) : resolve(stream as Readable));
			docker.modem.dial({ path, method: "POST", options, isStream: true, statusCodes }, settle);
		});
		const { StatusCode } = JSON.parse(await readAll(reply)) as { StatusCode: number };
		return StatusCode;
	}
}

async function ignoring(call: Promise<unknown>, ...statuses: readonly number[]): Promise<void> {
	try {
		await call;
	} catch (error) {
		if (!statuses.includes(statusOf(error) ?? 0)) throw error;
	}
}

/** Small replies only. Rejects when the connection ends before the reply does. */
async function readAll(stream: Readable): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of stream) parts.push(Buffer.from(part));
	return Buffer.concat(parts).toString("utf8");
}
