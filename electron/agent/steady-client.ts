// One client for the shell's whole life, whichever agent stands behind it. While none answers, each call rejects with the
// problem "agent.not-running", and so does one that the agent's end cuts off.
import { type ClientContext, type ClientLink, createORPCClient, ORPCError } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../../main/contract/calls.ts";
import type { Problem } from "../../main/contract/problem.ts";

/** The form in which an agent's own problems arrive. */
export function notRunning(): ORPCError<"PROBLEM", Problem> {
	const data: Problem = { code: "agent.not-running", args: {}, actions: ["start-agent"] };
	return new ORPCError("PROBLEM", { status: 409, defined: true, data });
}

/** `current` is asked at each call; null: nobody answers now. */
export function steadyClient(current: () => ClientLink<ClientContext> | null): ContractRouterClient<Contract> {
	return createORPCClient<ContractRouterClient<Contract>>({
		async call(path, input, options) {
			const link = current();
			if (!link) throw notRunning();
			const told = (error: unknown) =>
				error instanceof ORPCError || options.signal?.aborted === true ? error : notRunning();
			try {
				const output = await link.call(path, input, options);
				return isStream(output) ? retold(output, told) : output;
			} catch (error) {
				throw told(error);
			}
		},
	});
}

type Stream = AsyncIterator<unknown> & AsyncIterable<unknown>;

const isStream = (value: unknown): value is Stream =>
	typeof value === "object" && value !== null && Symbol.asyncIterator in value && "next" in value;

/** The same stream with its failures retold. Not a generator: one that was never read could not be returned. */
function retold(stream: Stream, told: (error: unknown) => unknown): Stream {
	const answer = async (step: Promise<IteratorResult<unknown>> | undefined): Promise<IteratorResult<unknown>> => {
		try {
			return (await step) ?? { done: true, value: undefined };
		} catch (error) {
			throw told(error);
		}
	};
	return {
		next: () => answer(stream.next()),
		return: (value) => answer(stream.return?.(value)),
		throw: (error) => answer(stream.throw?.(error)),
		[Symbol.asyncIterator]() {
			return this;
		},
	};
}
