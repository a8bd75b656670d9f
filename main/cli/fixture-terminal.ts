// A terminal that remembers what was written and answers as told. For tests.
import { runHearth } from "./run-hearth.ts";
import type { Terminal } from "./terminal.ts";

export interface Ran {
	readonly code: number;
	readonly out: string;
	readonly err: string;
	/** Standard output as one JSON document. */
	readonly json: unknown;
	/** Standard output as one JSON document a line. */
	readonly lines: unknown[];
}

export interface RunOptions {
	readonly interactive?: boolean;
	/** What the person says when asked. */
	readonly yes?: boolean;
	readonly now?: number;
	/** The environment; empty when not given. */
	readonly env?: Readonly<Record<string, string>>;
	/** What stands on standard input; nothing when not given. */
	readonly input?: string;
	/** Gets the function that acts as Ctrl-C. */
	readonly onReady?: (interrupt: () => void) => void;
	readonly onOut?: (text: string) => void;
}

/** Runs one command line in this process. */
export async function runInTest(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
	let out = "";
	let err = "";
	const interrupts = new Set<() => void>();
	const terminal: Terminal = {
		out: async (text) => {
			out += text;
			options.onOut?.(text);
		},
		err: (text) => {
			err += text;
		},
		interactive: options.interactive ?? false,
		columns: 100,
		env: options.env ?? {},
		now: () => options.now ?? 1_800_000_000_000,
		confirm: async (question) => {
			err += question;
			return options.yes ?? false;
		},
		read: async () => options.input ?? "",
		onInterrupt(run) {
			interrupts.add(run);
			return () => interrupts.delete(run);
		},
	};
	options.onReady?.(() => {
		for (const run of interrupts) run();
	});
	const code = await runHearth(argv, terminal);
	return {
		code,
		out,
		err,
		get json() {
			return JSON.parse(out);
		},
		get lines() {
			return out
				.trimEnd()
				.split("\n")
				.map((line) => JSON.parse(line));
		},
	};
}
