// Enter a hold at once, leave it calmly: after somebody used the PC, or memory ran short, lending comes back only when
// it stayed allowed for a while. All other holds end at once.
import type { Decision, HoldCode } from "../contract/decision.ts";
import { hold } from "./reasons.ts";

export const calmMs = 10_000;
const slowCodes: ReadonlySet<HoldCode> = new Set(["hold.in-use", "hold.memory-low"]);

export type Settled = {
	/** The decision to act on. */
	readonly decision: Decision;
	/** Since when lending has been allowed without a break while the hold still stands; null when it is not. */
	readonly calmSince: number | null;
};

/** Before the first decision. */
export const unsettled: Settled = {
	decision: { kind: "hold", reasons: [hold("hold.no-grant")] },
	calmSince: null,
};

/** The decision to act on after `decision` was made at `now`. A clock set back starts the wait again. */
export function settle(previous: Settled, decision: Decision, now: number): Settled {
	const before = previous.decision;
	if (decision.kind === "hold" || before.kind === "lend") return { decision, calmSince: null };
	if (!before.reasons.some((reason) => slowCodes.has(reason.code))) return { decision, calmSince: null };
	const since = previous.calmSince !== null && previous.calmSince <= now ? previous.calmSince : now;
	if (now - since >= calmMs) return { decision, calmSince: null };
	return { decision: { ...before, until: since + calmMs }, calmSince: since };
}
