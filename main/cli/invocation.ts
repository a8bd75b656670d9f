// One run of one command: where it writes, in which form, and which agent it talks to.
import type { Say } from "../contract/words.ts";
import { dataDirectory, doorPaths } from "../tools/host/data-directory.ts";
import type { AgentDoor } from "./door-client.ts";
import type { Terminal } from "./terminal.ts";
import { say } from "./words.ts";

export interface Invocation {
	readonly terminal: Terminal;
	/** --json: one document, or one document a line where it streams. */
	readonly json: boolean;
	/** Absolute. */
	readonly data: string;
	readonly say: Say;
	agent(): Promise<AgentDoor>;
	/** As agent(), for what switches lending on: "consent.not-yours" when the agent is another OS account's. */
	ownAgent(): Promise<AgentDoor>;
	/** The answer: `value` as JSON, or `text` (with its own line ends) for people. */
	answer(value: unknown, text: () => string): Promise<void>;
	/** For people only, beside the answer; says nothing with --json. */
	note(text: string): void;
}

export function openInvocation(terminal: Terminal, options: { json?: boolean; data?: string }): Invocation {
	const json = options.json === true;
	const data = dataDirectory(options.data, terminal.env);
	return {
		terminal,
		json,
		data,
		say,
		async agent() {
			const { openDoor } = await import("./door-client.ts");
			return openDoor(doorPaths(data, terminal.env));
		},
		async ownAgent() {
			const { openDoor, refuseForOthers } = await import("./door-client.ts");
			const paths = doorPaths(data, terminal.env);
			const door = openDoor(paths);
			refuseForOthers(paths);
			return door;
		},
		answer: (value, text) => terminal.out(json ? `${JSON.stringify(value)}\n` : text()),
		note(text) {
			if (!json) terminal.err(`${text}\n`);
		},
	};
}
