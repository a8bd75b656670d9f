// What a benchmark found, and how it is printed: tables of what was measured, goals with what was really reached.
import { median, percentile } from "./numbers.ts";

export interface Row {
	readonly name: string;
	readonly values: readonly number[];
	/** Name of the row this one is held against, measured in the same run. */
	readonly beside?: string;
}

export interface Table {
	readonly title: string;
	readonly unit: string;
	readonly rows: readonly Row[];
}

export interface Goal {
	readonly name: string;
	readonly limit: number;
	readonly measured: number;
	readonly unit: string;
}

export interface Report {
	readonly bench: string;
	readonly runs: number;
	readonly tables: readonly Table[];
	readonly goals: readonly Goal[];
	/** Parts that were not measured here, each with its reason. */
	readonly skipped: readonly { readonly part: string; readonly reason: string }[];
	readonly notes: readonly string[];
}

const reached = (goal: Goal) => goal.measured <= goal.limit;
const ratioOf = (row: Row, rows: readonly Row[]): number | null => {
	const peer = rows.find((one) => one.name === row.beside);
	return peer ? median(row.values) / median(peer.values) : null;
};

/** One document: every measured value, the percentiles and what was reached. */
export function reportAsJson(report: Report): unknown {
	return {
		...report,
		tables: report.tables.map((table) => ({
			...table,
			rows: table.rows.map((row) => ({
				...row,
				p50: median(row.values),
				p90: percentile(row.values, 90),
				p99: percentile(row.values, 99),
				ratio: ratioOf(row, table.rows),
			})),
		})),
		goals: report.goals.map((goal) => ({ ...goal, reached: reached(goal) })),
	};
}

export function reportAsText(report: Report): string {
	const lines: string[] = [];
	for (const table of report.tables) {
		const head = [`${table.title} (${table.unit}, ${countOf(table)} each)`, "p50", "p90", "p99", "ratio"];
		const cells = table.rows.map((row) => [
			`  ${row.name}`,
			...[50, 90, 99].map((percent) => short(percentile(row.values, percent))),
			withPeer(row, table.rows),
		]);
		lines.push(...align([head, ...cells]), "");
	}
	for (const goal of report.goals) {
		const verdict = reached(goal) ? "reached    " : "NOT REACHED";
		lines.push(`${verdict}  ${goal.name}: ${short(goal.measured)} of at most ${goal.limit} ${goal.unit}`.trimEnd());
	}
	for (const { part, reason } of report.skipped) lines.push(`skipped      ${part}: ${reason}`);
	for (const note of report.notes) lines.push(`note         ${note}`);
	return `${lines.join("\n")}\n`;
}

function withPeer(row: Row, rows: readonly Row[]): string {
	const ratio = ratioOf(row, rows);
	return ratio === null ? "" : `${ratio.toFixed(2)} x ${row.beside}`;
}

function countOf(table: Table): string {
	const counts = table.rows.map((row) => row.values.length);
	const [least, most] = [Math.min(...counts), Math.max(...counts)];
	return least === most ? `${most}` : `${least} to ${most}`;
}

const short = (value: number) => (Math.abs(value) < 10 ? value.toFixed(2) : value.toFixed(value < 100 ? 1 : 0));

/** Columns padded to the same width: the first to the right, numbers to the left, the last as it is. */
function align(rows: readonly string[][]): string[] {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	return rows.map((row) =>
		row
			.map((cell, column) => {
				const width = widths[column] ?? 0;
				if (column === 0) return cell.padEnd(width);
				return column === row.length - 1 ? cell : cell.padStart(width);
			})
			.join("  ")
			.trimEnd(),
	);
}
