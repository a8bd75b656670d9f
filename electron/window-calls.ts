// The calls one page has under way: starts them, sends their frames, ends them all when the page goes.
import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../main/contract/calls.ts";
import { maxCallsInFlight } from "../main/contract/frame-limits.ts";
import { type AgentFrame, carriedProblem } from "../main/contract/frames.ts";
import type { Problem } from "../main/contract/problem.ts";
import { findCall } from "./find-call.ts";

export interface WindowCalls {
	/** False when the id is taken: two calls under one id could not be told apart by the page. */
	start(id: string, path: readonly string[], input: unknown): boolean;
	cancel(id: string): void;
	/** Ends every call without a word: the page that asked is gone. */
	cancelAll(): void;
	inFlight(): number;
}

export interface WindowCallsParts {
	readonly client: ContractRouterClient<Contract>;
	readonly send: (frame: AgentFrame) => void;
	/** Counts a refused call under its reason. */
	readonly refused: (reason: "unknown-path" | "bad-input" | "too-many") => void;
}

const malformed = (detail: string): Problem => ({ code: "input.malformed", args: { detail }, actions: [] });

export function windowCalls(parts: WindowCallsParts): WindowCalls {
	const underWay = new Map<string, AbortController>();

	const refuse = (id: string, reason: Parameters<typeof parts.refused>[0]) => {
		parts.refused(reason);
		parts.send({ kind: "problem", id, problem: malformed(reason) });
	};

	const carryOut = async (id: string, path: readonly string[], given: unknown, signal: AbortSignal) => {
		const send = (frame: AgentFrame) => {
			if (!signal.aborted) parts.send(frame);
		};
		const call = findCall(path);
		if (!call) return refuse(id, "unknown-path");
		const parsed = await call.parse(given);
		if (signal.aborted) return;
		if (!parsed) return refuse(id, "bad-input");
		try {
			const output = await call.run(parts.client, parsed.input, signal);
			if (!isStream(output)) return send({ kind: "answer", id, output });
			for await (const value of output) {
				if (signal.aborted) break; // leaving the loop ends the stream on the agent's side too
				send({ kind: "item", id, value });
			}
			send({ kind: "end", id });
		} catch (error) {
			const problem = carriedProblem(error) ?? { code: "internal", args: {}, actions: ["retry"] };
			send({ kind: "problem", id, problem });
		}
	};

	return {
		start(id, path, input) {
			if (underWay.has(id)) return false;
			if (underWay.size >= maxCallsInFlight) {
				refuse(id, "too-many");
				return true;
			}
			const ending = new AbortController();
			underWay.set(id, ending);
			void carryOut(id, path, input, ending.signal).finally(() => {
				if (underWay.get(id) === ending) underWay.delete(id);
			});
			return true;
		},
		cancel(id) {
			underWay.get(id)?.abort();
			underWay.delete(id);
		},
		cancelAll() {
			for (const ending of underWay.values()) ending.abort();
			underWay.clear();
		},
		inFlight: () => underWay.size,
	};
}

const isStream = (output: unknown): output is AsyncIterable<unknown> =>
	typeof output === "object" && output !== null && Symbol.asyncIterator in output;
