// One job through the agent's socket door, as `hearth submit --wait` sends it, with the times of its way to the first line.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Submission } from "../e2e/harness/ask.ts";
import type { AgentDoor } from "../main/cli/door-client.ts";

export interface JobTimes {
	readonly jobId: string;
	/** Milliseconds from just before `jobs.submit` was called. */
	readonly firstLineMs: number;
	/** When the call was answered: the job is signed and on the disk of the pool. */
	readonly queuedMs: number;
	/** Wall clock of the start, to hold against the agent's ledger. */
	readonly startedAt: number;
	/** Wall clock at which the agent had the first line. */
	readonly agentHadLineAt: number;
}

/** Submits, waits for the first whole line of output, then for the end. Throws unless the job ends well. */
export async function timeJob(door: AgentDoor, submission: Submission): Promise<JobTimes> {
	const startedAt = Date.now();
	const from = performance.now();
	const { id } = await door.jobs.submit(submission);
	const queuedMs = performance.now() - from;
	let firstLineMs: number | null = null;
	let agentHadLineAt = 0;
	let errors = "";
	for await (const news of await door.jobs.watch({ id })) {
		if (news.kind === "log" && news.chunk.stream === "stdout" && news.chunk.text.includes("\n")) {
			firstLineMs ??= performance.now() - from;
			agentHadLineAt ||= news.chunk.at;
		}
		if (news.kind === "log" && news.chunk.stream === "stderr") errors += news.chunk.text;
		if (news.kind !== "state" || news.record.state === "queued" || news.record.state === "running") continue;
		if (news.record.state === "done" && firstLineMs !== null) {
			return { jobId: id, firstLineMs, queuedMs, startedAt, agentHadLineAt };
		}
		throw new Error(`the job ended ${news.record.state}: ${errors}`);
	}
	throw new Error("the news ended before the job");
}

/** Where the time went, in milliseconds from the start of each job, from the device's own ledger. */
export function splitOf(data: string, times: readonly JobTimes[]): { name: string; values: number[] }[] {
	const at = new Map<string, number>();
	for (const line of readFileSync(join(data, "ledger.jsonl"), "utf8").trimEnd().split("\n")) {
		const entry = JSON.parse(line) as { at: number; event: { type: string; jobId?: string } };
		if (entry.event.jobId) at.set(`${entry.event.type} ${entry.event.jobId}`, entry.at);
	}
	const since = (name: string) => times.map((one) => (at.get(`${name} ${one.jobId}`) ?? Number.NaN) - one.startedAt);
	return [
		{ name: "answered: signed and queued", values: times.map((one) => one.queuedMs) },
		{ name: "claimed and admitted", values: since("JobAccepted") },
		{ name: "files there, sandbox asked for", values: since("JobStarting") },
		{ name: "first line at the agent", values: times.map((one) => one.agentHadLineAt - one.startedAt) },
		{ name: "first line at the requester", values: times.map((one) => one.firstLineMs) },
	];
}
