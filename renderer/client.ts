// The window's only way to the agent: the contract's calls, over the desktop shell's port where there is one, else over
// the same origin with the door's cookie.
import { createORPCClient, ORPCError } from "@orpc/client";
import { RPCLink } from "@orpc/client/fetch";
import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../main/contract/calls.ts";
import type { HearthPort } from "../main/contract/frames.ts";
import type { Problem } from "../main/contract/problem.ts";
import { portLink } from "./port-link.ts";

declare global {
	/** Only inside the desktop shell, put there by its preload script. */
	var hearthPort: HearthPort | undefined;
}

/** The door does not know this window (any more): it has to be opened again from the PC itself. */
export class SignedOutError extends Error {}

const webLink = new RPCLink({
	url: () => `${window.location.origin}/rpc`,
	async fetch(request, init) {
		const response = await window.fetch(request, { ...init, credentials: "same-origin" });
		if (response.status === 401) throw new SignedOutError("the door answered 401");
		return response;
	},
});

const port = globalThis.hearthPort;
const link = port ? portLink(port, () => crypto.randomUUID()) : webLink;

export const client: ContractRouterClient<Contract> = createORPCClient(link);

/** The problem an agent answered with; "agent.not-running" when no answer came; "internal" for anything else. */
export function problemOf(error: unknown): Problem {
	if (error instanceof ORPCError) {
		return error.code === "PROBLEM" ? (error.data as Problem) : { code: "internal", args: {}, actions: ["retry"] };
	}
	if (error instanceof SignedOutError) return { code: "door.no-token", args: {}, actions: ["sign-in-again"] };
	return { code: "agent.not-running", args: {}, actions: ["start-agent"] };
}
