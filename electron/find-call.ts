// Finds a call of the contract by its path. Only what the contract itself owns is found: no inherited name, no half path.

import type { ContractRouterClient } from "@orpc/contract";
import { isContractProcedure } from "@orpc/contract";
import { type Contract, contract } from "../main/contract/calls.ts";

export interface FoundCall {
	/** The input as the call's own schema reads it, defaults filled in; null when it does not fit. */
	parse(input: unknown): Promise<{ readonly input: unknown } | null>;
	/** Makes the call; a stream's call gives its iterator. */
	run(client: ContractRouterClient<Contract>, input: unknown, signal: AbortSignal): Promise<unknown>;
}

type Call = (input: unknown, options: { readonly signal: AbortSignal }) => Promise<unknown>;

/** Calls of the shell and of the command line: what the PC looks like from the shell, and a door for browsers. */
const notForPages = new Set(["shell", "window"]);

/** null when the contract has no such call, or none that is a page's to make. */
export function findCall(path: readonly string[]): FoundCall | null {
	if (notForPages.has(path[0] ?? "")) return null;
	let at: unknown = contract;
	for (const name of path) {
		if (isContractProcedure(at) || typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return null;
		at = (at as Record<string, unknown>)[name];
	}
	if (!isContractProcedure(at)) return null;
	const schema = at["~orpc"].inputSchema;
	return {
		async parse(input) {
			if (!schema) return input === undefined ? { input } : null;
			const result = await schema["~standard"].validate(input);
			return result.issues ? null : { input: result.value };
		},
		run(client, input, signal) {
			let call: unknown = client;
			for (const name of path) call = (call as Record<string, unknown>)[name];
			return (call as Call)(input, { signal });
		},
	};
}
