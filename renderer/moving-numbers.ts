// Which changes of the picture are only numbers that move while something runs. Pure.
import type { Delta, Snapshot } from "../main/contract/snapshot.ts";

const moving: ReadonlySet<string> = new Set(["seq", "at", "lent", "others", "capacity", "jobs"]);

/**
 * True when `delta` changes no more than use and room of processor, memory and disk. A job that comes, goes or changes its
 * phase is more than that, and so is every other field.
 */
export function onlyNumbersMove(before: Snapshot, delta: Delta): boolean {
	if (!Object.keys(delta).every((key) => moving.has(key))) return false;
	const { jobs } = delta;
	if (!jobs) return true;
	return (
		jobs.length === before.jobs.length &&
		jobs.every((job, i) => {
			const old = before.jobs[i];
			return old?.id === job.id && old.phase === job.phase && old.startedAt === job.startedAt;
		})
	);
}
