// Runs one command line and gives its exit code. Every failure, wrong usage included, becomes a Problem: words on
// standard error, or {"problem": ...} on standard output with --json.
import { CommanderError } from "commander";
import { withoutInvites } from "../contract/invite-text.ts";
import { type ExitCode, type Failure, failureOf, usage } from "./failure.ts";
import { problemWords } from "./problem-words.ts";
import { buildProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";
import { say } from "./words.ts";

/** Never throws and never ends the process. */
export async function runHearth(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
	let exitCode: ExitCode = 0;
	const program = buildProgram(terminal, (code) => {
		exitCode = code;
	});
	try {
		await program.parseAsync([...argv], { from: "user" });
		return exitCode;
	} catch (error) {
		if (error instanceof CommanderError && error.exitCode === 0) return 0;
		const failure = error instanceof CommanderError ? wrongUsage(error) : failureOf(error);
		await tell(failure, wantsJson(argv), terminal);
		return failure.exitCode;
	}
}

function wrongUsage(error: CommanderError): Failure {
	if (error.code === "commander.help") return usage("no-command");
	// An invite in the wrong place is not said back: it holds secrets.
	return usage("other", { text: withoutInvites(error.message.replace(/^error: /, "").trim()) });
}

/** Told from the words themselves, because a command line that cannot be parsed still wants its answer as JSON. */
function wantsJson(argv: readonly string[]): boolean {
	const end = argv.indexOf("--");
	return (end < 0 ? argv : argv.slice(0, end)).includes("--json");
}

async function tell(failure: Failure, json: boolean, terminal: Terminal): Promise<void> {
	const words = problemWords(say, failure.problem);
	if (!json) return terminal.err(words);
	const { code, args, actions } = failure.problem;
	await terminal.out(`${JSON.stringify({ problem: { code, args, message: words.trimEnd(), actions } })}\n`);
}
