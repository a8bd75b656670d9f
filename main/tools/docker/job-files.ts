// A job's files on this PC: one folder per job, closed to other people, inputs read-only, one empty file per declared
// output. The sandbox sees the files themselves, so a job can make no other file, folder or link on the owner's disk.

import { constants } from "node:fs";
import { chmod, lstat, mkdir, open, rm, utimes, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Job } from "../../contract/job.ts";
import { ProblemError } from "../../contract/problem.ts";

export interface JobFiles {
	/** The whole folder; holds nothing but this job's files. */
	readonly folder: string;
	readonly inputFolder: string;
	/** Host path of each declared output. */
	readonly outputs: ReadonlyMap<string, string>;
	readonly emptyFile: string;
}

/** An output whose time is still this was never opened for writing: the job cannot set times, it owns nothing. */
const untouched = new Date(0);

/**
 * Makes `<directory>/<job id>` with the inputs and empty outputs. Rejects with "agent.disk-full" when there is no
 * room, "job.input-missing" when an input is not among `inputs`; leaves nothing behind then.
 */
export async function makeJobFiles(
	directory: string,
	job: Job,
	inputs: ReadonlyMap<string, Uint8Array>,
): Promise<JobFiles> {
	const folder = resolve(directory, job.id);
	const files: JobFiles = {
		folder,
		inputFolder: join(folder, "in"),
		outputs: new Map(job.outputs.map(({ name }) => [name, join(folder, "out", name)])),
		emptyFile: join(folder, "empty"),
	};
	try {
		await mkdir(directory, { recursive: true, mode: 0o700 });
		await rm(folder, { recursive: true, force: true });
		await mkdir(folder, { mode: 0o700 });
		// Readable by the sandbox's own user, which is not us; other people are kept out one folder above.
		await mkdir(files.inputFolder);
		await chmod(files.inputFolder, 0o755);
		await mkdir(join(folder, "out"), { mode: 0o700 });
		await writeWithMode(files.emptyFile, new Uint8Array(0), 0o444);
		for (const { name } of job.inputs) {
			const bytes = inputs.get(name);
			if (bytes === undefined) throw new ProblemError("job.input-missing", { name });
			await writeWithMode(join(files.inputFolder, name), bytes, 0o444);
		}
		for (const path of files.outputs.values()) {
			await writeWithMode(path, new Uint8Array(0), 0o666);
			await utimes(path, untouched, untouched);
		}
		return files;
	} catch (error) {
		await eraseFolder(folder);
		if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw new ProblemError("agent.disk-full", {});
		throw error;
	}
}

async function writeWithMode(path: string, bytes: Uint8Array, mode: number): Promise<void> {
	await writeFile(path, bytes, { flag: "wx", mode });
	await chmod(path, mode); // the process's umask does not apply here
}

/** The name of an output that is over its cap now, or null. Follows no link. */
export async function findOversized(job: Job, files: JobFiles): Promise<string | null> {
	for (const { name, maxBytes } of job.outputs) {
		const path = files.outputs.get(name);
		const seen = path === undefined ? null : await lstat(path).catch(() => null);
		if (seen !== null && seen.size > maxBytes) return name;
	}
	return null;
}

/**
 * The outputs the job wrote. A file it never opened for writing, a link, or anything but a regular file is left out;
 * rejects with "job.output-too-large" when one is over its cap.
 */
export async function readOutputs(job: Job, files: JobFiles): Promise<Map<string, Uint8Array>> {
	const outputs = new Map<string, Uint8Array>();
	for (const { name, maxBytes } of job.outputs) {
		const path = files.outputs.get(name);
		const bytes = path === undefined ? null : await readRegular(path, name, maxBytes);
		if (bytes !== null) outputs.set(name, bytes);
	}
	return outputs;
}

async function readRegular(path: string, name: string, maxBytes: number): Promise<Uint8Array | null> {
	// O_NONBLOCK: a pipe put in place of the file must not hold the agent up.
	const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
	const file = await open(path, flags).catch(() => null);
	if (file === null) return null;
	try {
		const seen = await file.stat();
		if (!seen.isFile() || (seen.size === 0 && seen.mtimeMs === untouched.getTime())) return null;
		const room = Buffer.alloc(Math.min(seen.size, maxBytes) + 1);
		let size = 0;
		for (;;) {
			const { bytesRead } = await file.read(room, size, room.length - size, size);
			if (bytesRead === 0) break;
			size += bytesRead;
			if (size > maxBytes) throw new ProblemError("job.output-too-large", { name, maxBytes });
			if (size === room.length) break;
		}
		return new Uint8Array(room.subarray(0, size));
	} finally {
		await file.close();
	}
}

/** True when nothing of `folder` is left. Never throws. */
export async function eraseFolder(folder: string): Promise<boolean> {
	await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
	return (await lstat(folder).catch(() => null)) === null;
}
