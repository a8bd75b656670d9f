import fc from "fast-check";
import { expect, test } from "vitest";
import type { HistoryRow } from "./calls.ts";
import { historyFile } from "./history-file.ts";
import { endReasons } from "./receipt.ts";

const rows = fc.array(
	fc.record({
		receiptId: fc.uuid({ version: 4 }),
		title: fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
		requesterName: fc.constantFrom("attic", "Zoë", 'a "quoted", name'),
		class: fc.constantFrom("wasm", "container"),
		startedAt: fc.integer({ min: 0, max: 4_000_000_000_000 }),
		endedAt: fc.integer({ min: 0, max: 4_000_000_000_000 }),
		end: fc.constantFrom(...endReasons),
		exitCode: fc.option(fc.integer({ min: -1, max: 255 })),
		cpuSeconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
		peakMemoryMiB: fc.nat(4096),
	}),
	{ maxLength: 8 },
) as unknown as fc.Arbitrary<HistoryRow[]>;

/** RFC 4180, read back. */
function readCsv(text: string): string[][] {
	const cells: string[][] = [[]];
	for (const found of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
		cells.at(-1)?.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? "");
		if (found[3] === "\r\n") cells.push([]);
	}
	return cells.slice(0, -1);
}

test("CSV holds every row with every value, in order", () => {
	fc.assert(
		fc.property(rows, (all) => {
			const text = historyFile(all, "csv");
			expect(text.startsWith("\uFEFFstarted,ended,title,")).toBe(true);
			const [head, ...lines] = readCsv(text.slice(1));
			expect(lines).toHaveLength(all.length);
			for (const [i, cells] of lines.entries()) {
				const row = all[i] as HistoryRow;
				const cell = (name: string) => cells[head?.indexOf(name) ?? -1] ?? "";
				expect(cell("title").replace(/^'(?=[=+\-@\t\r])/, "")).toBe(row.title);
				expect(cell("asked by")).toBe(row.requesterName);
				expect(Date.parse(cell("started"))).toBe(row.startedAt);
				expect(Date.parse(cell("ended"))).toBe(row.endedAt);
				expect(cell("exit code")).toBe(row.exitCode === null ? "" : String(row.exitCode));
				expect(Number(cell("processor seconds"))).toBe(row.cpuSeconds === 0 ? 0 : row.cpuSeconds);
				expect(cell("end")).toBe(row.end);
				expect(cell("receipt")).toBe(row.receiptId);
			}
		}),
	);
});

test("JSON is the rows themselves", () => {
	fc.assert(
		fc.property(rows, (all) => {
			expect(JSON.parse(historyFile(all, "json"))).toEqual(JSON.parse(JSON.stringify(all)));
		}),
	);
	expect(historyFile([], "json")).toBe("[]\n");
});

test("no cell of another person's making is a formula; plain numbers stay numbers", () => {
	fc.assert(
		fc.property(rows, fc.constantFrom("=1+1", "+cmd", "@x", "-2+3", "\tx"), (all, title) => {
			const [, ...lines] = readCsv(
				historyFile(
					all.map((row) => ({ ...row, title })),
					"csv",
				).slice(1),
			);
			for (const cells of lines) expect(cells[2]).toBe(`'${title}`);
		}),
	);
});
