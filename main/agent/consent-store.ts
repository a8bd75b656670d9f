// Holds what has been consented to: a fold over the ledger. Every change is appended and fsynced before it counts.
import type { Grant } from "../contract/consent.ts";
import type { GrantId } from "../contract/ids.ts";
import type { LedgerEvent } from "../contract/ledger.ts";
import { applyConsent, type ConsentState, foldConsent } from "../core/consent.ts";
import type { Ledger } from "./ledger/ledger.ts";

type Via = "window" | "cli" | "tray" | "signal";

export interface ConsentStore {
	state(): ConsentState;
	give(grant: Grant): void;
	/** Withdraws every grant of everybody: anyone at the PC may switch lending off. Returns how many there were. */
	withdrawAll(person: string, via: Via): number;
	pause(until: number, via: Via): void;
	resume(via: Via): void;
	onChange(listener: () => void): void;
}

/** Folds `past` and appends to `ledger` from then on. Appends are synchronous: when a method returns, it is on disk. */
export function openConsentStore(past: Iterable<LedgerEvent>, ledger: Pick<Ledger, "append">): ConsentStore {
	let state = foldConsent(past);
	const listeners: (() => void)[] = [];
	const record = (event: LedgerEvent) => {
		ledger.append(event, { sync: true });
		state = applyConsent(state, event);
		for (const listener of listeners) listener();
	};
	return {
		state: () => state,
		give: (grant) => record({ type: grant.supersedes ? "ConsentChanged" : "ConsentGiven", grant }),
		withdrawAll(person, via) {
			const grantIds: GrantId[] = state.grants.map((grant) => grant.id);
			if (grantIds.length > 0 || state.pausedUntil !== null) {
				record({ type: "ConsentWithdrawn", grantIds, person, via });
			}
			return grantIds.length;
		},
		pause: (until, via) => record({ type: "LendingPaused", until, via }),
		resume(via) {
			if (state.pausedUntil !== null) record({ type: "LendingResumed", via });
		},
		onChange: (listener) => void listeners.push(listener),
	};
}
