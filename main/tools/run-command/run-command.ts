// The one way Hearth starts a program that ends by itself: an argv array, never a shell; with limits on time and
// output; with secrets blotted out; and with nothing of it left running afterwards. How it ended is a value.
import { spawn } from "node:child_process";
import { type KeptOutput, keepEnds } from "./keep-ends.ts";
import { redactor } from "./redact.ts";
import { splitLines } from "./split-lines.ts";

export type Stream = "stdout" | "stderr";

export interface CommandOptions {
	/** Killed after this long. */
	readonly timeoutMs: number;
	/** Stops the command: TERM to its whole process group, KILL after `graceMs`. */
	readonly signal?: AbortSignal;
	/** Default 2000. */
	readonly graceMs?: number;
	/** Absolute. Default: the file system's root, so that no folder of a person is held. */
	readonly cwd?: string;
	/** Names of variables handed on from this process beside `plainVariables`. */
	readonly inherit?: readonly string[];
	/** Variables set for the command; win over inherited ones. */
	readonly env?: Readonly<Record<string, string>>;
	/** Bytes or text for its standard input, which is otherwise empty. */
	readonly stdin?: Uint8Array | string;
	/** Bytes kept of each stream: half from its start, half from its end. Default 1 MiB. */
	readonly capBytes?: number;
	/** How kept bytes become text. Default utf8; latin1 keeps each byte as one character, for text in another encoding. */
	readonly encoding?: "utf8" | "latin1";
	/** Never appear in what is kept, in lines or in errors. Empty ones are ignored. */
	readonly secrets?: readonly string[];
	/** Each line as it comes, without its end, at most 64 KiB of it. Must not throw. */
	readonly onLine?: (stream: Stream, line: string) => void;
}

export type CommandEnd = {
	readonly stdout: KeptOutput;
	readonly stderr: KeptOutput;
} & (
	| { readonly end: "exit"; readonly code: number }
	/** Ended by a signal nobody here sent. */
	| { readonly end: "signal"; readonly signal: string }
	| { readonly end: "timeout" }
	| { readonly end: "aborted" }
	/** It never ran; `error` is the OS's code, e.g. ENOENT or EACCES. */
	| { readonly end: "not-started"; readonly error: string }
);

export type RunCommand = (argv: readonly [string, ...string[]], options: CommandOptions) => Promise<CommandEnd>;

/** What programs need to find themselves and their user; everything else of the environment stays here. */
const plainVariables: readonly string[] = [
	...["PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"],
	...["SystemRoot", "SYSTEMROOT", "windir", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "LOCALAPPDATA", "APPDATA"],
	...["ComSpec", "PROGRAMDATA", "USERNAME"],
];

/** Never rejects. Resolves when the program and its output streams have ended. Speaks the C locale unless `env` says else. */
export const runCommand: RunCommand = ([program, ...args], options) => {
	const { graceMs = 2_000, signal, secrets = [] } = options;
	const outputs = { stdout: output("stdout", options), stderr: output("stderr", options) };
	const ended = () => ({ stdout: outputs.stdout.end(), stderr: outputs.stderr.end() });
	if (signal?.aborted) return Promise.resolve({ end: "aborted", ...ended() });
	return new Promise((resolve) => {
		// A group of its own, so that a stop reaches what the program started too. Windows has no such groups.
		const ownGroup = process.platform !== "win32";
		let child: ReturnType<typeof spawn>;
		try {
			child = spawn(program, args, {
				cwd: options.cwd ?? "/",
				env: environment(options),
				stdio: ["pipe", "pipe", "pipe"],
				detached: ownGroup,
				windowsHide: true,
			});
		} catch (error) {
			return resolve({ end: "not-started", error: errorCode(error), ...ended() });
		}
		let stopped: "timeout" | "aborted" | null = null;
		let exited = false;
		let killing: NodeJS.Timeout | undefined;
		const kill = (name: NodeJS.Signals) => {
			try {
				if (ownGroup && child.pid) process.kill(-child.pid, name);
				else child.kill(name);
			} catch {
				// Nobody is left.
			}
		};
		const stop = (why: "timeout" | "aborted") => {
			if (stopped) return;
			stopped = why;
			kill("SIGTERM");
			killing = setTimeout(() => {
				kill("SIGKILL");
				// A grandchild that left the group may hold the pipes for ever; what it says is not waited for.
				child.stdout?.destroy();
				child.stderr?.destroy();
			}, graceMs);
		};
		const timer = setTimeout(() => stop("timeout"), options.timeoutMs);
		const onAbort = () => stop("aborted");
		signal?.addEventListener("abort", onAbort, { once: true });
		const finish = (end: CommandEnd) => {
			clearTimeout(timer);
			clearTimeout(killing);
			signal?.removeEventListener("abort", onAbort);
			resolve(end);
		};
		child.stdout?.on("data", (chunk: Buffer) => outputs.stdout.take(chunk));
		child.stderr?.on("data", (chunk: Buffer) => outputs.stderr.take(chunk));
		// A program that does not read all of its input is no failure of ours.
		child.stdin?.on("error", () => {});
		child.stdin?.end(options.stdin ?? "");
		child.on("error", (error) => {
			if (child.pid === undefined) finish({ end: "not-started", error: blot(errorCode(error), secrets), ...ended() });
		});
		child.on("exit", () => {
			exited = true;
			// The leader's own children end with it when it was told to stop.
			if (stopped) kill("SIGKILL");
		});
		child.on("close", (code, name) => {
			if (child.pid === undefined) return;
			if (stopped && exited) return finish({ end: stopped, ...ended() });
			if (name !== null) return finish({ end: "signal", signal: name, ...ended() });
			finish({ end: "exit", code: code ?? 0, ...ended() });
		});
	});
};

function output(stream: Stream, { capBytes = 1_048_576, encoding, secrets = [], onLine }: CommandOptions) {
	const kept = keepEnds(capBytes, encoding);
	const lines = onLine ? splitLines((line) => onLine(stream, line)) : null;
	const clean = redactor(secrets, (chunk) => {
		kept.take(chunk);
		lines?.take(chunk);
	});
	return {
		take: clean.take,
		end() {
			clean.end();
			lines?.end();
			return kept.end();
		},
	};
}

function environment({ inherit = [], env = {} }: CommandOptions): NodeJS.ProcessEnv {
	const result: NodeJS.ProcessEnv = { LC_ALL: "C" };
	for (const name of [...plainVariables, ...inherit]) {
		const value = process.env[name];
		if (value !== undefined) result[name] = value;
	}
	return { ...result, ...env };
}

const errorCode = (error: unknown) => (error as NodeJS.ErrnoException | null)?.code ?? String(error);
const blot = (text: string, secrets: readonly string[]) =>
	secrets.reduce((rest, secret) => (secret === "" ? rest : rest.replaceAll(secret, "[secret]")), text);
