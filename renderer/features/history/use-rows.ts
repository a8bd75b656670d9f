// The runs, page by page: never more rows in the window than one page, whatever the history holds.
import { useCallback, useState } from "react";
import type { HistoryRow } from "../../../main/contract/calls.ts";
import { client } from "../../client.ts";
import { type Asked, useAsk } from "../../use-ask.ts";

interface Rows {
	readonly asked: Asked<{ rows: HistoryRow[]; total: number }>;
	/** Rows before this page. */
	readonly skipped: number;
	readonly older: (() => void) | null;
	readonly newer: (() => void) | null;
}

/** `fresh` changes when there may be new runs; only the first page follows it. */
export function useRows(pageSize: number, fresh: number): Rows {
	/** Where each page begins: runs that ended before this instant; null is the newest. */
	const [starts, setStarts] = useState<(number | null)[]>([null]);
	const before = starts.at(-1) ?? null;
	const skipped = (starts.length - 1) * pageSize;
	const asked = useAsk(
		() => client.history.list({ limit: pageSize, before }),
		`${before}:${before === null ? fresh : ""}`,
	);
	const last = asked.answer?.rows.at(-1);
	const more = asked.answer !== null && skipped + asked.answer.rows.length < asked.answer.total;
	const older = useCallback(() => {
		if (last) setStarts((all) => [...all, last.endedAt]);
	}, [last]);
	const newer = useCallback(() => setStarts((all) => all.slice(0, -1)), []);
	return { asked, skipped, older: more && last ? older : null, newer: starts.length > 1 ? newer : null };
}

/** Every run, oldest pages last, as one JSON file for the person to keep. */
export async function exportHistory(): Promise<void> {
	const all: HistoryRow[] = [];
	let before: number | null = null;
	for (;;) {
		const { rows, total }: { rows: HistoryRow[]; total: number } = await client.history.list({ limit: 10_000, before });
		all.push(...rows);
		const last = rows.at(-1);
		if (!last || all.length >= total) break;
		before = last.endedAt;
	}
	const address = URL.createObjectURL(new Blob([JSON.stringify(all, null, "\t")], { type: "application/json" }));
	const link = document.createElement("a");
	link.href = address;
	link.download = "hearth-history.json";
	link.click();
	window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
