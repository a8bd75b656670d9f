// Every word the command line can need is in the catalogue, and tables stay aligned whatever is in them.
import fc from "fast-check";
import { expect, test } from "vitest";
import { jobNewsSchema } from "../contract/calls.ts";
import { ledgerCheckSchema } from "../contract/ledger.ts";
import { jobStates } from "../contract/pool.ts";
import { problemCodes } from "../contract/problem.ts";
import { endReasons } from "../contract/receipt.ts";
import { agentStates } from "../contract/snapshot.ts";
import { exitCodeOf, failureOf } from "./failure.ts";
import { problemWords } from "./problem-words.ts";
import { plain, table, textWidth } from "./table.ts";
import { spanWords } from "./times.ts";
import { say } from "./words.ts";

test("every state, end, phase, fault and kind of waiting has words", () => {
	const faults = ledgerCheckSchema.shape.fault.unwrap().shape.kind.options;
	const waits = jobNewsSchema.options[1].shape.code.options;
	const codes = [
		...agentStates.map((one) => `cli.state.${one}`),
		...jobStates.flatMap((one) => [`cli.job.${one}`, `cli.job-state.${one}`]),
		...endReasons.map((one) => `end.${one}`),
		...["starting", "running", "frozen", "stopping"].map((one) => `cli.phase.${one}`),
		...["ok", "note", "warn", "problem"].map((one) => `cli.doctor.${one}`),
		...faults.map((one) => `cli.ledger.${one}`),
		...waits,
	];
	for (const code of codes) expect(say(code, { title: "t", class: "c" }), code).not.toBe("");
});

test("every problem says something, has an exit code, and shows the facts of its case", () => {
	for (const code of problemCodes) {
		const words = problemWords(say, { code, args: { directory: "/d", detail: "ENOENT" }, actions: [] });
		expect(words, code).toContain("ENOENT");
		expect(words.length, code).toBeGreaterThan(20);
		expect([1, 2, 3, 4]).toContain(exitCodeOf(code));
	}
	expect(problemCodes.filter((code) => exitCodeOf(code) === 4)).toEqual(["agent.not-running"]);
	expect(exitCodeOf("consent.never-lends")).toBe(3);
	expect(exitCodeOf("job.over-limit")).toBe(3);
});

test("anything thrown becomes a failure with a problem that can be told", () => {
	const odd = fc.anything({ withNullPrototype: true });
	const named = fc.record({ message: odd, code: fc.constantFrom("BAD_REQUEST", "PROBLEM", 5), data: odd, cause: odd });
	fc.assert(
		fc.property(fc.oneof(odd, named), (thrown) => {
			const failure = failureOf(thrown);
			expect(failure.exitCode).toBeGreaterThan(0);
			expect(problemCodes).toContain(failure.problem.code);
			expect(problemWords(say, failure.problem)).not.toBe("");
		}),
		{ numRuns: 1000 },
	);
});

test("tables: as many lines as rows, no control characters, columns at the same place", () => {
	const cell = fc.string({ unit: "grapheme", maxLength: 12 });
	fc.assert(
		fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }), (rows) => {
			const lines = table(
				["A", "B", "|"],
				rows.map(([a, b]) => [a, b, "|"]),
			).split("\n");
			expect(lines).toHaveLength(rows.length + 2);
			const ends = lines.slice(0, -1).map((line) => textWidth(line));
			expect(new Set(ends).size).toBe(1);
			for (const line of lines) expect(plain(line)).toBe(line);
		}),
	);
	expect(textWidth("日本")).toBe(4);
});

test("spans", () => {
	expect([0, 80, 9_940, 9_960, 59_600, 200_000, 7_500_000].map(spanWords)).toEqual([
		"0 ms",
		"80 ms",
		"9.9 sec",
		"10 sec",
		"1 min",
		"3 min 20 sec",
		"2 hr 5 min",
	]);
});
