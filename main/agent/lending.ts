// The heart of the agent: on every change it asks the decision core, then makes the world follow: pulls open or close,
// jobs freeze, thaw or stop. It decides nothing itself.
import type { Decision, HoldCode, Reason } from "../contract/decision.ts";
import { type JobClass, jobClasses } from "../contract/job.ts";
import type { Presence } from "../contract/pool.ts";
import type { Receipt } from "../contract/receipt.ts";
import { type Settled, settle, unsettled } from "../core/calm.ts";
import { decide } from "../core/decide.ts";
import type { StopCause } from "./job-end.ts";
import type { JobRun } from "./job-run.ts";
import type { Parts } from "./parts.ts";
import type { Puller } from "./puller.ts";
import type { RunningJobs } from "./running-jobs.ts";

/** A frozen job keeps its memory; this long after the hold began it is killed and handed on. */
const freezeGraceMs = 10_000;
/** When the agent ends, a pool that is away is told of given-back jobs for this long; then the leases end by themselves. */
const partingMs = 3_000;
/** Holds that say nothing about the owner's needs: jobs under way go on. */
const harmless: ReadonlySet<HoldCode> = new Set(["hold.pool-away", "hold.no-runner", "hold.disk-low"]);
/** Holds where freezing is not enough because memory itself is needed, or where nothing may stay. */
const atOnce: ReadonlySet<HoldCode> = new Set(["hold.memory-low", "hold.no-grant", "hold.stopping", "hold.expired"]);

export interface Lending {
	decision(): Decision;
	/** What the pool may know: classes and free room while lending, null otherwise. */
	presence(): Presence | null;
	/** Looks at everything again. Cheap; call on any change. */
	review(): void;
	/** The person's Stop: recorded first, then done, then proven. Needs no network. */
	stop(
		via: "window" | "cli" | "tray" | "signal",
		cause?: StopCause,
	): Promise<{ withdrawn: number; stopped: Receipt[] }>;
	/** The agent ends: jobs are stopped and handed back; consent stays as it is. */
	close(): Promise<void>;
}

export interface LendingInput {
	readonly parts: Parts;
	readonly running: RunningJobs;
	readonly puller: Puller;
	readonly available: () => Record<JobClass, boolean>;
	readonly ledgerOk: () => boolean;
	readonly offsetMinutes: (at: number) => number;
	readonly onChange: () => void;
}

export function startLending(input: LendingInput): Lending {
	const { parts, running, puller } = input;
	const { clock, consent, facts } = parts;
	let stopping = false;
	let settled: Settled = unsettled;
	let cancelWake: (() => void) | null = null;
	const graces = new Map<string, () => void>();

	const review = () => {
		const now = clock.now();
		const state = consent.state();
		const raw = decide({
			grants: state.grants,
			pausedUntil: state.pausedUntil,
			stopping,
			ledgerOk: input.ledgerOk(),
			facts: facts.latest(),
			runners: input.available(),
			poolConnected: parts.queue.connected(),
			now,
			offsetMinutes: input.offsetMinutes(now),
		});
		const before = settled.decision;
		settled = settle(settled, raw, now);
		const { decision } = settled;
		puller.setBudget(decision.kind === "lend" ? decision.budget : null);
		for (const run of running.all()) follow(run, decision);
		wakeAt(decision, now);
		facts.need(running.all().length > 0 ? "running" : state.grants.length > 0 ? "granted" : "none");
		if (JSON.stringify(before) !== JSON.stringify(decision)) input.onChange();
	};

	const follow = (run: JobRun, decision: Decision) => {
		const reasons = holdsFor(run, decision);
		if (reasons.length === 0) {
			graces.get(run.job.id)?.();
			graces.delete(run.job.id);
			void run.thaw();
			return;
		}
		if (reasons.every((reason) => harmless.has(reason.code))) return;
		if (reasons.some((reason) => atOnce.has(reason.code)) || run.job.class === "gpu") {
			void run.stop(causeOf(reasons));
			return;
		}
		void run.freeze(reasons); // does nothing unless it is running: asked again once a starting job runs
		if (graces.has(run.job.id)) return;
		const cancel = clock.after(freezeGraceMs, () => void run.stop(causeOf(reasons)));
		graces.set(run.job.id, cancel);
		void run.settled.then(() => {
			cancel();
			graces.delete(run.job.id);
		});
	};

	const wakeAt = (decision: Decision, now: number) => {
		cancelWake?.();
		const untils =
			decision.kind === "lend" ? decision.budget.allowances.map((one) => one.until) : [decision.until ?? Infinity];
		const inMs = Math.max(50, Math.min(...untils) - now);
		// Longer waits are bounded: timers above 2^31 ms fire at once, and the wall clock may be set meanwhile.
		cancelWake = clock.after(Math.min(inMs, 3_600_000), review);
	};

	return {
		decision: () => settled.decision,
		presence: () => presenceOf(parts.identity.deviceId, settled.decision, running),
		review,
		async stop(via, cause = "owner-stop") {
			let withdrawn = 0;
			let unrecorded: unknown = null;
			try {
				withdrawn = consent.withdrawAll(parts.identity.person, via);
			} catch (error) {
				// Not even the reserve had room. The work ends all the same, nothing is lent again before a restart, and the
				// person is told that the withdrawal is not on disk.
				unrecorded = error;
				stopping = true;
			}
			puller.setBudget(null);
			const stopped = running.stopAll(cause);
			review();
			const receipts = await stopped;
			if (unrecorded) throw unrecorded;
			return { withdrawn, stopped: receipts };
		},
		async close() {
			stopping = true;
			cancelWake?.();
			puller.setBudget(null);
			for (const cancel of graces.values()) cancel();
			await Promise.all([puller.close(), running.stopAll("agent-stop")]);
			const cancel = clock.after(partingMs, () => running.letGo());
			await running.settled();
			cancel();
		},
	};
}

/** The reasons why this very run may not go on now; none when its grant still allows it. */
function holdsFor(run: JobRun, decision: Decision): Reason[] {
	if (decision.kind === "hold") return decision.reasons;
	const allowed = decision.budget.allowances.some((one) => one.grantId === run.allowance.grantId);
	return allowed ? [] : [{ code: "hold.no-grant", args: {} }];
}

function causeOf(reasons: readonly Reason[]): StopCause {
	const codes = new Set(reasons.map((reason) => reason.code));
	if (codes.has("hold.paused")) return "owner-pause";
	if (codes.has("hold.in-use")) return "in-use";
	if (codes.has("hold.stopping")) return "agent-stop";
	return codes.has("hold.no-grant") ? "owner-stop" : "held";
}

function presenceOf(deviceId: string, decision: Decision, running: RunningJobs): Presence | null {
	if (decision.kind === "hold") return null;
	const { allowances } = decision.budget;
	const used = running.used();
	const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
	const freeCpus = sum(allowances.map((one) => one.amounts.cpus)) - sum(used.map((one) => one.limits.cpu));
	return {
		deviceId,
		classes: jobClasses.filter((one) => allowances.some((allowance) => allowance.classes.includes(one))),
		freeCpus: Math.max(0, Math.round(freeCpus * 100) / 100),
		freeMemoryMiB: Math.max(
			0,
			sum(allowances.map((one) => one.amounts.memoryMiB)) - sum(used.map((one) => one.limits.memoryMiB)),
		),
	};
}
