// Follows one job for its requester: its states, its log from the beginning, and why it waits.
import type { JobNews } from "../contract/calls.ts";
import type { JobId } from "../contract/ids.ts";
import type { JobRecord, Presence } from "../contract/pool.ts";
import { ProblemError } from "../contract/problem.ts";
import type { Clock } from "../tools/clock/clock.ts";
import type { WorkQueue } from "../tools/queue/work-queue.ts";

const ended: ReadonlySet<JobRecord["state"]> = new Set(["done", "failed", "cancelled", "expired"]);
/** Even without news the job is looked at this often, so that a lost bell delays nobody for long. */
const lookAtLeastEveryMs = 2_000;

/** Somebody who lends takes a job within moments; only later is it true that all of them are busy. */
const busyAfterMs = 1_500;

/** Streams until the job reached its last state or `signal` aborts. Throws "job.not-found". */
export async function* watchJob(
	queue: WorkQueue,
	clock: Clock,
	id: JobId,
	signal: AbortSignal,
): AsyncGenerator<JobNews> {
	const own = new AbortController();
	const stop = AbortSignal.any([signal, own.signal]);
	const bell = newsBell(queue, clock, stop);
	let logged = 0;
	let lastState = "";
	let lastWaiting = "";
	let queuedSince: number | null = null;
	let caughtUp = false;
	try {
		while (!stop.aborted) {
			const rung = bell.next();
			const record = await queue.record(id);
			if (!record) throw new ProblemError("job.not-found", { id });
			const state = `${record.state} ${record.attempt} ${record.deviceId}`;
			const chunks = await queue.logs(id, logged);
			logged += chunks.length;
			if (state !== lastState && !ended.has(record.state)) yield { kind: "state", record };
			lastState = state;
			for (const chunk of chunks) yield { kind: "log", chunk };
			if (ended.has(record.state)) {
				for (const chunk of await queue.logs(id, logged)) yield { kind: "log", chunk };
				yield { kind: "state", record };
				return;
			}
			if (record.state === "queued") {
				queuedSince ??= clock.now();
				const waiting = whyWaiting(record, await queue.presences());
				const perhapsNext = waiting === "wait.all-busy" && clock.now() - queuedSince < busyAfterMs;
				if (waiting !== lastWaiting && !perhapsNext) {
					yield { kind: "waiting", code: waiting, class: record.class };
					lastWaiting = waiting;
				}
			} else {
				lastWaiting = "";
				queuedSince = null;
			}
			if (!caughtUp) yield { kind: "caught-up" };
			caughtUp = true;
			await rung;
		}
	} finally {
		own.abort();
	}
}

function whyWaiting(record: JobRecord, lenders: readonly Presence[]): Extract<JobNews, { kind: "waiting" }>["code"] {
	return lenders.some((one) => one.classes.includes(record.class)) ? "wait.all-busy" : "wait.nobody-lends";
}

/** Each next() resolves at the first news after it was asked for, or after lookAtLeastEveryMs. */
function newsBell(queue: WorkQueue, clock: Clock, signal: AbortSignal): { next(): Promise<void> } {
	let ring: () => void = () => undefined;
	const listen = async () => {
		for await (const _ of queue.news(signal)) ring();
	};
	void listen().catch(() => undefined);
	signal.addEventListener("abort", () => ring());
	return {
		next: () =>
			new Promise((resolve) => {
				const cancel = clock.after(lookAtLeastEveryMs, resolve);
				ring = () => {
					cancel();
					resolve();
				};
			}),
	};
}
