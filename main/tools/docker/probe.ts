// Finds out by trying what the engine on this PC really enforces. The probe sandbox has the settings of a real job; its
// program needs no image from anywhere. "The engine says so" is never enough: limits can be dropped without a word.
import { randomUUID } from "node:crypto";
import { digestSchema, jobIdSchema, type PublicKey } from "../../contract/ids.ts";
import type { Job } from "../../contract/job.ts";
import type { RunnerState } from "../../contract/snapshot.ts";
import type { Clock } from "../clock/clock.ts";
import { readCgroupUsage } from "./cgroup.ts";
import { compileContainer, containerName, nanoCpus } from "./container-flags.ts";
import type { ContainerState, OpenedEngine } from "./engine.ts";
import { findEndpoint } from "./find-endpoint.ts";
import { eraseFolder, makeJobFiles, readOutputs } from "./job-files.ts";
import { readLog } from "./log-streams.ts";
import { pause } from "./pause.ts";
import { makeProbeProgram, type ProbeArch, probeChecks } from "./probe-program.ts";
import { proveGone } from "./prove-gone.ts";
import { tarOneFile } from "./tar.ts";

export interface ProbeParts {
	readonly open: () => Promise<OpenedEngine | null>;
	readonly clock: Clock;
	readonly deviceId: string;
	readonly directory: string;
}

const stepMs = 5_000;
const frozenMs = 120;

/** Why the probe stopped: the code is for people (`probe.<code>`), the detail for the log. */
class ProbeStop extends Error {
	readonly code: string;
	constructor(code: string, detail: string) {
		super(detail);
		this.code = code;
	}
}

/** The engine's own words came in place of the program's signs: nothing was tried, so nothing is known. */
class NeverRan extends ProbeStop {}

/**
 * About 0.7 s. `ok` means seen, not claimed: root write, network, mount, fork and privileges refused, inputs and outputs
 * working, CPU changed, frozen (no sign of life), thawed (signs again), killed and gone. Never throws; leaves no
 * container, image or file behind.
 */
export async function probeEngine(parts: ProbeParts): Promise<RunnerState> {
	const state = (available: boolean, code: string, detail: string): RunnerState => ({
		available,
		code,
		detail,
		probedAt: parts.clock.now(),
	});
	try {
		const at = await parts.open().catch((error: unknown) => {
			throw new ProbeStop("engine-silent", messageOf(error));
		});
		if (at === null) {
			const { denied } = await findEndpoint();
			return denied.length > 0 ? state(false, "no-access", denied.join(", ")) : state(false, "no-engine", "");
		}
		if (at.arch !== "amd64" && at.arch !== "arm64") throw new ProbeStop("unproven", `no probe program for ${at.arch}`);
		const { arch } = at;
		// The engine's starter needs threads of its own for a moment; on a busy PC, under a limit of two processes, it can
		// fail before the program begins. Once is chance, twice is an answer.
		const method = await trySandbox(at, arch, parts).catch((error: unknown) => {
			if (error instanceof NeverRan) return trySandbox(at, arch, parts);
			throw error;
		});
		return state(true, "ok", `engine ${at.version} on ${at.arch}, ${at.cpus} processors, proof by ${method}`);
	} catch (error) {
		return error instanceof ProbeStop
			? state(false, error.code, error.message)
			: state(false, "probe-failed", messageOf(error));
	}
}

