// Changes as they are told on the server. Whoever changes something tells it after it is stored.
import type { Msg, Subscription } from "@nats-io/transport-node";
import { type JobId, jobIdSchema } from "../../contract/ids.ts";
import type { Clock } from "../clock/clock.ts";
import { openBell } from "./bell.ts";
import type { Link, Live } from "./jetstream-link.ts";
import type { PoolNews } from "./work-queue.ts";

/** Many changes at once are told once. */
const gatherMs = 20;
const longestMs = 3_600_000;

/** Starts listening when called. A lost and a returned connection are news too: look again at everything then. */
export function tellNews(link: Link, clock: Clock, signal: AbortSignal): AsyncIterable<PoolNews> {
	const bell = openBell(clock, null);
	const jobs = new Set<JobId>();
	let presence = false;
	let connection = false;
	let subscription: Subscription | null = null;
	let listeningTo: Live["nc"] | null = null;

	const hear = (message: Msg) => {
		const [, , kind, id] = message.subject.split(".");
		const parsed = jobIdSchema.safeParse(id);
		if (kind === "presence") presence = true;
		else if (kind === "job" && parsed.success) jobs.add(parsed.data);
		else return;
		bell.ring();
	};
	/** A subscription outlives reconnects, but not a connection that was made anew. */
	const listen = async () => {
		const live = link.connected() ? await link.ready() : null;
		if (!live || live.nc === listeningTo || signal.aborted) return;
		listeningTo = live.nc;
		subscription = live.nc.subscribe("lend.news.>", {
			callback: (error, message) => (error ? undefined : hear(message)),
		});
	};
	const stopWatching = link.onChange(() => {
		connection = true;
		void listen().catch(() => undefined);
		bell.ring();
	});
	const listening = listen().catch(() => undefined);
	const stop = () => {
		stopWatching();
		if (subscription && !subscription.isClosed()) subscription.unsubscribe();
		bell.close();
	};
	if (signal.aborted) stop();
	else signal.addEventListener("abort", stop, { once: true });

	async function* tell(): AsyncGenerator<PoolNews> {
		await listening;
		while (!signal.aborted && !link.isClosed()) {
			const rings = bell.count();
			const told: PoolNews[] = [...jobs].map((id) => ({ kind: "job", id }));
			if (presence) told.push({ kind: "presence" });
			if (connection) told.push({ kind: "connection" });
			jobs.clear();
			presence = false;
			connection = false;
			yield* told;
			await bell.wait(rings, longestMs, signal);
			await new Promise<void>((resolve) => clock.after(gatherMs, resolve));
		}
	}
	return tell();
}
