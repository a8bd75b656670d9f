// An agent of scripted answers behind the real socket door. For tests; never used by the product.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AgentCalls } from "../agent/calls/agent-calls.ts";
import { agentRouter } from "../agent/doors/router.ts";
import { rpcHandle } from "../agent/doors/rpc-http.ts";
import { openSocketDoor } from "../agent/doors/socket-door.ts";
import { ProblemError } from "../contract/problem.ts";
import { doorPaths } from "../tools/host/data-directory.ts";

export interface FixtureAgent {
	readonly data: string;
	/** Every call that came in: its name and arguments. */
	readonly calls: readonly { name: string; args: readonly unknown[] }[];
	/** Changes answers from the next call on. */
	answer(answers: Partial<AgentCalls>): void;
	close(): Promise<void>;
}

/** Listens when it resolves. A call without a scripted answer fails with "internal". */
export async function startFixtureAgent(answers: Partial<AgentCalls> = {}): Promise<FixtureAgent> {
	const data = mkdtempSync(join(tmpdir(), "hearth-cli-"));
	chmodSync(data, 0o700);
	const scripted: Partial<AgentCalls> = { ...answers };
	const calls: { name: string; args: readonly unknown[] }[] = [];
	const closing = new AbortController();
	const all = new Proxy(scripted, {
		get(_, name: string) {
			const one = (scripted as Record<string, ((...args: unknown[]) => unknown) | undefined>)[name];
			return (...args: unknown[]) => {
				calls.push({ name, args: args.filter((arg) => !(arg instanceof AbortSignal)) });
				if (!one) throw new ProblemError("internal", { detail: `no scripted answer for ${name}` });
				return one(...args);
			};
		},
	}) as AgentCalls;
	const paths = doorPaths(data, {});
	const door = await openSocketDoor(paths, rpcHandle(agentRouter(all), closing.signal));
	return {
		data,
		calls,
		answer: (more) => void Object.assign(scripted, more),
		async close() {
			closing.abort();
			await door.close();
			rmSync(data, { recursive: true, force: true });
			if (!paths.directory.startsWith(data)) rmSync(paths.directory, { recursive: true, force: true });
		},
	};
}
