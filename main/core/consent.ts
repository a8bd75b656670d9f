// What the ledger says about consent: the grants that stand, and a pause. Every other event changes nothing here.
import type { Grant } from "../contract/consent.ts";
import type { LedgerEvent } from "../contract/ledger.ts";

export type ConsentState = {
	/** Neither withdrawn nor superseded, oldest first; expired ones stay listed, `decide` holds for them. */
	readonly grants: readonly Grant[];
	/** Epoch ms; may lie in the past. */
	readonly pausedUntil: number | null;
};

export const noConsent: ConsentState = { grants: [], pausedUntil: null };

/** The state after all of a ledger's events, in order. */
export function foldConsent(events: Iterable<LedgerEvent>): ConsentState {
	let state = noConsent;
	for (const event of events) state = applyConsent(state, event);
	return state;
}

/** The state after one more event; the same object when the event has nothing to do with consent. */
export function applyConsent(state: ConsentState, event: LedgerEvent): ConsentState {
	switch (event.type) {
		case "ConsentGiven":
		case "ConsentChanged": {
			const { grant } = event;
			const others = state.grants.filter(
				(old) => old.person !== grant.person && old.id !== grant.id && old.id !== grant.supersedes,
			);
			return { ...state, grants: [...others, grant] };
		}
		case "ConsentWithdrawn": {
			const gone = new Set<string>(event.grantIds);
			return { grants: state.grants.filter((grant) => !gone.has(grant.id)), pausedUntil: null };
		}
		case "LendingPaused":
			return { ...state, pausedUntil: event.until };
		case "LendingResumed":
			return { ...state, pausedUntil: null };
		default:
			return state;
	}
}
