// The connection to the pool's server: kept up for ever, refused below the version floor, every call bounded in time.
import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect, createInbox, type NatsConnection, type NodeConnectionOptions } from "@nats-io/transport-node";
import { ProblemError } from "../../contract/problem.ts";
import type { Clock } from "../clock/clock.ts";
import { isAway, isRefusedLogin, serverProblem, unreachable } from "./jetstream-errors.ts";
import { isFitNats, natsFloor } from "./nats-version.ts";

/** A connection that is up, fit and prepared. `generation` rises with every reconnect. */
export interface Live {
	readonly nc: NatsConnection;
	readonly js: JetStreamClient;
	readonly jsm: JetStreamManager;
	readonly generation: number;
	readonly clock: Clock;
	/** A fresh address for answers, under this login's own prefix. */
	newInbox(): string;
}

export interface Link {
	readonly name: string;
	connected(): boolean;
	/** True once close() was called. */
	isClosed(): boolean;
	/** Waits up to 5 s for a live connection. Throws "pool.unreachable" or "pool.too-old". */
	ready(): Promise<Live>;
	/** Runs one request and repeats it while the server is away, up to 5 s in all. `run` must be safe to repeat. */
	run<T>(run: (live: Live) => Promise<T>): Promise<T>;
	/** Calls back on every loss and return of the connection. */
	onChange(run: () => void): () => void;
	close(): Promise<void>;
}

export interface LinkOptions {
	readonly connection: NodeConnectionOptions;
	/** For people, without credentials. */
	readonly name: string;
	readonly clock: Clock;
	/** Runs after every connect; makes what the pool needs on the server. */
	readonly prepare: (live: Live) => Promise<void>;
}

const boundMs = 5_000;
const requestMs = 2_000;
const betweenTriesMs = 100;
const betweenConnectsMs = 2_000;

/**
 * Connects. Rejects with "pool.too-old" or, when the login is refused, "pool.unreachable"; a server that is away is
 * no error: the link keeps trying and its calls say "pool.unreachable" until then.
 */
export async function openLink(options: LinkOptions): Promise<Link> {
	const { clock, name } = options;
	const listeners = new Set<() => void>();
	let live: Live | null = null;
	let connection: NatsConnection | null = null;
	let refusal: ProblemError | null = null;
	let generation = 0;
	let closed = false;

	const tell = () => {
		for (const run of [...listeners]) run();
	};
	const sleep = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
	const lose = (problem: ProblemError | null) => {
		if (problem) refusal = problem;
		live = null;
		tell();
	};

	const welcome = async (nc: NatsConnection) => {
		const version = nc.info?.version ?? "";
		if (!isFitNats(version)) {
			const problem = new ProblemError("pool.too-old", { name, version, floor: natsFloor });
			lose(problem);
			void nc.close();
			throw problem;
		}
		const own = ++generation;
		for (;;) {
			if (closed || nc.isClosed() || own !== generation) return;
			try {
				const js = jetstream(nc, { timeout: requestMs });
				const jsm = await jetstreamManager(nc, { timeout: requestMs, checkAPI: false });
				const newInbox = () => createInbox(options.connection.inboxPrefix);
				const next: Live = { nc, js, jsm, generation: own, clock, newInbox };
				await options.prepare(next);
				if (own === generation && !closed) live = next;
				return tell();
			} catch (error) {
				if (!isAway(error)) throw serverProblem(error, name);
				await sleep(betweenTriesMs); // connected, but JetStream is still reading its store
			}
		}
	};

	const watch = async (nc: NatsConnection) => {
		void nc.closed().then((error) => {
			if (closed || refusal) return;
			lose(error && isRefusedLogin(error) ? loginRefused(name) : unreachable(name, error ?? undefined));
		});
		for await (const status of nc.status()) {
			if (status.type === "disconnect") {
				generation++;
				lose(null);
			} else if (status.type === "reconnect") welcome(nc).catch((error) => lose(asProblem(error, name)));
		}
	};

	const dial = async () => {
		const nc = await connect({
			...options.connection,
			timeout: boundMs - 1_000,
			maxReconnectAttempts: -1,
			reconnectTimeWait: 1_000,
			pingInterval: 10_000,
			maxPingOut: 2,
			noAsyncTraces: true,
		});
		if (closed) return void nc.close();
		connection = nc;
		watch(nc).catch((error) => lose(asProblem(error, name)));
		await welcome(nc).catch((error) => {
			lose(asProblem(error, name));
			throw error;
		});
	};
	const keepDialling = async () => {
		while (!closed && !refusal && !connection) {
			await sleep(betweenConnectsMs);
			await dial().catch((error) => {
				if (isRefusedLogin(error)) lose(loginRefused(name));
				else if (error instanceof ProblemError) lose(error);
			});
		}
	};

	const link: Link = {
		name,
		connected: () => live !== null,
		isClosed: () => closed,
		async ready() {
			const until = clock.bootMs() + boundMs;
			while (!live) {
				if (refusal) throw refusal;
				const leftMs = until - clock.bootMs();
				if (leftMs <= 0 || closed) throw unreachable(name);
				await new Promise<void>((resolve) => {
					const done = () => {
						stop();
						cancel();
						resolve();
					};
					const stop = link.onChange(done);
					const cancel = clock.after(leftMs, done);
				});
			}
			return live;
		},
		async run(run) {
			const until = clock.bootMs() + boundMs;
			for (;;) {
				const now = await link.ready();
				try {
					return await run(now);
				} catch (error) {
					if (!isAway(error) || closed || clock.bootMs() >= until) throw serverProblem(error, name);
				}
				await sleep(betweenTriesMs);
			}
		},
		onChange(run) {
			listeners.add(run);
			return () => void listeners.delete(run);
		},
		async close() {
			if (closed) return;
			closed = true;
			lose(null);
			if (!connection || connection.isClosed()) return;
			await Promise.race([connection.drain().catch(() => undefined), sleep(1_000)]);
			await Promise.race([connection.close(), sleep(1_000)]);
		},
	};
	try {
		await Promise.race([dial(), sleep(boundMs)]);
	} catch (error) {
		if (isRefusedLogin(error)) throw loginRefused(name);
		if (error instanceof ProblemError) {
			await link.close();
			throw error;
		}
		void keepDialling();
	}
	return link;
}

function loginRefused(name: string): ProblemError {
	return new ProblemError("pool.unreachable", { name, detail: "the server refused the login" }, ["sign-in-again"]);
}

function asProblem(error: unknown, name: string): ProblemError {
	return error instanceof ProblemError ? error : unreachable(name, error);
}
