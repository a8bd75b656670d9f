// `lend off`, `stop`, `pause`, `resume`: never ask, never wait for a network.
import type { AgentDoor } from "../door-client.ts";
import { type ExitCode, Failure, failureOf } from "../failure.ts";
import type { Invocation } from "../invocation.ts";
import { parseUntil } from "../parse-amounts.ts";
import { spanWords, whenWords } from "../times.ts";

type Stopped = Awaited<ReturnType<AgentDoor["lend"]["stop"]>>;

/** Withdraws every grant and stops all work; the answer comes when it is proven gone. */
export async function stopLending(invocation: Invocation): Promise<ExitCode> {
	const { say } = invocation;
	const stopped = await askToStop(invocation);
	if (stopped === null) return stopWithoutAgent(invocation);
	const proofs = stopped.stopped.map((receipt) => receipt.body.proof).filter((proof) => proof !== null);
	const slowest = Math.max(0, ...proofs.map((proof) => proof.provenMs));
	const left = proofs.reduce((sum, proof) => sum + proof.processesLeft, 0);
	const kept = proofs.filter((proof) => !proof.scratchErased).length;
	await invocation.answer(stopped, () => {
		const lines = [say("cli.stop.done", { withdrawn: stopped.withdrawn })];
		if (stopped.stopped.length > 0) {
			lines.push(say("cli.stop.jobs", { jobs: stopped.stopped.length, span: spanWords(slowest) }));
			lines.push(left + kept === 0 ? say("cli.stop.nothing-left") : say("cli.stop.left", { left, kept }));
		}
		return `${lines.join("\n")}\n`;
	});
	return left + kept === 0 ? 0 : 1;
}

/** An agent that has not proven a stop after this long does not answer any more. */
const patienceMs = 5_000;

/** null: nobody answers, because no agent is running or because it hangs. */
async function askToStop(invocation: Invocation): Promise<Stopped | null> {
	const giveUp = AbortSignal.timeout(patienceMs);
	try {
		const agent = await invocation.agent();
		return await agent.lend.stop({ via: "cli" }, { signal: giveUp });
	} catch (error) {
		if (giveUp.aborted || failureOf(error).problem.code === "agent.not-running") return null;
		throw error;
	}
}

/** Stop needs no agent: a hanging one is killed, and what was allowed is withdrawn in the ledger itself. */
async function stopWithoutAgent(invocation: Invocation): Promise<ExitCode> {
	const { say, data } = invocation;
	const { withdrawDirectly } = await import("../../agent/withdraw-directly.ts");
	const done = await withdrawDirectly(data);
	if (!done.killedAgent && done.withdrawn === 0) {
		throw new Failure({ code: "agent.not-running", args: { detail: "" }, actions: ["start-agent"] });
	}
	await invocation.answer({ withdrawn: done.withdrawn, stopped: [], killedAgent: done.killedAgent }, () => {
		const lines = [say("cli.stop.done", { withdrawn: done.withdrawn })];
		lines.unshift(say(done.killedAgent ? "cli.stop.agent-hung" : "cli.stop.agent-absent"));
		return `${lines.join("\n")}\n`;
	});
	return 0;
}

const defaultPause = "1h";

export async function pauseLending(invocation: Invocation, _options: unknown, operands: string[]): Promise<ExitCode> {
	const { say, terminal } = invocation;
	const until = parseUntil("DURATION", operands[0] ?? defaultPause, terminal.now());
	const agent = await invocation.agent();
	await agent.lend.pause({ until, via: "cli" });
	await invocation.answer({ until }, () => `${say("cli.pause.done", { until: whenWords(until, terminal.now()) })}\n`);
	return 0;
}

export async function resumeLending(invocation: Invocation): Promise<ExitCode> {
	const agent = await invocation.ownAgent();
	await agent.lend.resume({ via: "cli" });
	await invocation.answer({}, () => `${invocation.say("cli.resume.done")}\n`);
	return 0;
}
