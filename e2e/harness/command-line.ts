// The built command line as a person starts it: a process of its own, judged by exit code and streams.
import { type ChildProcess, spawn } from "node:child_process";
import { hearthEntry } from "./agents.ts";

export interface Ran {
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
	/** Standard output as one JSON document. */
	readonly json: unknown;
	/** Standard output as one JSON document a line. */
	readonly lines: unknown[];
}

export interface CommandLine {
	readonly process: ChildProcess;
	readonly done: Promise<Ran>;
	/** Resolves once the stream holds `text`; rejects when the command ends without. */
	sees(stream: "out" | "err", text: string): Promise<void>;
}

export interface CommandOptions {
	readonly env?: NodeJS.ProcessEnv;
	readonly cwd?: string;
	/** The OS account to run as; needs root. */
	readonly uid?: number;
}

/** Starts `hearth ARGV --data DATA` without a terminal; without --data when `data` is null. */
export function startHearth(data: string | null, argv: readonly string[], options: CommandOptions = {}): CommandLine {
	const { HEARTH_DATA: _, ...clean } = process.env;
	const env = { ...clean, ...options.env };
	const end = argv.indexOf("--");
	const own = end < 0 ? argv : argv.slice(0, end);
	const where = data === null ? [] : ["--data", data];
	const child = spawn(process.execPath, [hearthEntry, ...own, ...where, ...argv.slice(own.length)], {
		env,
		stdio: ["ignore", "pipe", "pipe"],
		...(options.cwd !== undefined && { cwd: options.cwd }),
		...(options.uid !== undefined && { uid: options.uid, gid: options.uid }),
	});
	const text = { out: "", err: "" };
	const lookers = new Set<() => void>();
	const gather = (stream: "out" | "err") => (chunk: string) => {
		text[stream] += chunk;
		for (const look of lookers) look();
	};
	child.stdout.setEncoding("utf8").on("data", gather("out"));
	child.stderr.setEncoding("utf8").on("data", gather("err"));
	const done = new Promise<Ran>((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (code) => resolve(ranOf(code, text.out, text.err)));
	});
	done.catch(() => undefined);
	return {
		process: child,
		done,
		sees: (stream, wanted) =>
			new Promise((resolve, reject) => {
				const look = () => {
					if (!text[stream].includes(wanted)) return;
					lookers.delete(look);
					resolve();
				};
				lookers.add(look);
				look();
				void done.then(
					(ran) => reject(new Error(`ended (${ran.code}) without "${wanted}": ${ran.out}${ran.err}`)),
					reject,
				);
			}),
	};
}

/** Runs one command to its end. */
export function hearth(data: string | null, argv: readonly string[], options: CommandOptions = {}): Promise<Ran> {
	return startHearth(data, argv, options).done;
}

function ranOf(code: number | null, out: string, err: string): Ran {
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
