// The owner's side: what ran here, what it used, and proof of it. Everything is read from the ledger itself.
import type { LedgerCheck } from "../../contract/ledger.ts";
import { ProblemError } from "../../contract/problem.ts";
import { filterRows, historyDays } from "../../core/history.ts";
import { receiptSignatureHolds } from "../../tools/crypto/signed.ts";
import { historyIndex } from "../history-index.ts";
import type { Parts } from "../parts.ts";
import type { AgentCalls } from "./agent-calls.ts";

type HistoryCalls = Pick<AgentCalls, "history" | "days" | "receipt" | "life" | "verifyLedger">;

export function historyCalls(
	parts: Parts,
	verify: () => Promise<LedgerCheck>,
	offsetMinutes: (at: number) => number,
): HistoryCalls {
	const index = historyIndex(parts.ledger, parts.clock);
	return {
		async history(limit, before, { skip = 0, words = "", ends = [] } = {}) {
			const rows = await index.rows();
			const fit = words === "" && ends.length === 0 ? rows : filterRows(rows, { words, ends });
			const older = before === null ? fit : fit.filter((row) => row.endedAt < before);
			return { rows: older.slice(skip, skip + limit), total: fit.length };
		},
		async days(days) {
			const now = parts.clock.now();
			return historyDays(await index.rows(), days, now, offsetMinutes(now));
		},
		async receipt(id) {
			const receipt = await index.receipt(id);
			if (!receipt) throw new ProblemError("receipt.not-found", { id });
			const own = receipt.publicKey === parts.identity.device.publicKey;
			return { receipt, verified: own && receiptSignatureHolds(receipt) && (await verify()).ok };
		},
		async life(jobId, receiptId) {
			const life = await index.life(jobId, receiptId);
			if (!life) throw new ProblemError("job.not-found", { id: jobId });
			// A pool that is away, or has forgotten the job, leaves only the beginning unknown.
			const record = await parts.queue.record(jobId).catch(() => null);
			return { ...life, askedAt: record?.createdAt ?? null };
		},
		verifyLedger: verify,
	};
}
