// The whole history as a file, made in the window from the rows the agent gives.
import type { HistoryRow } from "../../../main/contract/calls.ts";
import { type HistoryFormat, historyFile } from "../../../main/contract/history-file.ts";
import { client } from "../../client.ts";

const pageRows = 10_000;
const types: Record<HistoryFormat, string> = { csv: "text/csv", json: "application/json" };

/** Every run, newest first, handed to the browser as a download. Rejects with what the agent answers. */
export async function exportRuns(format: HistoryFormat): Promise<void> {
	const all = new Map<string, HistoryRow>();
	for (let skip = 0; ; skip += pageRows) {
		const { rows, total } = await client.history.list({ limit: pageRows, before: null, skip });
		for (const row of rows) all.set(row.receiptId, row);
		if (rows.length === 0 || skip + rows.length >= total) break;
	}
	saveFile(`hearth-history.${format}`, types[format], historyFile([...all.values()], format));
}

/** Hands a text to the browser as a download called `name`. */
export function saveFile(name: string, type: string, text: string): void {
	const address = URL.createObjectURL(new Blob([text], { type }));
	const link = document.createElement("a");
	link.href = address;
	link.download = name;
	link.click();
	window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
