// What a command may do to the person's terminal, injected so that commands can be tested without one.
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

export interface Terminal {
	/** The answer. Resolves when it is handed to the OS, so that a slow reader slows the command down. */
	out(text: string): Promise<void>;
	/** Everything that is not the answer. */
	err(text: string): void;
	/** True when a person can be asked. */
	readonly interactive: boolean;
	readonly columns: number;
	readonly env: Readonly<Record<string, string | undefined>>;
	now(): number;
	/** Asks a yes-or-no question; only "y", "yes", "j" or "ja" is yes. */
	confirm(question: string): Promise<boolean>;
	/**
	 * All of standard input, at most `limit` characters and a little more. What a person pastes is not shown, and ends with
	 * an empty line.
	 */
	read(limit: number): Promise<string>;
	/** Calls back at Ctrl-C or TERM instead of ending the process; the returned function undoes that. */
	onInterrupt(run: () => void): () => void;
}

export function openTerminal(): Terminal {
	// A reader that went away (`| head`) is no failure of ours.
	process.stdout.on("error", (error: NodeJS.ErrnoException) => {
		if (error.code === "EPIPE") process.exit(0);
		throw error;
	});
	return {
		out: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
		err: (text) => void process.stderr.write(text),
		interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
		columns: process.stdout.isTTY ? process.stdout.columns : 100,
		env: process.env,
		now: () => Date.now(),
		async confirm(question) {
			const lines = createInterface({ input: process.stdin, output: process.stderr });
			try {
				return /^(y|yes|j|ja)$/i.test((await lines.question(question)).trim());
			} finally {
				lines.close();
			}
		},
		read: (limit) => (process.stdin.isTTY ? readPasted(limit) : readAll(limit)),
		onInterrupt(run) {
			process.on("SIGINT", run).on("SIGTERM", run);
			return () => void process.off("SIGINT", run).off("SIGTERM", run);
		},
	};
}

async function readAll(limit: number): Promise<string> {
	let text = "";
	for await (const piece of process.stdin.setEncoding("utf8")) {
		text += piece;
		if (text.length > limit) break;
	}
	return text;
}

/** Line by line in raw mode: a terminal's own lines end after 4095 characters. */
async function readPasted(limit: number): Promise<string> {
	const nowhere = new Writable({ write: (_piece, _encoding, done) => done() });
	const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
	let text = "";
	try {
		for await (const line of lines) {
			if (line.trim() === "" && text !== "") break;
			text += `${line}\n`;
			if (text.length > limit) break;
		}
		return text;
	} finally {
		lines.close();
	}
}
