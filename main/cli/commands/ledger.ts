// `hearth ledger verify`: asks the agent, or reads the file itself where none runs.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { LedgerCheck } from "../../contract/ledger.ts";
import { type ExitCode, Failure, failureOf } from "../failure.ts";
import type { Invocation } from "../invocation.ts";

/** Ends with 1 when any byte was changed, removed or reordered. */
export async function verifyLedgerCommand(invocation: Invocation): Promise<ExitCode> {
	const { say } = invocation;
	const check = await askAgent(invocation).catch((error) => {
		const failure = failureOf(error);
		if (failure.problem.code !== "agent.not-running") throw failure;
		return readLedger(invocation, failure);
	});
	await invocation.answer(check, () => {
		if (!check.fault) return `${say("cli.ledger.ok", { entries: check.entries, head: check.head })}\n`;
		return `${say("cli.ledger.fault", { line: check.fault.line, entries: check.entries })} ${say(`cli.ledger.${check.fault.kind}`)}\n`;
	});
	return check.ok ? 0 : 1;
}

async function askAgent(invocation: Invocation): Promise<LedgerCheck> {
	return (await invocation.agent()).history.verify({});
}

/** Nothing is made or changed: without a key or a ledger there is nothing to verify, and the first failure stands. */
async function readLedger({ data }: Invocation, noAgent: Failure): Promise<LedgerCheck> {
	const [key, ledger] = [join(data, "device.key"), join(data, "ledger.jsonl")];
	if (!existsSync(key)) throw noAgent;
	const { openKeyPair } = await import("../../tools/crypto/keys.ts");
	const { verifyLedger } = await import("../../agent/ledger/verify.ts");
	let publicKey: ReturnType<typeof openKeyPair>["publicKey"];
	try {
		({ publicKey } = openKeyPair(key));
	} catch (error) {
		const args = { directory: data, detail: (error as Error).message };
		throw new Failure({ code: "agent.data-unreadable", args, actions: [] });
	}
	return verifyLedger(ledger, publicKey);
}
