// `hearth history --export FILE`: every run as one file, CSV or JSON, from the same rows as the page and the table.
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { HistoryRow } from "../../contract/calls.ts";
import { type HistoryFormat, historyFile } from "../../contract/history-file.ts";
import type { AgentDoor } from "../door-client.ts";
import { type ExitCode, usage } from "../failure.ts";
import type { Invocation } from "../invocation.ts";
import { plain } from "../table.ts";

const pageRows = 10_000;

/** Never overwrites without `force`. The format follows from the file's name when it is not given; else CSV. */
export async function exportHistory(
	invocation: Invocation,
	file: string,
	options: { readonly format?: HistoryFormat; readonly force?: boolean },
): Promise<ExitCode> {
	const path = resolve(file);
	const format = options.format ?? (path.toLowerCase().endsWith(".json") ? "json" : "csv");
	const rows = await allRows(await invocation.agent());
	try {
		await writeFile(path, historyFile(rows, format), { flag: options.force ? "w" : "wx", mode: 0o600 });
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code === "EEXIST") throw usage("file-exists", { path });
		throw usage("cannot-write", { path, detail: code ?? message });
	}
	await invocation.answer(
		{ path, format, rows: rows.length },
		() => `${invocation.say("cli.history.exported", { path: plain(path), n: rows.length })}\n`,
	);
	return 0;
}

/** Newest first. A run that ends meanwhile moves the rest down by one: what comes twice is taken once. */
async function allRows(agent: AgentDoor): Promise<HistoryRow[]> {
	const all = new Map<string, HistoryRow>();
	for (let skip = 0; ; skip += pageRows) {
		const { rows, total } = await agent.history.list({ limit: pageRows, before: null, skip });
		for (const row of rows) all.set(row.receiptId, row);
		if (rows.length === 0 || skip + rows.length >= total) return [...all.values()];
	}
}
