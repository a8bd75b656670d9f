// A made-up but regular history for the fixture agent: the same rows for the same moment.
import type { Day, HistoryLoss, HistoryRow } from "../../main/contract/calls.ts";
import type { GrantId, JobId, ReceiptId } from "../../main/contract/ids.ts";
import type { JobLife } from "../../main/contract/life.ts";
import type { EndReason, Receipt } from "../../main/contract/receipt.ts";
import type { Snapshot } from "../../main/contract/snapshot.ts";
import { historyDays } from "../../main/core/history.ts";
import { digest, requesters, uuid } from "./scenario-parts.ts";

const titles = [
	"Resize holiday photos",
	"Nightly tests, part 3",
	"Scan old letters",
	"Small picture",
	"Translate the school newsletter",
];
const ends: EndReason[] = [
	"done",
	"done",
	"in-use",
	"done",
	"owner-stop",
	"done",
	"done",
	"refused",
	"time-limit",
	"done",
];

/** Run number `n`, 0 is the newest; about seven a day. */
function row(n: number, now: number): HistoryRow {
	const endedAt = now - 9 * 60_000 - n * 12_600_000;
	const tookMs = 20_000 + ((n * 7919) % 240) * 13_000;
	const end = ends[n % ends.length] ?? "done";
	return {
		receiptId: uuid(1000 + n) as ReceiptId,
		title: titles[n % titles.length] ?? "",
		requesterName: requesters[n % 3]?.name ?? "",
		class: "wasm",
		startedAt: end === "refused" ? endedAt : endedAt - tookMs,
		endedAt,
		end,
		exitCode: end === "done" ? 0 : null,
		cpuSeconds: end === "refused" ? 0 : tookMs / 1250,
		peakMemoryMiB: end === "refused" ? 0 : 64 + (n % 7) * 40,
	};
}

export function historyRows(runs: number, now: number): HistoryRow[] {
	return Array.from({ length: runs }, (_, n) => row(n, now));
}

/** The days as the agent itself adds them up. */
export function daysOf(rows: readonly HistoryRow[], count: number, now: number): Day[] {
	return historyDays(rows, count, now, -new Date(now).getTimezoneOffset());
}

/** What deleting these rows would take away. */
export function lossOf(rows: readonly HistoryRow[], { grants }: Pick<Snapshot, "grants">): HistoryLoss {
	const refused = rows.filter((one) => one.end === "refused").length;
	const since = rows.at(-1)?.startedAt ?? Date.now();
	return { runs: rows.length - refused, refused, since, grants: grants.length, head: "0".repeat(64) };
}

/** A life that fits the row: it waited, it began, and one that gave way stood still before it ended. */
export function lifeOf(row: HistoryRow, jobId: JobId): JobLife {
	const tookMs = row.endedAt - row.startedAt;
	const gaveWay = row.end === "in-use";
	return {
		jobId,
		askedAt: row.startedAt - 94_000,
		acceptedAt: row.startedAt - 800,
		startedAt: row.startedAt,
		frozen: [
			...(tookMs > 600_000
				? [
						{
							from: row.startedAt + tookMs * 0.4,
							to: row.startedAt + tookMs * 0.52,
							reasons: [{ code: "hold.on-battery" as const, args: {} }],
						},
					]
				: []),
			...(gaveWay
				? [
						{
							from: row.endedAt - 5_000,
							to: row.endedAt,
							reasons: [{ code: "hold.in-use" as const, args: { minutes: 5 } }],
						},
					]
				: []),
		],
		endedAt: row.endedAt,
		end: row.end,
	};
}

/** A receipt of the right shape; its signature is made of letters, so `verified` is the fixture's own word. */
export function receiptOf(row: HistoryRow): Receipt {
	const refused = row.end === "refused";
	return {
		body: {
			v: 1,
			id: row.receiptId,
			deviceId: uuid(1),
			jobId: uuid(5000) as JobId,
			jobDigest: digest(11),
			purpose: row.title,
			requester:
				requesters.find((one) => one.name === row.requesterName)?.publicKey ?? (requesters[0]?.publicKey as never),
			requesterName: row.requesterName,
			class: row.class,
			artifactDigest: digest(12),
			limits: { cpu: 1, memoryMiB: 512, scratchMiB: 256, pids: 16, seconds: 1800 },
			grantId: refused ? null : (uuid(2) as GrantId),
			startedAt: row.startedAt,
			endedAt: row.endedAt,
			end: row.end,
			exitCode: row.exitCode,
			usage: { cpuSeconds: row.cpuSeconds, peakMemoryMiB: row.peakMemoryMiB },
			proof: refused ? null : { provenMs: 84, processesLeft: 0, scratchErased: true, method: "process-table" },
			outputBytes: refused ? 0 : 20_480,
			refusal: refused ? "job.requester-not-allowed" : null,
		},
		publicKey: requesters[0]?.publicKey as never,
		signature: "s".repeat(86),
	};
}
