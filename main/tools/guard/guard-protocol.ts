// Lines between the agent and its guard: one JSON object each.
import type { GuardTarget } from "./guard.ts";

export type GuardOrder =
	| { readonly op: "watch"; readonly target: GuardTarget; readonly sentAt: number }
	| { readonly op: "beat"; readonly jobId: string; readonly sentAt: number }
	| { readonly op: "forget"; readonly jobId: string }
	| { readonly op: "ping"; readonly n: number };

/** `pong` answers a ping after every order before it was carried out; `killed` names a job whose beats ended. */
export type GuardAnswer = { readonly pong: number } | { readonly killed: string };
