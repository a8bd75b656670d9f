// Reads stored messages straight from a stream, page by page. Every wait is bounded.

import { errors } from "@nats-io/transport-node";
import type { Live } from "./jetstream-link.ts";

/** A message as a stream holds it. */
export interface Stored {
	readonly subject: string;
	readonly seq: number;
	readonly data: Uint8Array;
	readonly header: (name: string) => string;
}

const pageSize = 256;
/** Keeps one page below what a server sends before it calls a reader slow. */
const pageBytes = 8 * 1_048_576;
const silenceMs = 2_000;

/** Every message from sequence `from` on whose subject matches, oldest first; at most `max`. Rejects when cut off. */
export async function readStored(
	live: Live,
	stream: string,
	filter: string,
	from: number,
	max: number,
): Promise<Stored[]> {
	const found: Stored[] = [];
	let next = from;
	while (found.length < max) {
		const page = await readPage(live, stream, {
			seq: next,
			next_by_subj: filter,
			batch: pageSize,
			max_bytes: pageBytes,
		});
		found.push(...page.messages);
		const last = page.messages.at(-1);
		if (!last || page.pending === 0) break;
		next = last.seq + 1;
	}
	return found.slice(0, max);
}

/** One batched direct get (nats-architecture-and-design, ADR-31). */
function readPage(live: Live, stream: string, query: object): Promise<{ messages: Stored[]; pending: number }> {
	const { nc, clock } = live;
	return new Promise((resolve, reject) => {
		const messages: Stored[] = [];
		const inbox = live.newInbox();
		let stopTimer = () => {};
		const end = (error: Error | null, pending = 0) => {
			stopTimer();
			subscription.unsubscribe();
			if (error) reject(error);
			else resolve({ messages, pending });
		};
		const subscription = nc.subscribe(inbox, {
			callback: (error, message) => {
				if (error) return end(error);
				stopTimer();
				stopTimer = clock.after(silenceMs, () => end(new errors.TimeoutError()));
				const header = (name: string) => message.headers?.last(name) ?? "";
				const code = message.headers?.code ?? 0;
				if (code === 404) return end(null);
				if (code === 204) return end(null, Number(header("Nats-Num-Pending")) || 0);
				if (code !== 0) return end(new errors.RequestError(`${code} ${message.headers?.description ?? ""}`));
				const seq = Number(header("Nats-Sequence"));
				messages.push({ subject: header("Nats-Subject"), seq, data: message.data, header });
			},
		});
		// Only now: on a closing connection subscribe() throws, and nothing may be left behind that fires later.
		stopTimer = clock.after(silenceMs, () => end(new errors.TimeoutError()));
		nc.publish(`$JS.API.DIRECT.GET.${stream}`, JSON.stringify(query), { reply: inbox });
	});
}

/** The newest message of a subject without wildcards, or null. */
export async function readNewest({ jsm }: Live, stream: string, subject: string): Promise<Stored | null> {
	const message = await jsm.direct.getMessage(stream, { last_by_subj: subject });
	if (!message) return null;
	return { subject, seq: message.seq, data: message.data, header: (name) => message.header.last(name) };
}

/** The first message that matches a subject with wildcards, or null. */
export async function readFirst({ jsm }: Live, stream: string, filter: string): Promise<Stored | null> {
	const message = await jsm.direct.getMessage(stream, { seq: 1, next_by_subj: filter });
	if (!message) return null;
	return {
		subject: message.subject,
		seq: message.seq,
		data: message.data,
		header: (name) => message.header.last(name),
	};
}

/** Parsed JSON, or undefined: what lies in the pool was written by others. */
export function parseStored(data: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(data));
	} catch {
		return undefined;
	}
}
