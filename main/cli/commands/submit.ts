// `hearth submit`: signs and queues a job; with --wait, stays with it to its end.
import { type ExitCode, Failure } from "../failure.ts";
import { exitCodeOfJob, hasEnded, tellNews } from "../follow-job.ts";
import type { Invocation } from "../invocation.ts";
import { readSubmission, type SubmitOptions } from "../submission.ts";

/** What a shell reports for a command that Ctrl-C ended (128 + SIGINT). */
const interrupted = 130;

export async function submit(invocation: Invocation, options: SubmitOptions, argv: string[]): Promise<ExitCode> {
	const { terminal, json, say } = invocation;
	const submission = await readSubmission(options, argv);
	const agent = await invocation.agent();
	const { id } = await agent.jobs.submit(submission);
	if (!options.wait) {
		await invocation.answer({ id }, () => `${id}\n`);
		return 0;
	}
	if (json) await terminal.out(`${JSON.stringify({ kind: "submitted", id })}\n`);
	else invocation.note(say("cli.submit.queued", { id }));

	const leave = new AbortController();
	const undo = terminal.onInterrupt(() => leave.abort());
	try {
		for await (const news of await agent.jobs.watch({ id }, { signal: leave.signal })) {
			await tellNews(invocation, news);
			if (news.kind === "state" && hasEnded(news.record)) return exitCodeOfJob(news.record);
		}
	} catch (error) {
		if (!leave.signal.aborted) throw error;
	} finally {
		undo();
	}
	if (!leave.signal.aborted)
		throw new Failure({ code: "agent.not-running", args: { detail: id }, actions: ["start-agent"] });
	invocation.note(`\n${say("cli.submit.detached", { id })}`);
	return interrupted;
}
