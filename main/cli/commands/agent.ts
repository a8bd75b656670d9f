// `hearth agent`: the agent itself, in the foreground until TERM or Ctrl-C.
import { appVersion } from "../app-version.ts";
import type { ExitCode } from "../failure.ts";
import type { Invocation } from "../invocation.ts";

/** Prints one line when ready, as JSON in both forms, because a program waits for it. Ends with 0 after a clean stop. */
export async function runAgentCommand(invocation: Invocation, options: { pool: string }): Promise<ExitCode> {
	const { terminal, data, say } = invocation;
	let asked = false;
	let stop: (() => void) | null = null;
	terminal.onInterrupt(() => {
		// A second signal does not wait for the clean stop.
		if (asked) process.exit(1);
		asked = true;
		stop?.();
	});
	const { runAgent } = await import("../../agent/run.ts");
	const agent = await runAgent({ dataDirectory: data, pool: options.pool, appVersion: appVersion() });
	stop = () => void agent.stop();
	if (asked) stop();
	else await terminal.out(`${JSON.stringify(agent.ready)}\n`);
	await agent.done;
	invocation.note(say("cli.agent.stopped"));
	return 0;
}
