// The history as a file for the person to keep: the same rows as the page, as CSV for a spreadsheet or as JSON.
import type { HistoryRow } from "./calls.ts";

export const historyFormats = ["csv", "json"] as const;
export type HistoryFormat = (typeof historyFormats)[number];

/** Name of the column, and how a row fills it. Instants are ISO 8601 in UTC, so that no program guesses a time zone. */
const columns: readonly (readonly [string, (row: HistoryRow) => string])[] = [
	["started", (row) => new Date(row.startedAt).toISOString()],
	["ended", (row) => new Date(row.endedAt).toISOString()],
	["title", (row) => row.title],
	["asked by", (row) => row.requesterName],
	["kind", (row) => row.class],
	["end", (row) => row.end],
	["exit code", (row) => (row.exitCode === null ? "" : String(row.exitCode))],
	["seconds", (row) => String((row.endedAt - row.startedAt) / 1000)],
	["processor seconds", (row) => String(row.cpuSeconds)],
	["most memory MiB", (row) => String(row.peakMemoryMiB)],
	["receipt", (row) => row.receiptId],
];

/**
 * The rows as a whole file, in the order they came. CSV is RFC 4180 with a heading and a byte order mark, which
 * spreadsheets need to read UTF-8. Titles come from others: one that a spreadsheet would take for a formula gets a "'".
 */
export function historyFile(rows: readonly HistoryRow[], format: HistoryFormat): string {
	if (format === "json") return `${JSON.stringify(rows, null, "\t")}\n`;
	const lines = [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, fill]) => fill(row)))];
	return `\uFEFF${lines.map((cells) => `${cells.map(cellOf).join(",")}\r\n`).join("")}`;
}

function cellOf(text: string): string {
	const harmless = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
