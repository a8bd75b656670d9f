// Listens to the pool: joins when it is reachable, stops a job here that its requester cancelled, and looks again at
// everything when the connection comes or goes.
import type { Parts } from "./parts.ts";
import type { RunningJobs } from "./running-jobs.ts";

const retryMs = 2_000;
const meetAfterMs = 500;

export interface FollowPoolInput {
	readonly parts: Parts;
	readonly running: RunningJobs;
	readonly signal: AbortSignal;
	readonly onChange: () => void;
	/** Announces this PC; tried again until it succeeds, and after each reconnect. */
	readonly join: () => Promise<void>;
	/** Learns who else may ask: somebody who asks for the first time has to appear in the owner's list. */
	readonly meet: () => Promise<void>;
}

export function followPool({ parts, running, signal, onChange, join, meet }: FollowPoolInput): void {
	const { queue, clock, log } = parts;
	const tryToJoin = () => {
		if (signal.aborted) return;
		join().catch((error: unknown) => {
			log.warn({ error: String(error) }, "the pool could not be joined yet");
			clock.after(retryMs, tryToJoin);
		});
	};
	let meeting = false;
	/** Soon after a job's news; one look for all news that come meanwhile. */
	const meetSoon = () => {
		if (meeting) return;
		meeting = true;
		clock.after(meetAfterMs, () => {
			meeting = false;
			if (!signal.aborted) meet().catch(() => undefined); // the next news tries again
		});
	};
	const lookAt = async (id: string) => {
		const run = running.get(id);
		const record = run && (await queue.record(run.job.id));
		if (record?.state === "cancelled") await run?.stop("cancelled");
	};
	const listen = async () => {
		let wasConnected = queue.connected();
		for await (const news of queue.news(signal)) {
			if (news.kind === "job") {
				meetSoon();
				await lookAt(news.id).catch(() => undefined);
			} else if (news.kind === "connection") {
				if (queue.connected() && !wasConnected) tryToJoin();
				wasConnected = queue.connected();
				onChange();
			}
		}
	};
	const keepListening = () => {
		if (signal.aborted) return;
		listen()
			.catch(() => undefined)
			.finally(() => clock.after(retryMs, keepListening));
	};
	tryToJoin();
	keepListening();
}
