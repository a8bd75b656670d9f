// The frame of every benchmark: its options, its clean end (also after Ctrl-C), and its report.
import { parseArgs } from "node:util";
import { type Report, reportAsJson, reportAsText } from "./report.ts";

export interface Bench {
	/** Its name and file, e.g. "start" for bench/start.ts. */
	readonly name: string;
	/** What it measures, in a few lines for --help. */
	readonly about: string;
	readonly defaultRuns: number;
	readonly runsMean: string;
}

export interface BenchRun {
	readonly runs: number;
	/** Called in the opposite order at the end, whatever the end is. */
	undo(step: () => unknown): void;
	/** One line about what is going on, on standard error. */
	say(text: string): void;
}

/** Parses the command line, measures, prints. Exit code 0 also when a goal was not reached, 1 on failure, 2 on usage. */
export async function runBench(bench: Bench, measure: (run: BenchRun) => Promise<Report>): Promise<void> {
	const options = parse(bench);
	if (options === null) return;
	const steps: (() => unknown)[] = [];
	let undoing: Promise<void> | null = null;
	const undoAll = () => {
		undoing ??= (async () => {
			for (const step of steps.reverse()) await step();
		})();
		return undoing;
	};
	let interrupted = false;
	for (const signal of ["SIGINT", "SIGTERM"] as const) {
		process.once(signal, () => {
			interrupted = true;
			void undoAll().finally(() => process.exit(130));
		});
	}
	try {
		const say = (text: string) => void (process.stderr.isTTY && process.stderr.write(`${text}\n`));
		const report = await measure({ runs: options.runs, undo: (step) => void steps.push(step), say });
		process.stdout.write(options.json ? `${JSON.stringify(reportAsJson(report))}\n` : reportAsText(report));
	} catch (error) {
		if (!interrupted) process.stderr.write(`bench/${bench.name}: ${error instanceof Error ? error.stack : error}\n`);
		process.exitCode = 1;
	} finally {
		await undoAll();
	}
}

function parse(bench: Bench): { runs: number; json: boolean } | null {
	const help = [
		`node bench/${bench.name}.ts [-n RUNS] [--json] [--help]`,
		"",
		bench.about,
		"",
		`  -n RUNS   ${bench.runsMean}; default ${bench.defaultRuns}`,
		"  --json    one JSON document with every measured value",
		"",
	].join("\n");
	try {
		const { values } = parseArgs({
			options: { n: { type: "string", short: "n" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
		});
		const runs = values.n === undefined ? bench.defaultRuns : Number(values.n);
		if (!Number.isInteger(runs) || runs < 1) throw new Error("-n wants a whole number of at least 1");
		if (!values.help) return { runs, json: values.json ?? false };
		process.stdout.write(help);
	} catch (error) {
		process.stderr.write(`${(error as Error).message}\n\n${help}`);
		process.exitCode = 2;
	}
	return null;
}
