// What is kept on disk about a running sandbox: which process it is. A later agent finds leftovers by it.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const recordSchema = z.strictObject({ jobId: z.string(), pid: z.int().min(2), startTicks: z.string() });
export type SandboxRecord = z.infer<typeof recordSchema>;

/** Makes <directory>/<jobId>, 0700, and writes the record into it. Rejects when the disk refuses. */
export async function writeRecord(directory: string, record: SandboxRecord): Promise<void> {
	const folder = join(directory, record.jobId);
	await mkdir(folder, { recursive: true, mode: 0o700 });
	await writeFile(join(folder, "process.json"), JSON.stringify(record), { mode: 0o600 });
}

/** Removes everything kept for one job. True when nothing of it is left. Never rejects. */
export async function eraseRecord(directory: string, jobId: string): Promise<boolean> {
	return await rm(join(directory, jobId), { recursive: true, force: true }).then(
		() => true,
		() => false,
	);
}

/** Every job that has a folder; with its record, where that can be read. Never rejects. */
export async function readRecords(directory: string): Promise<{ jobId: string; record: SandboxRecord | null }[]> {
	const names = await readdir(directory).catch(() => []);
	return await Promise.all(
		names.map(async (jobId) => {
			const text = await readFile(join(directory, jobId, "process.json"), "utf8").catch(() => "null");
			try {
				return { jobId, record: recordSchema.parse(JSON.parse(text)) };
			} catch {
				return { jobId, record: null };
			}
		}),
	);
}
