// Starts peers: other programs that do the same thing without Hearth.
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The program's path when it is on this PC, else null. */
export function findProgram(name: string): string | null {
	for (const folder of (process.env.PATH ?? "").split(delimiter)) {
		const path = join(folder, name);
		try {
			accessSync(path, constants.X_OK);
			return path;
		} catch {
			// Not in this one.
		}
	}
	return null;
}

/** Milliseconds from just before the start to the first whole line on standard output. Waits for the end. */
export async function timeToFirstLine(program: string, argv: readonly string[]): Promise<number> {
	const startedAt = performance.now();
	const child = spawn(program, argv, { stdio: ["ignore", "pipe", "pipe"] });
	let firstLineMs: number | null = null;
	let errors = "";
	child.stdout.on("data", (bytes: Buffer) => {
		if (bytes.includes(10)) firstLineMs ??= performance.now() - startedAt;
	});
	child.stderr.on("data", (bytes: Buffer) => {
		errors += bytes.toString();
	});
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once("error", reject);
		child.once("close", resolve);
	});
	if (code !== 0 || firstLineMs === null) throw new Error(`${program} ${argv[0]} ended with ${code}: ${errors}`);
	return firstLineMs;
}

/** Runs to the end and gives standard output without the last newline. */
export async function outputOf(program: string, argv: readonly string[]): Promise<string> {
	const child = spawn(program, argv, { stdio: ["ignore", "pipe", "pipe"] });
	let text = "";
	let errors = "";
	child.stdout.on("data", (bytes: Buffer) => {
		text += bytes.toString();
	});
	child.stderr.on("data", (bytes: Buffer) => {
		errors += bytes.toString();
	});
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once("error", reject);
		child.once("close", resolve);
	});
	if (code !== 0) throw new Error(`${program} ${argv[0]} ended with ${code}: ${errors}`);
	return text.trimEnd();
}
