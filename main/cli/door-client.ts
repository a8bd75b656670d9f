// The agent's calls, through its socket door.
import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../contract/calls.ts";
import type { DoorPaths } from "../tools/host/data-directory.ts";
import { Failure } from "./failure.ts";
import { socketLink } from "./socket-link.ts";

export type AgentDoor = ContractRouterClient<Contract>;

/** Reads the door's token; connects at the first call. Throws Failure "agent.not-running" when there is no door. */
export function openDoor(paths: DoorPaths): AgentDoor {
	return createORPCClient(socketLink(paths.socket, readToken(paths)));
}

/** Refuses to switch lending on behind a door of another OS account: a yes is its person's own, whoever runs the PC. */
export function refuseForOthers(paths: DoorPaths): void {
	if (process.platform === "win32") return; // the folder of a pipe's token is its account's alone
	const { uid } = statSync(dirname(paths.token));
	if (uid !== process.getuid?.()) throw new Failure({ code: "consent.not-yours", args: {}, actions: [] });
}

function readToken(paths: DoorPaths): string {
	try {
		refuseStrangers(paths);
		return readFileSync(paths.token, "utf8").trim();
	} catch (error) {
		if (error instanceof Failure) throw error;
		const { code } = error as NodeJS.ErrnoException;
		if (code === "ENOENT" || code === "ENOTDIR") {
			throw new Failure({ code: "agent.not-running", args: { detail: code }, actions: ["start-agent"] });
		}
		const args = { directory: paths.token, detail: code ?? "" };
		throw new Failure({ code: "agent.data-unreadable", args, actions: [] });
	}
}

/** The socket may lie under a shared temporary folder: our token goes only to a door that is our own account's. */
function refuseStrangers(paths: DoorPaths): void {
	if (process.platform === "win32") return;
	const { uid } = statSync(paths.directory);
	// Root may look at anybody's agent and stop it; refuseForOthers keeps it from saying yes for them.
	if (uid === process.getuid?.() || process.getuid?.() === 0) return;
	const detail = "the folder belongs to somebody else";
	throw new Failure({ code: "agent.data-unreadable", args: { directory: paths.directory, detail }, actions: [] });
}
