// What the app leaves for the helper: one file, which counts only with the digest that stands on the command line.
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import { dirname, isAbsolute } from "node:path";
import { z } from "zod";
import { elevatedActSchema } from "./elevated.ts";

const requestSchema = z.strictObject({
	v: z.literal(1),
	/** The process whose absence ends the helper. */
	parent: z.int().positive(),
	acts: z.array(elevatedActSchema).min(1).max(8),
});
export type HelperRequest = z.infer<typeof requestSchema>;

/** Files of a request's folder, by name. */
export const requestFiles = { request: "request.json", out: "out.ndjson", stop: "stop" } as const;

/** Why nothing is run. The text is for the log and the person who looks at it. */
export class Refusal extends Error {}

const longestRequestBytes = 65_536;

/** The person who was asked, as the system itself names them; null where it has no numbers for people (Windows). */
export function personAsked(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, ownUid: number | null): number | null {
	if (platform === "win32") return null;
	const named = env.PKEXEC_UID ?? env.SUDO_UID;
	if (named !== undefined) {
		if (!/^\d{1,10}$/.test(named)) throw new Refusal("the system does not say who asked");
		return Number(named);
	}
	// macOS gives the console to whoever is signed in at the screen.
	if (platform === "darwin") return lstatSync("/dev/console").uid;
	return ownUid;
}

/**
 * Reads the request once and believes only these bytes.
 * @param person whose file it must be; null: owners cannot be told here
 * @throws Refusal
 */
export function readRequest(path: string, sha256: string, person: number | null): HelperRequest {
	if (!isAbsolute(path)) throw new Refusal("the request is not named by its whole path");
	if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Refusal("no digest was given");
	return acceptRequest(readOwned(path, person), sha256);
}

/** Exactly the bytes of that digest, and nothing that is not on the list. Pure. @throws Refusal */
export function acceptRequest(bytes: Uint8Array, sha256: string): HelperRequest {
	if (createHash("sha256").update(bytes).digest("hex") !== sha256) throw new Refusal("the request was changed");
	const parsed = requestSchema.safeParse(parseJson(bytes));
	if (!parsed.success) throw new Refusal(`the request asks for what is not on the list: ${firstIssue(parsed.error)}`);
	return parsed.data;
}

/** Refuses a file or folder that anybody but `person` (and root) could have changed. */
export function refuseShared(what: string, stat: { uid: number; mode: number }, person: number | null): void {
	if (person === null) return;
	if (stat.uid !== person) throw new Refusal(`${what} belongs to somebody else`);
	if ((stat.mode & 0o022) !== 0) throw new Refusal(`${what} may be changed by others`);
}

function readOwned(path: string, person: number | null): Buffer {
	let handle: number;
	try {
		refuseShared("the request's folder", lstatSync(dirname(path)), person);
		handle = openSync(path, constants.O_RDONLY | noFollow | noWait);
	} catch (error) {
		if (error instanceof Refusal) throw error;
		throw new Refusal(`the request cannot be read: ${(error as NodeJS.ErrnoException).code}`);
	}
	try {
		const stat = fstatSync(handle);
		if (!stat.isFile() || stat.nlink !== 1) throw new Refusal("the request is not a plain file");
		refuseShared("the request", stat, person);
		const bytes = Buffer.alloc(longestRequestBytes + 1);
		let length = 0;
		for (let read = -1; read !== 0 && length < bytes.length; length += read) {
			read = readSync(handle, bytes, length, bytes.length - length, null);
		}
		if (length > longestRequestBytes) throw new Refusal("the request is too long");
		return bytes.subarray(0, length);
	} finally {
		closeSync(handle);
	}
}

/** Windows knows neither flag. */
export const noFollow = constants.O_NOFOLLOW ?? 0;
export const noWait = constants.O_NONBLOCK ?? 0;

function parseJson(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
	} catch {
		throw new Refusal("the request is no JSON");
	}
}

function firstIssue({ issues }: z.ZodError): string {
	const [issue] = issues;
	return `${issue?.path.join(".") ?? ""} ${issue?.code ?? ""}`.trim();
}
