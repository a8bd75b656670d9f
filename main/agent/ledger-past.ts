// One pass over the ledger at start: what was consented to, what was left unfinished, what the window shows of the past.
import type { Grant } from "../contract/consent.ts";
import type { LedgerEvent } from "../contract/ledger.ts";
import type { Snapshot } from "../contract/snapshot.ts";
import type { Ledger } from "./ledger/ledger.ts";

export interface Past {
	readonly consentEvents: readonly LedgerEvent[];
	/** Jobs that were starting or running when the agent last ended. */
	readonly unfinished: ReadonlySet<string>;
	readonly runs: number;
	readonly lastStop: Snapshot["lastStop"];
	readonly lastGrant: Grant | null;
}

const consentTypes: ReadonlySet<LedgerEvent["type"]> = new Set([
	"ConsentGiven",
	"ConsentChanged",
	"ConsentWithdrawn",
	"LendingPaused",
	"LendingResumed",
]);

export async function readPast(ledger: Pick<Ledger, "entries">): Promise<Past> {
	const consentEvents: LedgerEvent[] = [];
	const unfinished = new Set<string>();
	let runs = 0;
	let lastStop: Snapshot["lastStop"] = null;
	let lastGrant: Grant | null = null;
	for await (const { event } of ledger.entries()) {
		if (consentTypes.has(event.type)) consentEvents.push(event);
		lastGrant = grantOf(event) ?? lastGrant;
		if (event.type === "JobStarting") unfinished.add(event.jobId);
		if (event.type === "JobEnded") {
			unfinished.delete(event.receipt.body.jobId);
			runs++;
			lastStop = stopOf(event) ?? lastStop;
		}
		if (event.type === "LeftoversReaped") for (const id of event.jobIds) unfinished.delete(id);
	}
	return { consentEvents, unfinished, runs, lastStop, lastGrant };
}

/** What `event` allows; null when it is about something else. */
export function grantOf(event: LedgerEvent): Grant | null {
	return event.type === "ConsentGiven" || event.type === "ConsentChanged" ? event.grant : null;
}

/** The proof to show when `event` records a run that was stopped while its processes lived. */
export function stopOf(event: LedgerEvent): Snapshot["lastStop"] {
	if (event.type !== "JobEnded") return null;
	const { id, end, proof, endedAt } = event.receipt.body;
	const stopped = end === "owner-stop" || end === "owner-pause" || end === "in-use" || end === "held";
	if (!stopped || !proof || proof.method === "never-started" || proof.processesLeft > 0) return null;
	return { receiptId: id, provenMs: proof.provenMs, at: endedAt };
}
