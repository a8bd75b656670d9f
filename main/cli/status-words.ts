// The snapshot in words: the state in one sentence, why, what is allowed, what runs. Pure.
import { numberWords } from "../contract/formats.ts";
import { memoryWords } from "../contract/grant-words.ts";
import type { RunningJob, Snapshot } from "../contract/snapshot.ts";
import type { Say } from "../contract/words.ts";
import { plain, table } from "./table.ts";
import { dateTime, spanWords, whenWords } from "./times.ts";
import { locale } from "./words.ts";

/** `now` in epoch ms; times are in the local zone. Ends with a line end. */
export function statusWords(say: Say, snapshot: Snapshot, now: number): string {
	const { state, reasons, until, grants, jobs } = snapshot;
	const parts = [say(`cli.state.${state}`)];
	for (const reason of reasons) parts.push(say(reason.code, reason.args));
	// The sentence about a pause says itself until when.
	if (until !== null && reasons.length > 0 && state !== "paused")
		parts.push(say("cli.status.until", { until: whenWords(until, now) }));
	const blocks = [`${parts.join("\n")}\n`];
	if (grants.length > 0) {
		const lines = grants.map(
			(grant) => `${plain(grant.shown.text)} ${say("cli.status.expires", { at: dateTime(grant.expiresAt) })}`,
		);
		blocks.push(`${say("cli.status.grants")}\n${lines.map((line) => `  ${line}`).join("\n")}\n`);
	}
	if (jobs.length > 0) blocks.push(jobTable(say, jobs, now));
	blocks.push(pcLine(say, snapshot));
	return blocks.join("\n");
}

function jobTable(say: Say, jobs: readonly RunningJob[], now: number): string {
	const header = ["id", "title", "requester", "phase", "cpu", "memory", "time"].map((one) => say(`cli.column.${one}`));
	const rows = jobs.map((job) => [
		job.id,
		job.title,
		job.requesterName,
		say(`cli.phase.${job.phase}`),
		`${job.cpus === null ? "–" : numberWords(locale, job.cpus)} / ${numberWords(locale, job.limits.cpu, 2)}`,
		`${job.memoryMiB === null ? "–" : memoryWords(say, job.memoryMiB)} / ${memoryWords(say, job.limits.memoryMiB)}`,
		spanWords(now - job.startedAt),
	]);
	return table(header, rows, [4, 5, 6]);
}

function pcLine(say: Say, { device, pool, capacity, lent, historyCount }: Snapshot): string {
	const here = say("cli.status.pc", {
		device: plain(device.name),
		person: plain(device.person),
		cpus: capacity.cpus,
		memory: memoryWords(say, capacity.memoryMiB),
		lentCpus: Math.round(lent.cpus * 10) / 10,
		lentMemory: memoryWords(say, lent.memoryMiB),
	});
	const there = say("cli.status.pool", { pool: plain(pool.name), connected: pool.connected ? "yes" : "no" });
	return `${here}\n${there} ${say("cli.status.runs", { runs: historyCount })}\n`;
}
