// A run whose sandbox never came to be: its requester reads why in the job's own log.
import en from "../../assets/words/en.json" with { type: "json" };
import { ProblemError } from "../contract/problem.ts";
import { speaker, type WordArgs } from "../contract/words.ts";
import type { SandboxEnd } from "../tools/runner/runner.ts";

/** What such a run ends with; `say` gets the line for the log, none when the owner called it off. */
export function notStarted(error: unknown, say: (chunk: { stream: "stderr"; text: string }) => void): SandboxEnd {
	const { code, args } = error instanceof ProblemError ? error.problem : { code: "internal" as const, args: {} };
	if (code !== "agent.stopping") say({ stream: "stderr", text: sentence(code, args) });
	return {
		kind: code === "agent.stopping" ? "stopped" : "crash",
		exitCode: null,
		usage: { cpuSeconds: 0, peakMemoryMiB: 0 },
		proof: { provenMs: 0, processesLeft: 0, scratchErased: true, method: "never-started" },
		outputs: new Map(),
		detail: String(error),
	};
}

/** What happened, what changed, what to do, and the code for whoever looks it up. */
function sentence(code: string, args: WordArgs): string {
	const words = speaker(en, "en");
	const parts = ["what", "changed", "do"].map((part) => words(`problem.${code}.${part}`, args));
	const name = typeof args.name === "string" ? `: ${args.name}` : "";
	return `hearth: ${parts.join(" ")} (${code}${name})\n`;
}
