// The things every piece of the agent works with, made once by the composition root and passed in.
import type { Clock } from "../tools/clock/clock.ts";
import type { Guard } from "../tools/guard/guard.ts";
import type { WorkQueue } from "../tools/queue/work-queue.ts";
import type { Runner } from "../tools/runner/runner.ts";
import type { ConsentStore } from "./consent-store.ts";
import type { FactsLoop } from "./facts-loop.ts";
import type { Identity } from "./identity.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { ReceiptMaker } from "./receipts.ts";

/** The agent's own diagnostics; goes to standard error, never holds secrets. */
export interface Log {
	info(fields: Record<string, unknown>, text: string): void;
	warn(fields: Record<string, unknown>, text: string): void;
	error(fields: Record<string, unknown>, text: string): void;
}

export interface Parts {
	readonly clock: Clock;
	readonly newId: () => string;
	readonly version: string;
	readonly dataDirectory: string;
	readonly identity: Identity;
	readonly ledger: Ledger;
	readonly consent: ConsentStore;
	readonly facts: FactsLoop;
	readonly queue: WorkQueue;
	readonly runners: readonly Runner[];
	readonly guard: Guard;
	readonly receipts: ReceiptMaker;
	readonly log: Log;
}
