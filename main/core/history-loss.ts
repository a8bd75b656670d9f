// What deleting the history takes away, and what has to stay. Pure.
import type { HistoryLoss } from "../contract/calls.ts";
import type { LedgerEntry, LedgerEvent } from "../contract/ledger.ts";
import { applyConsent, noConsent } from "./consent.ts";

type Line = Pick<LedgerEntry, "at" | "event" | "hash">;

export interface LossFold {
	/** Takes the next line of the ledger, oldest first. */
	add(line: Line): void;
	/** null before the first line. */
	loss(): HistoryLoss | null;
	/** Jobs whose code may be running as far as the lines tell. */
	openJobs(): readonly string[];
	/** The lines that carry what is allowed, or held back, into the next ledger: folded, they give the same consent. */
	kept(): LedgerEvent[];
}

/** Adds up a ledger line by line, so that a long one can be read in turns. */
export function foldLoss(): LossFold {
	let consent = noConsent;
	let pause: LedgerEvent | null = null;
	let [runs, refused] = [0, 0];
	let since: number | null = null;
	let head = "";
	const open = new Set<string>();
	return {
		add({ at, event, hash }) {
			since ??= at;
			head = hash;
			consent = applyConsent(consent, event);
			if (event.type === "LendingPaused") pause = event;
			if (event.type === "JobStarting") open.add(event.jobId);
			if (event.type === "JobRefused") refused += 1;
			if (event.type === "LeftoversReaped") for (const id of event.jobIds) open.delete(id);
			if (event.type !== "JobEnded") return;
			open.delete(event.receipt.body.jobId);
			runs += 1;
		},
		loss: () => (since === null ? null : { runs, refused, since, grants: consent.grants.length, head }),
		openJobs: () => [...open],
		kept: () => [
			...consent.grants.map(
				(grant): LedgerEvent => ({ type: grant.supersedes ? "ConsentChanged" : "ConsentGiven", grant }),
			),
			...(pause && consent.pausedUntil !== null ? [pause] : []),
		],
	};
}
