// Runs one program of the tool chain and waits for it.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface CommandEnd {
	readonly code: number;
	/** Standard output and error as they came, mixed. */
	readonly text: string;
}

/** Prints while it runs unless `quiet`; `code` 127 when the program could not be started. */
export function runCommand(
	argv: readonly [string, ...string[]],
	env: NodeJS.ProcessEnv = {},
	quiet = false,
): Promise<CommandEnd> {
	const [program, ...rest] = argv;
	return new Promise((resolve) => {
		const child = spawn(program, rest, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
		let text = "";
		const take = (to: NodeJS.WriteStream) => (chunk: Buffer) => {
			text += chunk.toString();
			if (!quiet) to.write(chunk);
		};
		child.stdout.on("data", take(process.stdout));
		child.stderr.on("data", take(process.stderr));
		child.on("error", (error) => resolve({ code: 127, text: `${text}${error.message}\n` }));
		child.on("close", (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), text }));
	});
}

/** The path of a tool installed in node_modules/.bin; run with the Node this script runs on. */
export function tool(script: string): [string, string] {
	return [process.execPath, fileURLToPath(new URL(`../node_modules/${script}`, import.meta.url))];
}

/** The argv for npm itself: the very npm that runs this script (on Windows `npm` is a shell script, which is no program). */
export function npm(...args: string[]): [string, ...string[]] {
	const path = process.env.npm_execpath;
	return path ? [process.execPath, path, ...args] : ["npm", ...args];
}
