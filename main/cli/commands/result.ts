// `hearth result ID --to DIR`: a job's output files. Checks every digest; writes only plain files directly in DIR.
import { createHash } from "node:crypto";
import { lstat, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { JobId } from "../../contract/ids.ts";
import { type ExitCode, Failure, usage } from "../failure.ts";
import type { Invocation } from "../invocation.ts";
import { plain } from "../table.ts";

/** Fetches and checks everything before the first file is written. Overwrites only with --force. */
export async function saveResult(
	invocation: Invocation,
	options: { to: string; force?: boolean },
	[id]: string[],
): Promise<ExitCode> {
	const { say } = invocation;
	const agent = await invocation.agent();
	const job = await agent.jobs.get({ id: id as JobId });
	if (!job.result) throw new Failure({ code: "job.not-finished", args: { id: job.id }, actions: [] });
	const directory = resolve(options.to);
	const files: { path: string; bytes: Buffer }[] = [];
	for (const output of job.result.outputs) {
		const path = safePath(directory, output.name);
		if (!options.force && (await exists(path))) throw usage("file-exists", { path });
		const { base64 } = await agent.jobs.output({ id: job.id, name: output.name });
		const bytes = Buffer.from(base64, "base64");
		if (`sha256:${createHash("sha256").update(bytes).digest("hex")}` !== output.digest) {
			throw new Failure({ code: "job.digest-mismatch", args: { name: output.name }, actions: ["retry"] });
		}
		files.push({ path, bytes });
	}
	await writeAll(directory, files, options.force === true);
	const written = files.map(({ path, bytes }) => ({ path, bytes: bytes.byteLength }));
	await invocation.answer({ id: job.id, files: written }, () =>
		written.length === 0 ? `${say("cli.result.none")}\n` : written.map((one) => `${plain(one.path)}\n`).join(""),
	);
	return 0;
}

/** The name comes from the pool: it may name a file in `directory` and nothing else. */
export function safePath(directory: string, name: string): string {
	const safe = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/.test(name) && basename(name) === name;
	if (!safe) throw new Failure({ code: "job.malformed", args: { detail: plain(name) }, actions: [] });
	return join(directory, name);
}

async function exists(path: string): Promise<boolean> {
	return lstat(path).then(
		() => true,
		() => false,
	);
}

async function writeAll(directory: string, files: readonly { path: string; bytes: Buffer }[], force: boolean) {
	try {
		await mkdir(directory, { recursive: true });
		for (const { path, bytes } of files) {
			if (!force) {
				await writeFile(path, bytes, { flag: "wx" });
				continue;
			}
			// A link in the way is replaced, never followed.
			const partial = `${path}.${process.pid}.part`;
			await rm(partial, { force: true });
			await writeFile(partial, bytes, { flag: "wx" });
			await rename(partial, path);
		}
	} catch (error) {
		throw writeFailure(error as NodeJS.ErrnoException, directory);
	}
}

function writeFailure(error: NodeJS.ErrnoException, directory: string): Failure {
	if (error.code === "ENOSPC") return new Failure({ code: "agent.disk-full", args: { directory }, actions: [] });
	if (error.code === "EEXIST" && error.path) return usage("file-exists", { path: error.path });
	return usage("cannot-write", { path: error.path ?? directory, detail: error.code ?? error.message });
}
