// Whether one job may run here now, under which allowance. The last gate before a sandbox: it trusts nothing but the
// budget of the newest decision and the check of the signature.
import type { Amounts } from "../contract/consent.ts";
import type { Allowance, Budget } from "../contract/decision.ts";
import { memoryFloorMiB } from "../contract/facts.ts";
import type { GrantId } from "../contract/ids.ts";
import type { JobClass, Limits, SignedJob } from "../contract/job.ts";
import type { Problem, ProblemCode } from "../contract/problem.ts";
import { footprint } from "./footprint.ts";
import { findSecret } from "./secrets.ts";

export type AdmitInput = {
	readonly signed: SignedJob;
	/** The signature was checked against the key the job names. */
	readonly signatureOk: boolean;
	readonly budget: Budget;
	/** The footprints of the jobs that hold room now, whatever their phase. */
	readonly used: readonly { readonly grantId: GrantId; readonly limits: Limits }[];
	readonly capacity: { readonly cpus: number; readonly memoryMiB: number };
	readonly runners: Readonly<Record<JobClass, boolean>>;
	readonly now: number;
};

type Refusal = {
	readonly ok: false;
	readonly code: ProblemCode;
	readonly args: Problem["args"];
	/** never: the job itself is at fault. elsewhere: another PC may take it. later: this one may, when it has room. */
	readonly again: "never" | "later" | "elsewhere";
};
export type Admission = { readonly ok: true; readonly allowance: Allowance } | Refusal;

/** Admits under the first allowance with room, or refuses with the one reason that matters most. Never throws. */
export function admit(input: AdmitInput): Admission {
	const { signed, budget, now, capacity } = input;
	const { job } = signed;
	const needed = footprint(job);
	if (!input.signatureOk) return refuse("job.bad-signature", {}, "never");
	if (now > job.deadline) return refuse("job.deadline-passed", {}, "never");

	const open = budget.allowances.filter((allowance) => now < allowance.until);
	const asked = open.filter((allowance) => allowance.requesters.some((one) => one.publicKey === job.requester));
	if (open.length > 0 && asked.length === 0) return refuse("job.requester-not-allowed", {}, "elsewhere");
	const classed = asked.filter((allowance) => allowance.classes.includes(job.class));
	if (asked.length > 0 && classed.length === 0) {
		return refuse("job.class-not-allowed", { class: job.class }, "elsewhere");
	}
	if (!input.runners[job.class]) return refuse("runner.unavailable", { class: job.class }, "elsewhere");

	const secret = findSecret(job);
	if (secret !== null) return refuse("job.secret", { where: secret }, "never");

	const here = { cpus: capacity.cpus, memoryMiB: capacity.memoryMiB - memoryFloorMiB, scratchMiB: Infinity };
	const tooBig = lacking(needed, [], here);
	if (tooBig) return refuse("job.over-limit", tooBig, "elsewhere");
	const bigEnough = classed.filter((allowance) => lacking(needed, [], allowance.amounts) === null);
	const nearest = classed[0];
	if (nearest && bigEnough.length === 0) {
		return refuse("job.over-limit", lacking(needed, [], nearest.amounts) ?? {}, "elsewhere");
	}

	const all = input.used.map((one) => one.limits);
	const full = lacking(needed, all, here);
	if (full) return refuse("job.no-room", full, "later");
	let missing: Problem["args"] = {};
	for (const allowance of bigEnough) {
		const own = input.used.filter((one) => one.grantId === allowance.grantId).map((one) => one.limits);
		const lack = lacking(needed, own, allowance.amounts);
		if (lack === null) return { ok: true, allowance };
		missing = lack;
	}
	return refuse("job.no-room", missing, "later");
}

function refuse(code: ProblemCode, args: Problem["args"], again: Refusal["again"]): Refusal {
	return { ok: false, code, args, again };
}

/** What does not fit beside `used` within `amounts`, for words; null when all fits. CPU is counted in thousandths. */
function lacking(limits: Limits, used: readonly Limits[], amounts: Amounts): Problem["args"] | null {
	const milli = (cpus: number) => Math.round(cpus * 1000);
	const left = {
		cpus: (Math.floor(amounts.cpus * 1000 + 1e-6) - used.reduce((sum, one) => sum + milli(one.cpu), 0)) / 1000,
		memory: amounts.memoryMiB - used.reduce((sum, one) => sum + one.memoryMiB, 0),
		scratch: amounts.scratchMiB - used.reduce((sum, one) => sum + one.scratchMiB, 0),
	};
	if (milli(limits.cpu) > milli(left.cpus)) return { what: "cpus", asked: limits.cpu, free: Math.max(0, left.cpus) };
	if (limits.memoryMiB > left.memory)
		return { what: "memory", asked: limits.memoryMiB, free: Math.max(0, left.memory) };
	if (limits.scratchMiB > left.scratch) {
		return { what: "scratch", asked: limits.scratchMiB, free: Math.max(0, left.scratch) };
	}
	return null;
}
