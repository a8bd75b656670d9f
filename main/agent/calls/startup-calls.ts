// Start at sign-in, asked through the agent. It changes what happens next time, never whether it runs now: an agent that
// stopped its own service would end in the middle of the answer.

import { ProblemError } from "../../contract/problem.ts";
import type { StartupEntry } from "../../tools/startup/startup-entry.ts";
import type { AgentCalls } from "./agent-calls.ts";

export function startupCalls(entries: readonly StartupEntry[]): Pick<AgentCalls, "startup" | "setStartup"> {
	return {
		startup: () => Promise.all(entries.map((entry) => entry.look())),
		async setStartup(kind, on) {
			const entry = entries.find((one) => one.kind === kind);
			if (!entry) throw new ProblemError("startup.impossible", { reason: "unsupported" });
			if (on) await entry.turnOn(false);
			else await entry.turnOff(false);
			return { entry: await entry.look(), started: false };
		},
	};
}
