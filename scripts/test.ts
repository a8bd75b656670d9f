// npm test: builds, then runs every suite; ends with one line that sums them all.
// With CI=true a real component that is missing is a failure; without, its suites are skipped, each with its reason.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Counts, countPlaywright, countVitest, skippedByPlaywright, skippedByVitest, sum } from "./count-tests.ts";
import { npm, runCommand, tool } from "./run-command.ts";

const reports = mkdtempSync(join(tmpdir(), "hearth-reports-"));
const totals: Counts[] = [];
let broken = false;

try {
	const build = await runCommand(npm("run", "-s", "build"));
	if (build.code !== 0) {
		process.stdout.write("the build failed; no test was run\n0 passed, 1 failed, 0 skipped\n");
		process.exitCode = 1;
	} else {
		for (const project of ["unit", "integration", "real"]) {
			await suite(
				project,
				"vitest/vitest.mjs",
				["run", "--project", project, "--reporter=default", "--reporter=json"],
				countVitest,
				skippedByVitest,
			);
		}
		await suite("window", "@playwright/test/cli.js", ["test"], countPlaywright, skippedByPlaywright);
		const all = sum(totals);
		process.stdout.write(`${all.passed} passed, ${all.failed} failed, ${all.skipped} skipped\n`);
		process.exitCode = broken || all.failed > 0 ? 1 : 0;
	}
} finally {
	rmSync(reports, { recursive: true, force: true });
}

async function suite(
	name: string,
	script: string,
	args: string[],
	count: (report: unknown) => Counts,
	skippedOf: (report: unknown) => string[],
): Promise<void> {
	const file = join(reports, `${name}.json`);
	process.stdout.write(`\n== ${name}\n`);
	const output = script.startsWith("vitest") ? [`--outputFile.json=${file}`] : ["--reporter=list,json"];
	const end = await runCommand([...tool(script), ...args, ...output], { PLAYWRIGHT_JSON_OUTPUT_FILE: file });
	try {
		const report = JSON.parse(readFileSync(file, "utf8"));
		const counts = count(report);
		for (const skipped of skippedOf(report)) process.stdout.write(`skipped: ${skipped}\n`);
		// A run that failed without a failing test (a crash, an unhandled error) must not count as green.
		if (end.code !== 0 && counts.failed === 0) counts.failed = 1;
		totals.push(counts);
	} catch {
		process.stdout.write(`the ${name} suite ended without a report (exit code ${end.code})\n`);
		totals.push({ passed: 0, failed: 1, skipped: 0 });
		broken = true;
	}
}
