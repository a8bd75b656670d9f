// One started container: freeze, thaw, limits while it runs, and an end that is proven. Whatever happens first decides
// the kind of end; from then on there is one way out: kill, wait, prove, read, remove, erase.
import type { Readable } from "node:stream";
import { ProblemError } from "../../contract/problem.ts";
import type { Clock } from "../clock/clock.ts";
import type { RunRequest, Sandbox, SandboxEnd } from "../runner/runner.ts";
import type { GroupFinder } from "./cgroup.ts";
import { nanoCpus } from "./container-flags.ts";
import { findContainerProcesses } from "./container-processes.ts";
import type { Engine } from "./engine.ts";
import { eraseFolder, findOversized, type JobFiles, readOutputs } from "./job-files.ts";
import { pause, settlesWithin } from "./pause.ts";
import { proveGone } from "./prove-gone.ts";
import type { UsageMeter } from "./usage-meter.ts";

export interface StartedContainer {
	readonly id: string;
	readonly request: RunRequest;
	readonly engine: Engine;
	readonly engineCpus: number;
	readonly finder: GroupFinder;
	readonly clock: Clock;
	readonly files: JobFiles;
	readonly meter: UsageMeter;
	readonly logs: Readable;
	/** Resolves when the log stream ended. */
	readonly logsRead: Promise<void>;
	/** The exit code; rejects when the engine went away. Asked for before the start. */
	readonly exit: Promise<number>;
}

type Kind = SandboxEnd["kind"];

const checkOutputsMs = 250;
const killMs = 2_000;
const killRounds = 3;
const proofMs = 2_000;
const lastLogMs = 1_000;
/** Exit codes a process gets when KILL or TERM ended it: 128 + 9, 128 + 15. */
const endedFromOutside = [137, 143];

/** Takes over a container that has been started. Its `ended` resolves whatever the engine does. */
export function superviseContainer(container: StartedContainer): Sandbox {
	const { id, request, engine, finder, clock, files, meter } = container;
	const { job } = request;
	let trigger: { readonly kind: Kind; readonly at: number; readonly detail: string } | null = null;
	let frozen = false;
	let line: Promise<unknown> = Promise.resolve();
	const ending = Promise.withResolvers<SandboxEnd>();

	const cancelLimit = clock.after(job.limits.seconds * 1000, () =>
		cut("time-limit", `${job.limits.seconds} s are over`),
	);
	let looking = false;
	const cancelCheck = clock.every(checkOutputsMs, () => {
		if (looking || trigger !== null || job.outputs.length === 0) return;
		looking = true;
		void findOversized(job, files).then((name) => {
			looking = false;
			if (name !== null) cut("output-limit", `output ${name} grew over its cap`);
		});
	});
	container.exit.then(
		(code) => void finish(code),
		(error: unknown) => {
			trigger ??= { kind: "crash", at: clock.bootMs(), detail: `the engine went away: ${messageOf(error)}` };
			void killHard().then(() => finish(null));
		},
	);

	/** Ends the run from our side; the first reason stands. */
	function cut(kind: Kind, detail: string): void {
		if (trigger !== null) return;
		trigger = { kind, at: clock.bootMs(), detail };
		meter.now();
		void killHard().then(async () => {
			// An engine that killed but does not tell must not keep the end back.
			if (!(await settlesWithin(container.exit, clock, killMs))) await finish(null);
		});
	}

	/** Asks the engine; when it does not answer, kills the processes itself where the OS allows that. */
	async function killHard(): Promise<void> {
		for (let round = 0; round < killRounds; round++) {
			const asked = await engine.kill(id, killMs).then(
				() => true,
				() => false,
			);
			if (!asked) break;
			// A freeze that was under way may have caught the dying processes: killing again also thaws.
			if (await settlesWithin(container.exit, clock, 500)) return;
		}
		if (finder.seesProcesses) {
			for (const pid of findContainerProcesses(id) ?? []) {
				try {
					process.kill(pid, "SIGKILL");
				} catch {
					// Gone already, or not ours to kill: the proof will say what is left.
				}
			}
		}
	}

	let finishing = false;
	async function finish(code: number | null): Promise<void> {
		if (finishing) return;
		finishing = true;
		cancelLimit();
		cancelCheck();
		trigger ??= { kind: "exit", at: clock.bootMs(), detail: "" };
		const { at } = trigger;
		const prove = async () => {
			const gone = await proveGone(id, { engine, finder, folders: meter.folders() }, clock, proofMs);
			return { ...gone, provenMs: Math.max(0, clock.bootMs() - at) };
		};
		let gone = await prove();
		await settlesWithin(container.logsRead, clock, trigger.kind === "exit" ? lastLogMs : 0);
		container.logs.destroy();
		const state = code === null ? null : await engine.inspect(id).catch(() => null);
		let kind: Kind = trigger.kind;
		let detail = trigger.detail;
		let outputs: ReadonlyMap<string, Uint8Array> = new Map();
		if (kind === "exit") {
			if (state?.oomKilled || meter.sawOomKill()) {
				kind = "memory-limit";
				detail = `out of its ${job.limits.memoryMiB} MiB; exit code ${code}`;
			} else if (code !== null && endedFromOutside.includes(code)) {
				kind = "crash";
				detail = `ended from outside with exit code ${code}`;
			} else {
				try {
					outputs = await readOutputs(job, files);
				} catch (error) {
					kind = isTooLarge(error) ? "output-limit" : "crash";
					detail = messageOf(error);
				}
			}
		}
		const usage = { cpuSeconds: meter.now().cpuSeconds, peakMemoryMiB: meter.peakMemoryMiB() };
		meter.close();
		await engine.remove(id).catch((error: unknown) => {
			detail = `${detail}; not removed: ${messageOf(error)}`;
		});
		if (gone.processesLeft > 0) gone = await prove(); // removing is the engine's own last kill
		const scratchErased = await eraseFolder(files.folder);
		if (gone.processesLeft === 0) request.guard.forget(job.id);
		const exitCode = trigger.kind === "exit" && code !== 137 ? code : null;
		ending.resolve({ kind, exitCode, usage, proof: { ...gone, scratchErased }, outputs, detail });
	}

	/** One change after the other, in the order they were asked for; nothing once the end has begun. */
	function change(what: string, act: () => Promise<void>): Promise<void> {
		const turn = line.then(async () => {
			if (trigger !== null) return;
			try {
				await act();
			} catch (error) {
				// An exit that is on its way explains the refusal.
				await pause(clock, 50);
				if (trigger === null && !finishing)
					throw new ProblemError("runner.failed", { detail: `${what}: ${messageOf(error)}` });
			}
		});
		line = turn.catch(() => undefined);
		return turn;
	}

	return {
		freeze: () =>
			change("freeze", async () => {
				if (!frozen) await engine.pause(id);
				frozen = true;
			}),
		thaw: () =>
			change("thaw", async () => {
				if (frozen) await engine.unpause(id);
				frozen = false;
			}),
		setCpu: (cores) =>
			change("set CPU", () => engine.update(id, { NanoCpus: nanoCpus(Math.min(cores, container.engineCpus)) })),
		stop() {
			cut("stopped", "");
			return ending.promise;
		},
		usage: async () => meter.now(),
		ended: ending.promise,
	};
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const isTooLarge = (error: unknown) => error instanceof ProblemError && error.problem.code === "job.output-too-large";
