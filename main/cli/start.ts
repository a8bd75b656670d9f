// npm start where no desktop window can open: the agent with the embedded pool, and its window in a browser on this PC
// through the web door.
import { ProblemError } from "../contract/problem.ts";
import { dataDirectory, doorPaths } from "../tools/host/data-directory.ts";
import { appVersion } from "./app-version.ts";
import { openDoor } from "./door-client.ts";
import { failureOf } from "./failure.ts";
import { keepSmall } from "./keep-small.ts";
import { problemWords } from "./problem-words.ts";
import { say } from "./words.ts";

/** Runs until TERM or INT. When an agent already runs on this data directory, only its window is opened. Exit code. */
export async function startHere(env: NodeJS.ProcessEnv): Promise<number> {
	const directory = dataDirectory(undefined, env);
	keepSmall();
	const { runAgent } = await import("../agent/run.ts");
	try {
		const agent = await runAgent({ dataDirectory: directory, pool: "embedded", appVersion: appVersion() });
		for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void agent.stop());
		await showWindow(directory);
		await agent.done;
		return 0;
	} catch (error) {
		if (error instanceof ProblemError && error.problem.code === "agent.already-running") {
			process.stdout.write(`${say("cli.start.already")}\n`);
			await showWindow(directory);
			return 0;
		}
		const failure = failureOf(error);
		process.stderr.write(problemWords(say, failure.problem));
		return failure.exitCode;
	}
}

async function showWindow(directory: string): Promise<void> {
	const { url } = await openDoor(doorPaths(directory)).window.open({ port: 0 });
	process.stdout.write(`${say("cli.start.window", { url })}\n`);
}
