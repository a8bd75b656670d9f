// Stop without the agent's link: the command line's own `hearth stop`, in a process of its own. It asks the agent through
// its socket, ends one that hangs, and else writes the withdrawal into the ledger itself.
import type { ForkOptions, UtilityProcess } from "electron";
import type { TrayClock } from "./tray-clock.ts";

type Child = Pick<UtilityProcess, "on" | "kill" | "stdout">;

export interface StopAnywayParts {
	readonly utilityProcess: { fork(modulePath: string, args: string[], options: ForkOptions): Child };
	readonly clock: Pick<TrayClock, "after">;
	/** Absolute path of dist/app/hearth.js. */
	readonly cliPath: string;
	/** The agent's data directory; null: its own choice. */
	readonly dataDirectory: string | null;
}

/** The command waits 5 s for an agent, then ends it, then takes over its lock. */
const doneWithinMs = 30_000;
/** The answer is one short document; a longer one is none. */
const longestAnswer = 1_000_000;

/** True when nothing is allowed any more and nothing runs; false when that could not be made sure. Never rejects. */
export function stopAnyway({ utilityProcess, clock, cliPath, dataDirectory }: StopAnywayParts): Promise<boolean> {
	const data = dataDirectory === null ? [] : ["--data", dataDirectory];
	return new Promise((resolve) => {
		let child: Child;
		try {
			child = utilityProcess.fork(cliPath, ["stop", "--json", ...data], {
				serviceName: "Hearth stop",
				stdio: ["ignore", "pipe", "ignore"],
			});
		} catch {
			resolve(false);
			return;
		}
		let said = "";
		let ended = false;
		const end = (done: boolean) => {
			if (ended) return;
			ended = true;
			cancel();
			// A utility process need not end by itself once its work is done.
			child.kill();
			resolve(done);
		};
		const cancel = clock.after(doneWithinMs, () => end(false));
		child.stdout?.on("data", (chunk: Buffer) => {
			said += chunk.toString("utf8");
			if (said.length > longestAnswer) return end(false);
			const done = readAnswer(said);
			if (done !== null) end(done);
		});
		child.on("exit", () => end(readAnswer(said) ?? false));
	});
}

/** What the command's JSON says; null while it is not whole. */
export function readAnswer(said: string): boolean | null {
	let answer: unknown;
	try {
		answer = JSON.parse(said);
	} catch {
		return null;
	}
	if (typeof answer !== "object" || answer === null) return false;
	if ("withdrawn" in answer) return true;
	const { problem } = answer as { problem?: { code?: unknown } };
	// Nobody answers and nothing is allowed: there is nothing left to stop.
	return problem?.code === "agent.not-running";
}
