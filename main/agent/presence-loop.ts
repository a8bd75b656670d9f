// Tells the pool, while lending is on and only then, which classes this PC runs and how much room is free.
import type { Presence } from "../contract/pool.ts";
import type { Clock } from "../tools/clock/clock.ts";
import { presenceEveryMs, type WorkQueue } from "../tools/queue/work-queue.ts";

export interface PresenceLoop {
	/** The newest presence, or null while nothing is lent. Sent when it changes and every presenceEveryMs. */
	set(presence: Presence | null): void;
	close(): Promise<void>;
}

export function startPresenceLoop(queue: WorkQueue, clock: Clock, deviceId: string): PresenceLoop {
	let current: Presence | null = null;
	let sending: Promise<void> = Promise.resolve();
	let cancel: (() => void) | null = null;
	const send = () => {
		const presence = current;
		const act = () => (presence ? queue.announcePresence(presence) : queue.withdrawPresence(deviceId));
		// A pool that is away learns nothing and needs nothing: the entry there ends by itself.
		sending = sending.then(act).catch(() => undefined);
	};
	return {
		set(presence) {
			if (JSON.stringify(presence) === JSON.stringify(current)) return;
			current = presence;
			send();
			cancel?.();
			cancel = presence ? clock.every(presenceEveryMs, send) : null;
		},
		async close() {
			cancel?.();
			const was = current;
			current = null;
			if (was) send();
			await sending;
		},
	};
}
