// Collects a job's output and sends it to the pool in batches, in order, without ever holding the job up.
import { maxLogBytes } from "../contract/job.ts";
import type { LogChunk } from "../contract/pool.ts";
import type { Clock } from "../tools/clock/clock.ts";
import type { Lease, WorkQueue } from "../tools/queue/work-queue.ts";

const firstFlushMs = 0;
const flushMs = 150;
/** A batch sent to the pool stays well below one message of the pool (1 MiB). */
const maxBatchChars = 200_000;

export interface LogBatch {
	add(chunk: Omit<LogChunk, "at">): void;
	/** Sends what is left; resolves when the pool has it or said no. Never rejects. */
	drain(): Promise<void>;
}

export function logBatch(queue: Pick<WorkQueue, "log">, lease: Lease, clock: Clock): LogBatch {
	let waiting: LogChunk[] = [];
	let chars = 0;
	let total = 0;
	let timer: (() => void) | null = null;
	let sending: Promise<void> = Promise.resolve();
	let sentOnce = false;
	const send = () => {
		timer?.();
		timer = null;
		if (waiting.length === 0) return;
		const batch = waiting;
		waiting = [];
		chars = 0;
		sentOnce = true;
		// A pool that is away costs the requester log lines, never the job: the result still carries the outcome.
		sending = sending.then(() => queue.log(lease, batch)).catch(() => undefined);
	};
	return {
		add(chunk) {
			total += chunk.text.length;
			if (total > maxLogBytes * 2) return;
			waiting.push({ ...chunk, at: clock.now() });
			chars += chunk.text.length;
			if (chars > maxBatchChars) send();
			else timer ??= clock.after(sentOnce ? flushMs : firstFlushMs, send);
		},
		async drain() {
			send();
			await sending;
		},
	};
}
