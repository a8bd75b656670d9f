// The one word for what the agent is doing, as tray, window and CLI show it.
import type { Grant } from "../contract/consent.ts";
import type { Decision, Reason } from "../contract/decision.ts";
import type { AgentState } from "../contract/snapshot.ts";
import { hold } from "./reasons.ts";

export type StateInput = {
	/** The settled decision, the one acted on. */
	readonly decision: Decision;
	/** Jobs that hold room here now. */
	readonly jobs: number;
	readonly pausedUntil: number | null;
	readonly grants: readonly Grant[];
	readonly ledgerOk: boolean;
	readonly now: number;
};

/** State, its reasons (empty only for ready and lending) and when the first of them ends by itself, if known. */
export function agentState(input: StateInput): { state: AgentState; reasons: Reason[]; until: number | null } {
	const { decision, pausedUntil, now } = input;
	const reasons = decision.kind === "hold" ? decision.reasons : [];
	const led = (first: Reason) => [first, ...reasons.filter((reason) => reason.code !== first.code)];
	if (!input.ledgerOk) return { state: "problem", reasons: led(hold("hold.ledger-broken")), until: null };
	if (input.grants.length === 0) return { state: "off", reasons: led(hold("hold.no-grant")), until: null };
	if (pausedUntil !== null && now < pausedUntil) {
		return { state: "paused", reasons: led(hold("hold.paused", { until: pausedUntil })), until: pausedUntil };
	}
	if (decision.kind === "hold") return { state: "held", reasons, until: decision.until ?? null };
	return { state: input.jobs > 0 ? "lending" : "ready", reasons: [], until: null };
}
