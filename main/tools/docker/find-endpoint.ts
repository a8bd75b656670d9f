// Looks for an engine's socket. Reads file metadata only: opens no connection and loads no Docker library.
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { type Endpoint, endpointCandidates } from "./endpoint.ts";

export interface EndpointSearch {
	/** The first socket this person may use, or null. */
	readonly endpoint: Endpoint | null;
	/** Sockets that exist but are closed to this person, e.g. outside the docker group. */
	readonly denied: readonly string[];
}

/** Takes a few milliseconds; never throws. `candidates` are looked at in order. */
export async function findEndpoint(candidates: readonly Endpoint[] = candidatesHere()): Promise<EndpointSearch> {
	const denied: string[] = [];
	for (const endpoint of candidates) {
		try {
			if (!(await stat(endpoint.socketPath)).isSocket()) continue;
			await access(endpoint.socketPath, constants.R_OK | constants.W_OK);
			return { endpoint, denied };
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if (code === "EACCES" || code === "EPERM") denied.push(endpoint.socketPath);
		}
	}
	return { endpoint: null, denied };
}

function candidatesHere(): Endpoint[] {
	return endpointCandidates({ env: process.env, home: homedir(), uid: process.getuid?.() ?? null });
}
