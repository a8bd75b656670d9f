// `hearth ui`: opens the web door and prints its address with a one-time token.
import type { ExitCode } from "../failure.ts";
import type { Invocation } from "../invocation.ts";
import { parseWhole } from "../parse-amounts.ts";

export async function openWindow(invocation: Invocation, options: { port: string }): Promise<ExitCode> {
	const port = parseWhole("--port", options.port, 0, 65_535);
	const opened = await (await invocation.ownAgent()).window.open({ port });
	await invocation.answer(opened, () => `${opened.url}\n`);
	invocation.note(invocation.say("cli.ui.once"));
	return 0;
}
