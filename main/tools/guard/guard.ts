// The guard kills sandboxes when the agent cannot: a small process of its own, outside the agent's event loop.
// It kills everything it watches when the agent's pipe closes (crash, SIGKILL), and any sandbox whose last confirmed
// beat was sent more than selfKillMs ago on the clock that runs during sleep.

/** What to kill. A process is named with its start time so that a reused pid is never hit. */
export type GuardTarget =
	| { readonly kind: "process"; readonly jobId: string; readonly pid: number; readonly startTicks: string }
	| { readonly kind: "container"; readonly jobId: string; readonly socketPath: string; readonly container: string };

export interface Guard {
	/** Starts the guard process if it is not running; resolves once it answered. Call early: it takes about 40 ms. */
	ready(): Promise<void>;
	/** Must be called before the sandbox runs any of the job's code. `sentAt` in bootMs. */
	watch(target: GuardTarget, sentAt: number): void;
	/** A beat was confirmed; `sentAt` is when it was SENT (bootMs). */
	beat(jobId: string, sentAt: number): void;
	/** The sandbox is proven gone. */
	forget(jobId: string): void;
	/** Ends the guard without killing what was forgotten; kills what is still watched. */
	close(): Promise<void>;
}
