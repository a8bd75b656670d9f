// Reads the runners' own JSON reports into one kind of count.
export interface Counts {
	passed: number;
	failed: number;
	skipped: number;
}

/** Vitest's JSON report (Jest's shape). A suite file that could not be loaded counts as one failure. */
export function countVitest(report: unknown): Counts {
	const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = report as Record<
		string,
		number
	> & {
		testResults: { status: string; assertionResults: unknown[] }[];
	};
	const unloaded = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
	return {
		passed: numPassedTests ?? 0,
		failed: (numFailedTests ?? 0) + unloaded,
		skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0),
	};
}

/** Playwright's JSON report: a test that passed only on a retry counts as failed here. */
export function countPlaywright(report: unknown): Counts {
	const { stats, errors } = report as {
		stats: { expected: number; unexpected: number; flaky: number; skipped: number };
		errors: unknown[];
	};
	return {
		passed: stats.expected,
		failed: stats.unexpected + stats.flaky + (errors.length > 0 && stats.unexpected === 0 ? 1 : 0),
		skipped: stats.skipped,
	};
}

/** Names of the suites Vitest skipped; their titles end with the reason. Each once. */
export function skippedByVitest(report: unknown): string[] {
	const { testResults } = report as {
		testResults: { assertionResults: { status: string; ancestorTitles: string[]; title: string }[] }[];
	};
	const skipped = testResults
		.flatMap((file) => file.assertionResults)
		.filter((one) => /pending|skipped/.test(one.status));
	return [...new Set(skipped.map((one) => one.ancestorTitles[0] ?? one.title))];
}

type PlaywrightSuite = {
	specs?: { title: string; tests: { status: string; annotations: { type: string; description?: string }[] }[] }[];
	suites?: PlaywrightSuite[];
};

/** The reasons Playwright's skipped tests carry, each once. */
export function skippedByPlaywright(report: unknown): string[] {
	const collect = (suite: PlaywrightSuite): string[] => [
		...(suite.specs ?? []).flatMap((spec) =>
			spec.tests
				.filter((test) => test.status === "skipped")
				.map((test) => test.annotations.find((one) => one.type === "skip")?.description ?? spec.title),
		),
		...(suite.suites ?? []).flatMap(collect),
	];
	return [...new Set(collect(report as PlaywrightSuite))];
}

export function sum(all: readonly Counts[]): Counts {
	const total = { passed: 0, failed: 0, skipped: 0 };
	for (const one of all) {
		total.passed += one.passed;
		total.failed += one.failed;
		total.skipped += one.skipped;
	}
	return total;
}
