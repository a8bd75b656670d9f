// `hearth status`: the snapshot, as the window shows it.
import type { ExitCode } from "../failure.ts";
import type { Invocation } from "../invocation.ts";
import { statusWords } from "../status-words.ts";

export async function showStatus(invocation: Invocation): Promise<ExitCode> {
	const agent = await invocation.agent();
	const snapshot = await agent.status.get({});
	await invocation.answer(snapshot, () => statusWords(invocation.say, snapshot, invocation.terminal.now()));
	return 0;
}
