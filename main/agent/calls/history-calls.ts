// The owner's side: what ran here, what it used, and proof of it. Everything is read from the ledger itself.
import type { LedgerCheck } from "../../contract/ledger.ts";
import { ProblemError } from "../../contract/problem.ts";
import type { Receipt } from "../../contract/receipt.ts";
import { historyDays, historyRows } from "../../core/history.ts";
import { receiptSignatureHolds } from "../../tools/crypto/signed.ts";
import type { Parts } from "../parts.ts";
import type { AgentCalls } from "./agent-calls.ts";

type HistoryCalls = Pick<AgentCalls, "history" | "days" | "receipt" | "verifyLedger">;

export function historyCalls(
	parts: Parts,
	verify: () => Promise<LedgerCheck>,
	offsetMinutes: (at: number) => number,
): HistoryCalls {
	const receipts = async (): Promise<Receipt[]> => {
		const found: Receipt[] = [];
		for await (const { event } of parts.ledger.entries()) {
			if (event.type === "JobEnded" || event.type === "JobRefused") found.push(event.receipt);
		}
		return found;
	};
	return {
		async history(limit, before) {
			const rows = historyRows(await receipts());
			const older = before === null ? rows : rows.filter((row) => row.endedAt < before);
			return { rows: older.slice(0, limit), total: rows.length };
		},
		async days(days) {
			const now = parts.clock.now();
			return historyDays(await receipts(), days, now, offsetMinutes(now));
		},
		async receipt(id) {
			const receipt = (await receipts()).find((one) => one.body.id === id);
			if (!receipt) throw new ProblemError("receipt.not-found", { id });
			const own = receipt.publicKey === parts.identity.device.publicKey;
			return { receipt, verified: own && receiptSignatureHolds(receipt) && (await verify()).ok };
		},
		verifyLedger: verify,
	};
}
