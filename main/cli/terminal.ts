// What a command may do to the person's terminal, injected so that commands can be tested without one.
import { createInterface } from "node:readline/promises";

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
		onInterrupt(run) {
			process.on("SIGINT", run).on("SIGTERM", run);
			return () => void process.off("SIGINT", run).off("SIGTERM", run);
		},
	};
}
