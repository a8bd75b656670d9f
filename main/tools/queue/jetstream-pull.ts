// One free slot asks for one job: a single-message pull on every consumer that may have work, all answered into one
// inbox. The first job wins; whatever else arrives is given back at once, so a slot never hoards work.
import { type Msg, type NatsConnection, nanos } from "@nats-io/transport-node";
import type { Live } from "./jetstream-link.ts";
import { workStream } from "./jetstream-streams.ts";

/** A job message in hand. Acknowledging says nothing about the lease; the claim alone does. */
export interface Delivery {
	readonly subject: string;
	readonly data: Uint8Array;
	/** Where acknowledgements for this delivery go. */
	readonly reply: string;
}

export interface PullResult {
	readonly delivery: Delivery | null;
	/** A consumer is gone (deleted, or its server was replaced): make it again before the next pull. */
	readonly consumerGone: boolean;
}

const heartbeatMs = 5_000;
const drainMs = 1_000;

/** Gives a message back; offered again after `delayMs`, or at once. */
export function giveBack(nc: NatsConnection, reply: string, delayMs = 0): void {
	say(nc, reply, delayMs > 0 ? `-NAK ${JSON.stringify({ delay: nanos(delayMs) })}` : "-NAK");
}

/** Keeps a message: no other device is offered it for another ack_wait. */
export function keepMessage(nc: NatsConnection, reply: string): void {
	say(nc, reply, "+WPI");
}

/** Never throws: a connection that closes meanwhile is as good as silence, the message comes again by itself. */
function say(nc: NatsConnection, subject: string, text: string): void {
	try {
		nc.publish(subject, text);
	} catch {
		// closed or draining
	}
}

/** Removes a message for good and waits until the server did; false when it did not answer. */
export async function removeMessage(nc: NatsConnection, reply: string): Promise<boolean> {
	for (let i = 0; i < 3; i++) {
		try {
			await nc.request(reply, "+ACK", { timeout: 1_000 });
			return true;
		} catch {
			if (nc.isClosed()) return false;
		}
	}
	return false;
}

/** Waits up to `expiresMs` for one job. Ends early on abort, when `lost` fires, or when no consumer has an answer. */
export function pullOne(
	live: Live,
	consumers: readonly string[],
	expiresMs: number,
	signal: AbortSignal,
	lost: (run: () => void) => () => void,
): Promise<PullResult> {
	if (signal.aborted) return Promise.resolve({ delivery: null, consumerGone: false });
	const { nc, clock } = live;
	return new Promise((resolve) => {
		const inbox = live.newInbox();
		const beats = expiresMs >= 2 * heartbeatMs;
		const asked = new Set(consumers.map((_name, place) => `${inbox}.${place}`));
		let over = false;
		const end = (delivery: Delivery | null, consumerGone: boolean) => {
			if (over) return;
			over = true;
			stopExpiry();
			stopSilence();
			stopListening();
			signal.removeEventListener("abort", aborted);
			// Late jobs still reach the handler while the server forgets the inbox, and are given back there.
			const drained = nc.isClosed() || subscription.isClosed() ? Promise.resolve() : subscription.drain();
			const done = () => resolve({ delivery, consumerGone });
			if (delivery) {
				drained.catch(() => undefined);
				return done();
			}
			const stopLate = clock.after(drainMs, done);
			void drained
				.catch(() => undefined)
				.then(() => {
					stopLate();
					done();
				});
		};
		const aborted = () => end(null, false);
		const heard = (message: Msg) => {
			const code = message.headers?.code ?? 0;
			if (!asked.has(message.subject) && message.reply) {
				if (over) giveBack(nc, message.reply);
				else end({ subject: message.subject, data: message.data, reply: message.reply }, false);
			} else if (code === 100) restartSilence();
			else if (code === 503 || (code === 409 && /deleted/i.test(message.headers?.description ?? ""))) end(null, true);
			else if (code !== 0 && asked.delete(message.subject) && asked.size === 0) end(null, false);
		};
		const subscription = nc.subscribe(`${inbox}.*`, {
			callback: (error, message) => (error ? end(null, false) : heard(message)),
		});
		const stopExpiry = clock.after(expiresMs + drainMs, aborted);
		let stopSilence = beats ? clock.after(3 * heartbeatMs, aborted) : () => undefined;
		const restartSilence = () => {
			stopSilence();
			stopSilence = clock.after(3 * heartbeatMs, aborted);
		};
		const stopListening = lost(aborted);
		signal.addEventListener("abort", aborted);
		const ask = {
			batch: 1,
			...(expiresMs > 0 ? { expires: nanos(expiresMs) } : { no_wait: true }),
			...(beats ? { idle_heartbeat: nanos(heartbeatMs) } : {}),
		};
		for (const [place, name] of consumers.entries()) {
			const reply = `${inbox}.${place}`;
			nc.publish(`$JS.API.CONSUMER.MSG.NEXT.${workStream}.${name}`, JSON.stringify(ask), { reply });
		}
	});
}
