// The life of one held job: files, sandbox, beats, log, end, receipt, result. stop() works at every point of it.
import type { Allowance, Reason } from "../contract/decision.ts";
import type { Job } from "../contract/job.ts";
import type { LedgerEvent } from "../contract/ledger.ts";
import { ProblemError } from "../contract/problem.ts";
import type { Receipt } from "../contract/receipt.ts";
import type { RunningJob } from "../contract/snapshot.ts";
import { canonical, sha256 } from "../tools/crypto/canonical.ts";
import { beatEveryMs, type Lease, LeaseLostError } from "../tools/queue/work-queue.ts";
import type { Runner, Sandbox, SandboxEnd } from "../tools/runner/runner.ts";
import { endOf, handBack, type StopCause } from "./job-end.ts";
import { fetchJobFiles } from "./job-inputs.ts";
import { jobMeter } from "./job-meter.ts";
import { logBatch } from "./log-batch.ts";
import { notStarted } from "./not-started.ts";
import type { Parts } from "./parts.ts";

export interface JobRun {
	readonly job: Job;
	readonly allowance: Allowance;
	view(): RunningJob;
	cpuSeconds(): number;
	memoryMiB(): number;
	/** Freezes at once; does nothing while starting or stopping. */
	freeze(reasons: Reason[]): Promise<void>;
	thaw(): Promise<void>;
	/** Kills, proves, records. Resolves with the receipt, or null when nothing had been started. Idempotent. */
	stop(cause: StopCause): Promise<Receipt | null>;
	/** True once its end is recorded: nothing of it runs here, only the pool has still to be told. */
	gone(): boolean;
	/** Tries no longer to tell a pool that is away; the lease there ends by itself. */
	letGo(): void;
	/** Resolves after the job was finished with or handed back to the pool; never rejects. */
	readonly settled: Promise<void>;
}

export interface JobRunInput {
	readonly parts: Parts;
	readonly runner: Runner;
	readonly lease: Lease;
	readonly job: Job;
	readonly requesterName: string;
	readonly allowance: Allowance;
	readonly onChange: () => void;
}

/** Starts running `input.job`. The ledger holds JobAccepted and JobStarting before any of the job's code runs. */
export function startJobRun(input: JobRunInput): JobRun {
	const { parts, runner, lease, job, requesterName, allowance, onChange } = input;
	const { clock, ledger, queue, guard, log } = parts;
	const startedAt = clock.now();
	const calledOff = new AbortController();
	const lettingGo = new AbortController();
	const output = logBatch(queue, lease, clock);
	const meter = jobMeter(clock, onChange);
	let phase: RunningJob["phase"] = "starting";
	let sandbox: Sandbox | null = null;
	let cause: StopCause | null = null;
	let receipt: Receipt | null = null;
	let lost = false;

	/** Records what has already happened: a full disk must not keep a job from being frozen, stopped or handed back. */
	const note = (event: LedgerEvent) => {
		try {
			ledger.append(event, { sync: true });
		} catch (error) {
			log.error({ jobId: job.id, type: event.type, error: String(error) }, "the ledger did not take an event");
		}
	};
	const enter = (next: RunningJob["phase"]) => {
		phase = next;
		onChange();
	};
	const askToStop = (why: StopCause) => {
		cause ??= why;
		calledOff.abort();
		if (phase !== "stopping") enter("stopping");
		return sandbox?.stop();
	};
	const beat = async () => {
		try {
			await queue.beat(lease);
			guard.beat(job.id, lease.beatSentAt);
		} catch (error) {
			if (!(error instanceof LeaseLostError)) return; // away: the guard decides by the clock
			lost = true;
			await askToStop("lease-lost");
		}
	};
	const stopBeating = clock.every(beatEveryMs, () => void beat());

	const begin = async (): Promise<Sandbox> => {
		const [files] = await Promise.all([fetchJobFiles(job, queue, runner), guard.ready()]);
		if (cause) throw new ProblemError("agent.stopping");
		ledger.append({ type: "JobStarting", jobId: job.id, fence: lease.fence }, { sync: true });
		return runner.run({
			job,
			...files,
			beatSentAt: lease.beatSentAt,
			guard,
			signal: calledOff.signal,
			onLog: output.add,
		});
	};

	const record = (end: SandboxEnd): Receipt => {
		const made = parts.receipts.ended(job, {
			requesterName,
			grantId: allowance.grantId,
			startedAt,
			endedAt: clock.now(),
			end: endOf(end, cause),
			exitCode: end.exitCode,
			usage: end.usage,
			proof: end.proof,
			outputBytes: [...end.outputs.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0),
		});
		note({ type: "JobEnded", receipt: made });
		return made;
	};

	const accept = () =>
		ledger.append(
			{
				type: "JobAccepted",
				jobId: job.id,
				jobDigest: sha256(canonical(job)),
				purpose: job.purpose,
				requesterName,
				class: job.class,
				grantId: allowance.grantId,
				fence: lease.fence,
			},
			{ sync: true },
		);

	const live = async (): Promise<void> => {
		try {
			accept();
		} catch (error) {
			await queue.release(lease).catch(() => undefined); // what cannot be recorded is not run here
			throw error;
		}
		let end: SandboxEnd;
		try {
			sandbox = await begin();
			if (cause) void sandbox.stop();
			else enter("running");
			meter.follow(sandbox);
			end = await sandbox.ended;
		} catch (error) {
			end = notStarted(error, output.add);
		}
		meter.end();
		guard.forget(job.id);
		receipt = record(end);
		markEnded();
		onChange();
		await output.drain();
		if (!lost) await handBack(parts, lease, job, end, receipt, cause, lettingGo.signal);
	};

	let markEnded: () => void = () => undefined;
	const ended = new Promise<void>((resolve) => {
		markEnded = resolve;
	});
	const settled = live()
		.catch((error: unknown) => log.error({ jobId: job.id, error: String(error) }, "a run could not be completed"))
		.finally(() => {
			stopBeating();
			markEnded();
		});

	return {
		job,
		allowance,
		cpuSeconds: () => meter.cpuSeconds(),
		memoryMiB: () => meter.memoryMiB() ?? 0,
		view: () => ({
			id: job.id,
			title: job.purpose,
			requesterName,
			class: job.class,
			limits: job.limits,
			phase,
			startedAt,
			...meter.view(),
		}),
		async freeze(reasons) {
			if (phase !== "running" || !sandbox) return;
			enter("frozen");
			await sandbox.freeze();
			note({ type: "JobFrozen", jobId: job.id, reasons });
		},
		async thaw() {
			if (phase !== "frozen" || !sandbox) return;
			enter("running");
			await sandbox.thaw();
			note({ type: "JobThawed", jobId: job.id });
		},
		async stop(why) {
			void askToStop(why);
			await ended;
			return receipt;
		},
		gone: () => receipt !== null,
		letGo: () => lettingGo.abort(),
		settled,
	};
}
