// Building and ordering the reasons for a hold.
import type { HoldCode, Reason } from "../contract/decision.ts";

/** The order in which reasons are shown: what a person must do first, then what passes by itself, then what may pass. */
const rank: Readonly<Record<HoldCode, number>> = {
	"hold.no-grant": 0,
	"hold.stopping": 1,
	"hold.ledger-broken": 2,
	"hold.paused": 3,
	"hold.expired": 4,
	"hold.asked-again": 5,
	"hold.outside-hours": 6,
	"hold.quiet-hours": 7,
	"hold.no-runner": 8,
	"hold.asleep": 9,
	"hold.in-use": 10,
	"hold.on-battery": 11,
	"hold.metered": 12,
	"hold.hot": 13,
	"hold.memory-low": 14,
	"hold.disk-low": 15,
	"hold.fact-unknown": 16,
	"hold.pool-away": 17,
};

export function hold(code: HoldCode, args: Reason["args"] = {}): Reason {
	return { code, args };
}

/** Orders two lists by the rank of their first reason. */
export function byRank(a: readonly Reason[], b: readonly Reason[]): number {
	return (a[0] ? rank[a[0].code] : -1) - (b[0] ? rank[b[0].code] : -1);
}

/** Drops a reason that stands earlier in the list with the same code and arguments. */
export function withoutRepeats(reasons: readonly Reason[]): Reason[] {
	const seen = new Set<string>();
	return reasons.filter((reason) => {
		const key = JSON.stringify([reason.code, Object.entries(reason.args).sort()]);
		return !seen.has(key) && seen.add(key);
	});
}
