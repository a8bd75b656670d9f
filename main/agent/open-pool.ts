// Which pool: the embedded one in a folder, or a NATS server. The engine that is not used is not even loaded.
import { join } from "node:path";
import type { Requester } from "../contract/job.ts";
import { ProblemError } from "../contract/problem.ts";
import type { Clock } from "../tools/clock/clock.ts";
import type { WorkQueue } from "../tools/queue/work-queue.ts";

export type PoolChoice = { kind: "embedded"; directory: string | null } | { kind: "nats"; servers: string };

/** `embedded`, `embedded:DIR` or `nats://host:port`; anything else throws "input.malformed". */
export function parsePool(text: string): PoolChoice {
	if (text === "embedded") return { kind: "embedded", directory: null };
	if (text.startsWith("embedded:") && text.length > "embedded:".length) {
		return { kind: "embedded", directory: text.slice("embedded:".length) };
	}
	if (/^(nats|tls):\/\/[^\s/]+/.test(text)) return { kind: "nats", servers: text };
	throw new ProblemError("input.malformed", { detail: `--pool ${text}` });
}

/** True when the pool is on this PC, so that nothing of it crosses a network. */
export function isLocalPool(choice: PoolChoice): boolean {
	if (choice.kind === "embedded") return true;
	try {
		return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(choice.servers).hostname);
	} catch {
		return false;
	}
}

export async function openPool(choice: PoolChoice, dataDirectory: string, clock: Clock): Promise<WorkQueue> {
	if (choice.kind === "nats") {
		const { openJetStreamQueue } = await import("../tools/queue/jetstream.ts");
		return openJetStreamQueue({ servers: choice.servers, clock });
	}
	const { openEmbeddedQueue } = await import("../tools/queue/embedded.ts");
	return openEmbeddedQueue({ directory: choice.directory ?? join(dataDirectory, "pool"), clock });
}

/**
 * Announces this PC as a requester. A name already taken by another key gets the first characters of the key added, so
 * that two agents of one person can share a pool. Returns the name that holds.
 */
export async function announceSelf(queue: WorkQueue, self: Requester): Promise<Requester> {
	try {
		await queue.announceRequester(self);
		return self;
	} catch (error) {
		if (!(error instanceof ProblemError) || error.problem.code !== "pool.name-taken") throw error;
		const longer = { ...self, name: `${self.name.slice(0, 56)}-${keyStart(self)}` };
		await queue.announceRequester(longer);
		return longer;
	}
}

const keyStart = (self: Requester) => self.publicKey.slice("ed25519:".length).replace(/[-_]/g, "").slice(0, 5);
