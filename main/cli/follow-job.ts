// Follows a job's news: its output to ours, why it waits to standard error, and in the end its exit code.
import type { JobNews } from "../contract/calls.ts";
import type { JobRecord } from "../contract/pool.ts";
import type { ExitCode } from "./failure.ts";
import type { Invocation } from "./invocation.ts";
import { plain } from "./table.ts";
import { spanWords } from "./times.ts";

/** Prints one piece of news: as a JSON line, or the job's streams as they are and the rest as notes. */
export async function tellNews(invocation: Invocation, news: JobNews): Promise<void> {
	const { terminal, json, say } = invocation;
	if (news.kind === "caught-up") return;
	if (json) {
		await terminal.out(`${JSON.stringify(news)}\n`);
		return;
	}
	if (news.kind === "log") {
		if (news.chunk.stream === "stdout") await terminal.out(news.chunk.text);
		else terminal.err(news.chunk.text);
		return;
	}
	if (news.kind === "waiting") invocation.note(say(news.code, { class: say(`grant.class.${news.class}`) }));
	else invocation.note(stateNote(invocation, news.record));
}

function stateNote({ say }: Invocation, record: JobRecord): string {
	const receipt = record.result?.receipt.body;
	if (!receipt) return say(`cli.job.${record.state}`, { title: plain(record.title) });
	return say("cli.job.ended", {
		title: plain(record.title),
		end: say(`end.${receipt.end}`),
		span: spanWords(receipt.endedAt - receipt.startedAt),
		code: receipt.exitCode ?? "none",
	});
}

export function hasEnded(record: JobRecord): boolean {
	return record.state !== "queued" && record.state !== "running";
}

/** The job's own exit code; 1 when it ended without one (stopped, over a limit, cancelled, expired). */
export function exitCodeOfJob(record: JobRecord): ExitCode {
	const body = record.result?.receipt.body;
	if (record.state === "done") return body?.exitCode ?? 0;
	const own = record.state === "failed" && body?.end === "failed" ? body.exitCode : null;
	return own === null || own === undefined || own === 0 ? 1 : own;
}
