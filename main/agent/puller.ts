// Asks the pool for work, one job at a time, and only while the newest decision says lend.
import type { Budget } from "../contract/decision.ts";
import { type JobClass, jobClasses } from "../contract/job.ts";
import { type Admission, admit } from "../core/admit.ts";
import { parseSignedJob } from "../core/parse.ts";
import { jobSignatureHolds } from "../tools/crypto/signed.ts";
import type { Lease, Want } from "../tools/queue/work-queue.ts";
import { type JobRun, startJobRun } from "./job-run.ts";
import type { Parts } from "./parts.ts";
import type { RunningJobs } from "./running-jobs.ts";

const claimWaitMs = 20_000;
const afterErrorMs = 2_000;

export interface Puller {
	/** The newest decision: a budget to pull for, or null to stop asking at once. */
	setBudget(budget: Budget | null): void;
	/** Stops asking for good; resolves when no claim is under way. */
	close(): Promise<void>;
}

export interface PullerInput {
	readonly parts: Parts;
	readonly running: RunningJobs;
	readonly capacity: { readonly cpus: number; readonly memoryMiB: number };
	readonly available: () => Record<JobClass, boolean>;
	readonly onChange: () => void;
}

export function startPuller(input: PullerInput): Puller {
	const { parts, running } = input;
	let budget: Budget | null = null;
	let closed = false;
	let asking: AbortController | null = null;
	let loop: Promise<void> | null = null;
	const except = new Set<string>();
	const later = new Set<string>();

	const pull = async () => {
		while (budget && !closed) {
			const want = wantOf(budget, parts, running, new Set([...except, ...later]));
			if (!want) return; // woken again when a job ends
			asking = new AbortController();
			try {
				const lease = await parts.queue.claim(want, claimWaitMs, asking.signal);
				if (lease) await take(lease);
			} catch (error) {
				parts.log.warn({ error: String(error) }, "the pool did not answer");
				await pauseAfterError();
			}
		}
	};
	const pauseAfterError = () =>
		new Promise<void>((resolve) => {
			parts.clock.after(afterErrorMs, resolve);
		});

	const take = async (lease: Lease) => {
		const parsed = parseSignedJob(lease.signed);
		if (!parsed.ok) {
			parts.log.warn({ jobId: lease.jobId, code: parsed.code }, "a job that cannot be read was left alone");
			except.add(lease.jobId);
			return parts.queue.release(lease);
		}
		const { signed } = parsed;
		if (!budget || closed) return parts.queue.release(lease);
		const admission: Admission = admit({
			signed,
			signatureOk: signed.job.id === lease.jobId && jobSignatureHolds(signed),
			budget,
			used: running.used(),
			capacity: input.capacity,
			runners: input.available(),
			now: parts.clock.now(),
		});
		if (!admission.ok) return refuse(lease, signed.job, admission);
		const runner = parts.runners.find((one) => one.class === signed.job.class);
		if (!runner) return parts.queue.release(lease);
		// An image is never fetched: a PC that lacks it leaves the job to one that has it.
		if (signed.job.class !== "wasm") {
			if (!(await runner.has(signed.job.artifact.digest))) {
				return refuse(lease, signed.job, { ok: false, code: "job.artifact-missing", args: {}, again: "elsewhere" });
			}
			if (closed || !stillAllows(budget, admission.allowance.grantId)) return parts.queue.release(lease);
		}
		const requesterName =
			admission.allowance.requesters.find((one) => one.publicKey === signed.job.requester)?.name ?? "?";
		const run: JobRun = startJobRun({
			parts,
			runner,
			lease,
			job: signed.job,
			requesterName,
			allowance: admission.allowance,
			onChange: input.onChange,
		});
		running.add(run);
		void run.settled.then(() => {
			later.clear();
			wake();
		});
	};

	const refuse = async (
		lease: Lease,
		job: Parameters<Parts["receipts"]["refused"]>[0],
		admission: Extract<Admission, { ok: false }>,
	) => {
		if (admission.again === "later") later.add(lease.jobId);
		else {
			except.add(lease.jobId);
			const receipt = parts.receipts.refused(job, "", admission.code, parts.clock.now());
			parts.ledger.append({ type: "JobRefused", receipt }, { sync: true });
		}
		await parts.queue.release(lease);
	};

	const wake = () => {
		if (loop || closed || !budget) return;
		loop = pull().finally(() => {
			loop = null;
		});
	};

	return {
		setBudget(next) {
			const changed = JSON.stringify(next?.allowances.map(bounds)) !== JSON.stringify(budget?.allowances.map(bounds));
			budget = next;
			if (changed) {
				except.clear();
				asking?.abort();
			}
			if (loop) void loop.then(wake);
			else wake();
		},
		async close() {
			closed = true;
			asking?.abort();
			await loop;
		},
	};
}

/** The newest decision, made while an engine was asked, may have taken the grant away. */
const stillAllows = (budget: Budget | null, grantId: string) =>
	budget?.allowances.some((one) => one.grantId === grantId) ?? false;

const bounds = ({ grantId, classes, amounts }: Budget["allowances"][number]) => [grantId, classes, amounts];

/** What to ask the pool for, given what is already taken; null when there is no room for the smallest job. */
function wantOf(budget: Budget, parts: Parts, running: RunningJobs, except: ReadonlySet<string>): Want | null {
	const used = running.used();
	const rooms = budget.allowances.map((allowance) => {
		const mine = used.filter((one) => one.grantId === allowance.grantId).map((one) => one.limits);
		const taken = (pick: (limits: (typeof mine)[number]) => number) => mine.reduce((sum, one) => sum + pick(one), 0);
		return {
			cpus: Math.round((allowance.amounts.cpus - taken((l) => l.cpu)) * 100) / 100,
			memoryMiB: allowance.amounts.memoryMiB - taken((l) => l.memoryMiB),
			scratchMiB: allowance.amounts.scratchMiB - taken((l) => l.scratchMiB),
		};
	});
	const room = {
		cpus: Math.max(...rooms.map((one) => one.cpus)),
		memoryMiB: Math.max(...rooms.map((one) => one.memoryMiB)),
		scratchMiB: Math.max(...rooms.map((one) => one.scratchMiB)),
	};
	if (room.cpus < 0.1 || room.memoryMiB < 16 || room.scratchMiB < 1) return null;
	return {
		deviceId: parts.identity.deviceId,
		classes: jobClasses.filter((one) => budget.allowances.some((allowance) => allowance.classes.includes(one))),
		arch: process.arch,
		room,
		except,
		requesters: [...new Set(budget.allowances.flatMap((one) => one.requesters.map((who) => who.publicKey)))],
	};
}
