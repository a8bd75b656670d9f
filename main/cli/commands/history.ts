// `hearth history`: what ran on this PC, newest first; `--receipt ID`: the signed record of one run; `--export FILE`: all
// of it as a file to keep.
import { memoryWords } from "../../contract/grant-words.ts";
import type { HistoryFormat } from "../../contract/history-file.ts";
import type { ReceiptId } from "../../contract/ids.ts";
import type { Receipt } from "../../contract/receipt.ts";
import type { Say } from "../../contract/words.ts";
import type { ExitCode } from "../failure.ts";
import type { Invocation } from "../invocation.ts";
import { plain, table } from "../table.ts";
import { dateTime, spanWords } from "../times.ts";
import { exportHistory } from "./history-export.ts";

/** The most one call gives; --json has them all, the table for people the newest few. */
const most = 10_000;
const shownRows = 50;

interface HistoryOptions {
	readonly receipt?: string;
	readonly export?: string;
	readonly format?: HistoryFormat;
	readonly force?: boolean;
}

export async function showHistory(invocation: Invocation, options: HistoryOptions): Promise<ExitCode> {
	if (options.receipt !== undefined) return showReceipt(invocation, options.receipt);
	if (options.export !== undefined) return exportHistory(invocation, options.export, options);
	const { say, json } = invocation;
	const agent = await invocation.agent();
	const history = await agent.history.list({ limit: json ? most : shownRows, before: null });
	await invocation.answer(history, () => {
		if (history.rows.length === 0) return `${say("cli.history.none")}\n`;
		const header = ["ended", "title", "requester", "class", "end", "time", "cpu-time", "memory", "receipt"];
		const rows = history.rows.map((row) => [
			dateTime(row.endedAt),
			row.title,
			row.requesterName,
			row.class,
			say(`end.${row.end}`),
			spanWords(row.endedAt - row.startedAt),
			spanWords(row.cpuSeconds * 1000),
			memoryWords(say, row.peakMemoryMiB),
			row.receiptId,
		]);
		return table(
			header.map((one) => say(`cli.column.${one}`)),
			rows,
			[5, 6, 7],
		);
	});
	if (history.total > history.rows.length) {
		invocation.note(say("cli.history.more", { shown: history.rows.length, total: history.total }));
	}
	return 0;
}

/** Ends with 1 when the receipt's signature or the ledger around it does not hold. */
async function showReceipt(invocation: Invocation, id: string): Promise<ExitCode> {
	const agent = await invocation.agent();
	const answer = await agent.history.receipt({ id: id as ReceiptId });
	await invocation.answer(answer, () => receiptWords(invocation.say, answer.receipt, answer.verified));
	return answer.verified ? 0 : 1;
}

function receiptWords(say: Say, { body }: Receipt, verified: boolean): string {
	const { proof, usage } = body;
	const lines: [string, string][] = [
		["receipt", body.id],
		["title", body.purpose],
		["requester", body.requesterName],
		["class", body.class],
		["job", body.jobId],
		["started", dateTime(body.startedAt)],
		["ended", dateTime(body.endedAt)],
		["end", say(`end.${body.end}`)],
		["exit-code", body.exitCode === null ? "–" : String(body.exitCode)],
		["cpu-time", spanWords(usage.cpuSeconds * 1000)],
		["memory", memoryWords(say, usage.peakMemoryMiB)],
		["proof", proof ? say("cli.receipt.proof", { ...proof, scratchErased: proof.scratchErased ? "yes" : "no" }) : "–"],
		["signature", say(verified ? "cli.receipt.verified" : "cli.receipt.broken")],
	];
	const labels = lines.map(([code]) => say(`cli.column.${code}`));
	const width = Math.max(...labels.map((label) => label.length));
	return lines.map(([, value], index) => `${labels[index]?.padEnd(width)}  ${plain(value)}\n`).join("");
}
