// `hearth jobs`, `hearth cancel ID`: the requester's own jobs.
import type { JobId } from "../../contract/ids.ts";
import type { ExitCode } from "../failure.ts";
import type { Invocation } from "../invocation.ts";
import { plain, table } from "../table.ts";
import { dateTime } from "../times.ts";

export async function listJobs(invocation: Invocation): Promise<ExitCode> {
	const { say } = invocation;
	const jobs = await (await invocation.agent()).jobs.list({});
	await invocation.answer(jobs, () => {
		if (jobs.length === 0) return `${say("cli.jobs.none")}\n`;
		const header = ["id", "title", "class", "state", "asked"].map((one) => say(`cli.column.${one}`));
		const rows = jobs.map((job) => [
			job.id,
			job.title,
			job.class,
			say(`cli.job-state.${job.state}`),
			dateTime(job.createdAt),
		]);
		return table(header, rows);
	});
	return 0;
}

export async function cancelJob(invocation: Invocation, _options: unknown, [id]: string[]): Promise<ExitCode> {
	const { say } = invocation;
	const job = await (await invocation.agent()).jobs.cancel({ id: id as JobId });
	const state = say(`cli.job-state.${job.state}`);
	await invocation.answer(job, () => `${say("cli.cancel.done", { title: plain(job.title), state })}\n`);
	return 0;
}