async function trySandbox(
	at: OpenedEngine,
	arch: ProbeArch,
	{ clock, deviceId, directory }: ProbeParts,
): Promise<string> {
	const { engine, finder } = at;
	const job = probeJob(clock.now());
	let image: string | null = null;
	let id: string | null = null;
	const files = await makeJobFiles(directory, job, new Map([["probe", new Uint8Array(1)]]));
	try {
		image = await engine.importImage(tarOneFile("probe", makeProbeProgram(arch), 0o755), ['ENTRYPOINT ["/probe"]']);
		const plan = { job, deviceId, imageId: image, imageVolumes: [], files, engineCpus: at.cpus };
		const body = compileContainer({ ...plan, leaseUntil: clock.now() + job.limits.seconds * 1000 });
		id = await engine.create(containerName(deviceId, job.id), body);
		const container = id;
		let printed = "";
		const reader = readLog((chunk) => {
			printed += chunk.text;
		});
		const logs = await engine.attach(id);
		logs.on("data", (bytes: Buffer) => reader.push(bytes));
		logs.on("error", () => undefined);
		const exit = engine.waitForExit(id);
		exit.catch(() => undefined);
		await engine.start(id);
		const grows = async (from: number, withinMs: number) => {
			for (const until = clock.bootMs() + withinMs; printed.length <= from; await pause(clock, 5)) {
				if (clock.bootMs() >= until) return false;
			}
			return true;
		};
		if (!(await grows(probeChecks.length, stepMs)))
			throw new ProbeStop("probe-failed", `no sign of life: "${printed}"`);
		if (!/^[01]+\.*$/.test(printed)) throw new NeverRan("probe-failed", `it said "${printed.slice(0, 200)}"`);
		const missed = probeChecks.filter((_, index) => printed[index] !== "1").map((check) => check.name);
		if (missed.length > 0) throw new ProbeStop("limits-not-held", missed.join(", "));
		const running = await engine.inspect(id);
		checkLimits(running, job);
		finder.learn(id, running.pid);
		const folders = finder.find(id);

		await engine.update(id, { NanoCpus: nanoCpus(0.1) }).catch((error: unknown) => {
			throw new ProbeStop("no-live-change", messageOf(error));
		});
		await engine.pause(container).catch((error: unknown) => {
			throw new ProbeStop("no-freeze", messageOf(error));
		});
		await pause(clock, 20); // what it printed before the freeze may still be on its way
		const silent = printed.length;
		if (await grows(silent, frozenMs)) throw new ProbeStop("no-freeze", "it went on while frozen");
		await engine.unpause(container);
		if (!(await grows(silent, stepMs))) throw new ProbeStop("no-freeze", "it did not go on after the freeze");
		if (folders !== null && readCgroupUsage(folders) === null)
			throw new ProbeStop("probe-failed", "usage is unreadable");
		await engine.kill(id, stepMs);
		const gone = await proveGone(id, { engine, finder, folders }, clock, stepMs);
		if (gone.processesLeft > 0) throw new ProbeStop("no-kill", `${gone.processesLeft} left (${gone.method})`);
		const output = (await readOutputs(job, files)).get("probe");
		if (Buffer.from(output ?? []).toString() !== "held") throw new ProbeStop("limits-not-held", "output-readable");
		return gone.method;
	} finally {
		if (id !== null) await engine.remove(id).catch(() => undefined);
		if (image !== null) await engine.removeImage(image).catch(() => undefined);
		await eraseFolder(files.folder);
	}
}

function checkLimits(state: ContainerState, { limits }: Job): void {
	if (state.memory !== limits.memoryMiB * 1_048_576) throw new ProbeStop("limits-not-held", "memory");
	if (state.pidsLimit !== limits.pids + 1) throw new ProbeStop("limits-not-held", "processes");
	if (state.nanoCpus !== nanoCpus(limits.cpu)) throw new ProbeStop("limits-not-held", "cpu");
}

/** Shaped like a job so that it gets a job's settings; it is signed by nobody and never leaves this PC. */
function probeJob(now: number): Job {
	return {
		v: 1,
		id: jobIdSchema.parse(randomUUID()),
		requester: `ed25519:${"A".repeat(43)}` as PublicKey,
		purpose: "probe",
		class: "container",
		artifact: { digest: digestSchema.parse(`sha256:${"0".repeat(64)}`) },
		argv: [],
		env: {},
		inputs: [{ name: "probe", digest: digestSchema.parse(`sha256:${"0".repeat(64)}`), bytes: 1 }],
		outputs: [{ name: "probe", maxBytes: 64 }],
		limits: { cpu: 0.5, memoryMiB: 32, scratchMiB: 1, pids: 1, seconds: 60 },
		createdAt: now,
		deadline: now,
		attempts: 1,
		network: "none",
	};
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
