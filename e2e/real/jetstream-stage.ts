// A real server and its devices for one test: everything closed and removed after it.
import { afterEach, beforeEach } from "vitest";
import { type JetStreamOptions, openJetStreamQueue } from "../../main/tools/queue/jetstream.ts";
import { type ShiftedClock, shiftedClock } from "../../main/tools/queue/queue-fixtures.ts";
import type { WorkQueue } from "../../main/tools/queue/work-queue.ts";
import { findNatsServer, type RealNats, startNats } from "./nats.ts";

export interface JetStreamStage {
	readonly nats: RealNats;
	readonly clock: ShiftedClock;
	/** One more device's connection, with short server times. */
	open(options?: Partial<JetStreamOptions>): Promise<WorkQueue>;
}

const times = { ackWaitMs: 1_000, parkMs: 150, sweepMs: 300, settleMs: 400 };

/** Why the tests cannot run, or "". On CI a missing server is an error, never a reason to skip. */
export function natsMissing(): string {
	if (findNatsServer() !== null) return "";
	if (process.env.CI === "true") throw new Error("nats-server is missing: run node e2e/real/build.ts nats-server");
	return " (skipped: nats-server is not built, run node e2e/real/build.ts nats-server)";
}

/** Registers the hooks; the returned function gives the stage of the test that runs. */
export function useJetStream(): () => JetStreamStage {
	let stage: JetStreamStage;
	let queues: WorkQueue[] = [];
	beforeEach(async () => {
		const nats = await startNats();
		const clock = shiftedClock();
		queues = [];
		const open = async (options: Partial<JetStreamOptions> = {}) => {
			const queue = await openJetStreamQueue({ servers: nats.url, clock, times, ...options });
			queues.push(queue);
			return queue;
		};
		stage = { nats, clock, open };
	});
	afterEach(async () => {
		await Promise.all(queues.map((queue) => queue.close())).finally(() => stage.nats.stop());
	});
	return () => stage;
}

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until something holds; throws when it does not within 10 s. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
	for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20)) if (await holds()) return;
	throw new Error("it did not come to that");
}

/** Repeats while the pool is away, as an agent does. */
export async function untilBack<T>(run: () => Promise<T>): Promise<T> {
	for (;;) {
		try {
			return await run();
		} catch (error) {
			if ((error as { problem?: { code: string } }).problem?.code !== "pool.unreachable") throw error;
		}
	}
}
