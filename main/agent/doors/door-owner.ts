// Names the process behind a door, with its start time, so that a hanging agent can be ended without ever hitting another
// process that was given its number later.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { processStart } from "../../tools/guard/process-start.ts";

const ownerSchema = z.strictObject({ pid: z.int().min(2), start: z.string().min(1) });
const ownerPath = (directory: string) => join(directory, "process");

export function nameOwner(directory: string): void {
	const owner = { pid: process.pid, start: processStart(process.pid) ?? "" };
	writeFileSync(ownerPath(directory), JSON.stringify(owner), { mode: 0o600 });
}

export function forgetOwner(directory: string): void {
	rmSync(ownerPath(directory), { force: true });
}

/** The living process that opened the door; null when it is gone or was never named. Never throws. */
export function doorOwner(directory: string): number | null {
	try {
		const { pid, start } = ownerSchema.parse(JSON.parse(readFileSync(ownerPath(directory), "utf8")));
		return processStart(pid) === start ? pid : null;
	} catch {
		return null;
	}
}
