import { describe, expect, it } from "vitest";
import { countPlaywright, countVitest, skippedByPlaywright, skippedByVitest, sum } from "./count-tests.ts";

describe("test counts", () => {
	it("counts a suite file that could not be loaded as a failure", () => {
		const report = {
			numPassedTests: 3,
			numFailedTests: 1,
			numPendingTests: 2,
			numTodoTests: 1,
			testResults: [
				{ status: "failed", assertionResults: [] },
				{ status: "failed", assertionResults: [{}] },
			],
		};
		expect(countVitest(report)).toEqual({ passed: 3, failed: 2, skipped: 3 });
	});

	it("counts flaky browser tests and errors outside tests as failures", () => {
		const stats = { expected: 5, unexpected: 0, flaky: 1, skipped: 0 };
		expect(countPlaywright({ stats, errors: [] })).toEqual({ passed: 5, failed: 1, skipped: 0 });
		expect(countPlaywright({ stats: { ...stats, flaky: 0 }, errors: [{}] }).failed).toBe(1);
	});

	it("names what was skipped and why, each once", () => {
		const one = (status: string) => ({ status, ancestorTitles: ["Docker (no engine here)"], title: "t" });
		const vitest = { testResults: [{ assertionResults: [one("pending"), one("skipped"), one("passed")] }] };
		expect(skippedByVitest(vitest)).toEqual(["Docker (no engine here)"]);
		const test = (status: string) => ({ status, annotations: [{ type: "skip", description: "no Chromium" }] });
		const spec = { title: "s", tests: [test("skipped"), test("expected")] };
		expect(skippedByPlaywright({ suites: [{ specs: [spec], suites: [{ specs: [spec] }] }] })).toEqual(["no Chromium"]);
	});

	it("sums over all suites", () => {
		const one = { passed: 1, failed: 2, skipped: 3 };
		expect(sum([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6 });
		expect(sum([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
	});
});
