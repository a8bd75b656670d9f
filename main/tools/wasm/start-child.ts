// Starts the process of one wasm sandbox, with as little as it can have: no environment, no file but its own script and
// the built-in Python, no child processes, no workers, no addons.
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, parse } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Job } from "../../contract/job.ts";
import { type ChildHead, fds } from "./child/child-protocol.ts";
import { frameHead, frameKind } from "./child/frames.ts";
import { sandboxMarks, yieldToEveryone } from "./process-table.ts";

const require = createRequire(import.meta.url);
const here = parse(fileURLToPath(import.meta.url));
/** The script as source or as built, as this file is. */
const childFolder = join(here.dir, "child");
const childScript = join(childFolder, `sandbox-child${here.ext}`);

/** Folders the script may read besides its own: the WASI library, where it is a package; the packed script carries it. */
function libraryFolders(): string[] {
	try {
		return [dirname(dirname(require.resolve("@bjorn3/browser_wasi_shim")))];
	} catch {
		return [];
	}
}

const pagesPerMiB = 16;

export interface SandboxChild {
	readonly process: ChildProcess;
	readonly pid: number;
	readonly job: Writable;
	readonly lastWords: Readable;
	readonly stdout: Readable;
	readonly stderr: Readable;
	readonly result: Readable;
}

export interface ChildPlan {
	readonly nodePath: string;
	readonly deviceId: string;
	readonly jobId: string;
	readonly memoryMiB: number;
	/** Path of the built-in Python when the job uses it. */
	readonly python: string | null;
}

/** Node's own arguments. Exported so that a test can hold them against the permission model. */
export function childArguments(plan: ChildPlan): string[] {
	const folders = [childFolder, ...libraryFolders()].map((folder) => join(folder, "*"));
	const readable = plan.python === null ? folders : [...folders, plan.python];
	return [
		"--permission",
		...readable.map((path) => `--allow-fs-read=${path}`),
		`--wasm-max-mem-pages=${plan.memoryMiB * pagesPerMiB}`,
		"--wasm-max-table-size=1000000",
		"--max-old-space-size=64",
		"--max-semi-space-size=1",
		// One thread beside the job's own, for V8's optimizing compiler.
		"--v8-pool-size=1",
		"--disallow-code-generation-from-strings",
		"--no-warnings",
		// Only for the module known to be valid: checks each function when it is first called, 30 ms less at the start.
		...(plan.python === null ? [] : ["--wasm-lazy-validation"]),
		childScript,
		...sandboxMarks(plan.deviceId, plan.jobId),
	];
}

/** Resolves once the OS has started it; it then waits for the job. Rejects with what the OS said. */
export async function startChild(plan: ChildPlan): Promise<SandboxChild> {
	const child = spawn(plan.nodePath, childArguments(plan), {
		stdio: ["pipe", "ignore", "pipe", "pipe", "pipe", "pipe"],
		detached: true, // its own session and group: one signal reaches all of it
		env: {},
		cwd: here.root,
		windowsHide: true,
	});
	const { pid } = child;
	if (pid !== undefined) yieldToEveryone(pid);
	await new Promise<void>((resolve, reject) => {
		child.once("spawn", resolve);
		child.once("error", reject);
	});
	child.on("error", () => {}); // its end is what counts
	const pipe = (fd: number) => child.stdio[fd] as Readable;
	const job = child.stdin as Writable;
	job.on("error", () => {}); // it ended before it took everything
	return {
		process: child,
		pid: pid as number,
		job,
		lastWords: pipe(fds.lastWords),
		stdout: pipe(fds.stdout),
		stderr: pipe(fds.stderr),
		result: pipe(fds.result),
	};
}

/** Hands the job over; from here on its code runs. */
export function sendJob(
	to: Writable,
	job: Job,
	module: Uint8Array | null,
	inputs: ReadonlyMap<string, Uint8Array>,
	python: string | null,
): void {
	const frame = (kind: number, name: string, body: Uint8Array) => {
		to.write(frameHead(kind, name, body.length));
		to.write(body);
	};
	const mebibyte = 1_048_576;
	const head: ChildHead = {
		frames: 1 + (module ? 1 : 0) + inputs.size,
		argv: job.argv,
		env: job.env,
		memoryBytes: job.limits.memoryMiB * mebibyte,
		scratchBytes: job.limits.scratchMiB * mebibyte,
		outputs: job.outputs,
		python,
	};
	to.cork();
	frame(frameKind.head, "", Buffer.from(JSON.stringify(head)));
	if (module) frame(frameKind.module, "", module);
	for (const [name, bytes] of inputs) frame(frameKind.input, name, bytes);
	to.uncork();
}
