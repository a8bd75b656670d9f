// `hearth history forget`: says what would be lost and what stays, asks, and deletes exactly that.
import type { HistoryLoss } from "../../contract/calls.ts";
import type { Say } from "../../contract/words.ts";
import { type ExitCode, Failure } from "../failure.ts";
import type { Invocation } from "../invocation.ts";
import { dateTime } from "../times.ts";

/** Without a terminal it takes --yes: ends with 2. Answered no, or work is here: ends with 3. */
export async function forgetHistory(
	invocation: Invocation,
	{ yes = false }: { readonly yes?: boolean },
): Promise<ExitCode> {
	const { terminal, say } = invocation;
	if (!yes && !terminal.interactive) throw notConfirmed("no-terminal", 2);
	const agent = await invocation.ownAgent();
	const loss = await agent.history.loss({});
	terminal.err(lossWords(say, loss));
	if (!yes && !(await terminal.confirm(`${say("cli.history.forget-ask")} `))) throw notConfirmed("answered-no", 3);
	const gone = await agent.history.forget({ head: loss.head, via: "cli" });
	await invocation.answer(gone, () => `${say("cli.history.forgotten", { runs: gone.runs })}\n`);
	return 0;
}

function lossWords(say: Say, { runs, refused, since, grants }: HistoryLoss): string {
	const lines = [
		say("cli.history.loss", { runs, since: dateTime(since) }),
		refused > 0 ? say("cli.history.loss-refused", { n: refused }) : "",
		grants > 0 ? say("cli.history.loss-stays") : "",
		say("cli.history.loss-others"),
		runs > 0 ? say("cli.history.loss-keep") : "",
	];
	return lines
		.filter(Boolean)
		.map((line) => `${line}\n`)
		.join("");
}

function notConfirmed(why: "no-terminal" | "answered-no", exitCode: ExitCode): Failure {
	return new Failure({ code: "history.not-confirmed", args: { why }, actions: [] }, exitCode);
}
