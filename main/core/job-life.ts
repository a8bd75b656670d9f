// A run's life, from the ledger's own lines. Pure.
import type { LedgerEntry } from "../contract/ledger.ts";
import type { JobLife } from "../contract/life.ts";

type Line = Pick<LedgerEntry, "at" | "event">;
type Life = Omit<JobLife, "askedAt">;

/**
 * The run of `jobId` that ended with `receiptId`, or its newest run here for null; null when there is none. `lines` are
 * the ledger's, oldest first. A job that was turned away never lived here.
 */
export function jobLife(lines: Iterable<Line>, jobId: string, receiptId: string | null): Life | null {
	let life: Life | null = null;
	for (const { at, event } of lines) {
		if (event.type === "JobAccepted" && event.jobId === jobId) {
			life = { jobId: event.jobId, acceptedAt: at, startedAt: null, frozen: [], endedAt: null, end: null };
		}
		if (!life || life.endedAt !== null) continue;
		if (event.type === "JobStarting" && event.jobId === jobId) life.startedAt = at;
		if (event.type === "JobFrozen" && event.jobId === jobId) {
			thaw(life, at);
			life.frozen.push({ from: at, to: null, reasons: event.reasons });
		}
		if (event.type === "JobThawed" && event.jobId === jobId) thaw(life, at);
		if (event.type === "LeftoversReaped" && event.jobIds.includes(jobId)) close(life, at);
		if (event.type === "JobEnded" && event.receipt.body.jobId === jobId) {
			const { id, endedAt, end } = event.receipt.body;
			close(life, Math.max(life.acceptedAt, endedAt));
			life.end = end;
			if (id === receiptId) return life;
		}
	}
	return receiptId === null ? life : null;
}

function thaw(life: Life, at: number): void {
	const last = life.frozen.at(-1);
	if (last && last.to === null) last.to = Math.max(last.from, at);
}

function close(life: Life, at: number): void {
	thaw(life, at);
	life.endedAt = at;
}
