// The rows of History, read from the ledger once and kept while somebody looks at them: scrolling through 10,000 runs must
// not read the file for every screen. An idle agent keeps none.
import type { HistoryRow } from "../contract/calls.ts";
import type { Receipt } from "../contract/receipt.ts";
import { historyRows } from "../core/history.ts";
import type { Clock } from "../tools/clock/clock.ts";
import type { Ledger } from "./ledger/ledger.ts";

export interface HistoryIndex {
	/** Every run and refusal of the ledger, the last to end first. Not to be changed. */
	rows(): readonly HistoryRow[];
}

/** How long the rows stay after they were last asked for. */
const keptMs = 60_000;

export function historyIndex(ledger: Pick<Ledger, "entries" | "onAppend">, clock: Pick<Clock, "after">): HistoryIndex {
	let kept: readonly HistoryRow[] | null = null;
	let cancel: (() => void) | null = null;
	// Any later line may be a run; reading it all again is rare, and always right.
	ledger.onAppend(({ event }) => {
		if (event.type === "JobEnded" || event.type === "JobRefused") kept = null;
	});
	return {
		rows() {
			cancel?.();
			cancel = clock.after(keptMs, () => {
				kept = null;
			});
			kept ??= historyRows(readReceipts(ledger));
			return kept;
		},
	};
}

function readReceipts(ledger: Pick<Ledger, "entries">): Receipt[] {
	const found: Receipt[] = [];
	for (const { event } of ledger.entries()) {
		if (event.type === "JobEnded" || event.type === "JobRefused") found.push(event.receipt);
	}
	return found;
}
