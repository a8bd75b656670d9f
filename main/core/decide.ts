// The only place that says whether this PC lends now, and why not. Total, and closed when in doubt: whatever is unknown,
// missing, stale or not understood holds. No condition outranks another; all must allow.
import type { Grant } from "../contract/consent.ts";
import { grantMeaning } from "../contract/consent.ts";
import type { Allowance, Decision, Reason } from "../contract/decision.ts";
import type { Facts } from "../contract/facts.ts";
import type { JobClass } from "../contract/job.ts";
import { factReasons } from "./fact-reasons.ts";
import { byRank, hold, withoutRepeats } from "./reasons.ts";
import { clockWords, insideHours, isQuiet, nextOpen } from "./schedule.ts";

export type DecideInput = {
	/** As folded from the ledger: not withdrawn, not superseded. */
	readonly grants: readonly Grant[];
	readonly pausedUntil: number | null;
	/** The agent is ending. */
	readonly stopping: boolean;
	/** False once the ledger failed a check or a write. */
	readonly ledgerOk: boolean;
	/** null: not read yet. */
	readonly facts: Facts | null;
	/** Proven by a probe on this PC. */
	readonly runners: Readonly<Record<JobClass, boolean>>;
	readonly poolConnected: boolean;
	readonly now: number;
	/** Minutes east of UTC at `now`. */
	readonly offsetMinutes: number;
};

type Verdict = { readonly allowance: Allowance } | { readonly reasons: Reason[]; readonly until: number };

/**
 * Lend within the budget, or hold for reasons, the first of which is the one to show. With several grants each is judged
 * alone: lending needs one that allows, and a hold shows first the grant that is nearest to allowing. `until` is there
 * when the clock alone will end the hold.
 */
export function decide(input: DecideInput): Decision {
	const always = standingReasons(input);
	const verdicts = input.grants.map((grant) => judge(grant, input, always));
	const allowances = verdicts.flatMap((verdict) => ("allowance" in verdict ? [verdict.allowance] : []));
	if (allowances.length > 0) return { kind: "lend", budget: { allowances } };
	const held = verdicts.flatMap((verdict) => ("reasons" in verdict ? [verdict] : []));
	held.sort((a, b) => (a.until === b.until ? byRank(b.reasons, a.reasons) : a.until - b.until));
	const nearest = held[0];
	if (!nearest) return { kind: "hold", reasons: [hold("hold.no-grant"), ...always] };
	const reasons = withoutRepeats(held.flatMap((verdict) => verdict.reasons));
	return Number.isFinite(nearest.until) ? { kind: "hold", reasons, until: nearest.until } : { kind: "hold", reasons };
}

/** Reasons that hold whatever a grant says, except the pause, which the clock ends. */
function standingReasons(input: DecideInput): Reason[] {
	const reasons: Reason[] = [];
	if (input.stopping) reasons.push(hold("hold.stopping"));
	if (!input.ledgerOk) reasons.push(hold("hold.ledger-broken"));
	return reasons;
}

function judge(grant: Grant, input: DecideInput, always: readonly Reason[]): Verdict {
	const { now, offsetMinutes, pausedUntil, runners } = input;
	const { conditions } = grant;
	const timed = timedReasons(grant, input);
	const classes = [...new Set(grant.classes)].filter((one) => runners[one]);
	const lasting: Reason[] = [...always];
	if (now >= grant.expiresAt) lasting.push(hold("hold.expired"));
	if (grant.meaning !== grantMeaning) lasting.push(hold("hold.asked-again"));
	if (classes.length === 0) lasting.push(...grant.classes.map((one) => hold("hold.no-runner", { class: one })));
	// Facts are looked at only when everything else allows: what is not needed is not asked.
	if (timed.length === 0 && lasting.length === 0) lasting.push(...factReasons(grant, input.facts, now));
	if (!input.poolConnected) lasting.push(hold("hold.pool-away"));
	if (timed.length === 0 && lasting.length === 0) {
		const until = Math.min(nextOpen(conditions, now, offsetMinutes, false), grant.expiresAt);
		return {
			allowance: { grantId: grant.id, classes, amounts: grant.amounts, requesters: grant.requesters, until },
		};
	}
	const opens = nextOpen(conditions, Math.max(now, pausedUntil ?? now), offsetMinutes, true);
	const endsByItself = lasting.length === 0 && opens < grant.expiresAt;
	return {
		reasons: [...timed, ...lasting].sort((a, b) => byRank([a], [b])),
		until: endsByItself ? opens : Number.POSITIVE_INFINITY,
	};
}

/** Reasons that the clock ends. */
function timedReasons(grant: Grant, { now, offsetMinutes, pausedUntil }: DecideInput): Reason[] {
	const { hours, quietHours } = grant.conditions;
	const reasons: Reason[] = [];
	if (pausedUntil !== null && now < pausedUntil) reasons.push(hold("hold.paused", { until: pausedUntil }));
	if (hours && !insideHours(hours, now, offsetMinutes)) {
		reasons.push(hold("hold.outside-hours", { from: clockWords(hours.from), to: clockWords(hours.to) }));
	}
	if (quietHours && isQuiet(quietHours, now, offsetMinutes)) {
		reasons.push(hold("hold.quiet-hours", { from: clockWords(quietHours.from), to: clockWords(quietHours.to) }));
	}
	return reasons;
}
