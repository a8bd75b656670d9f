// `lend off`, `stop`, `pause`, `resume`: never ask, never wait for a network.
import type { ExitCode } from "../failure.ts";
import type { Invocation } from "../invocation.ts";
import { parseUntil } from "../parse-amounts.ts";
import { spanWords, whenWords } from "../times.ts";

/** Withdraws every grant and stops all work; the answer comes when it is proven gone. */
export async function stopLending(invocation: Invocation): Promise<ExitCode> {
	const { say } = invocation;
	const agent = await invocation.agent();
	const stopped = await agent.lend.stop({ via: "cli" });
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
	const agent = await invocation.agent();
	await agent.lend.resume({ via: "cli" });
	await invocation.answer({}, () => `${invocation.say("cli.resume.done")}\n`);
	return 0;
}
