// `hearth logs ID`: a job's output so far, or with --follow until it ends.
import type { JobNews } from "../../contract/calls.ts";
import type { JobId } from "../../contract/ids.ts";
import type { ExitCode } from "../failure.ts";
import { hasEnded, tellNews } from "../follow-job.ts";
import type { Invocation } from "../invocation.ts";

export async function showLogs(
	invocation: Invocation,
	options: { follow?: boolean },
	[id]: string[],
): Promise<ExitCode> {
	const leave = new AbortController();
	const undo = invocation.terminal.onInterrupt(() => leave.abort());
	try {
		const agent = await invocation.agent();
		for await (const news of await agent.jobs.watch({ id: id as JobId }, { signal: leave.signal })) {
			if (news.kind === "caught-up" && !options.follow) break;
			if (wanted(news)) await tellNews(invocation, news);
			if (news.kind === "state" && hasEnded(news.record)) break;
		}
	} catch (error) {
		if (!leave.signal.aborted) throw error;
	} finally {
		undo();
	}
	return 0;
}

/** Output, and what became of the job; that it runs is no news to somebody who reads its log. */
function wanted(news: JobNews): boolean {
	return news.kind !== "state" || hasEnded(news.record);
}
