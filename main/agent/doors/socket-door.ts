// The door for the CLI and the desktop shell: HTTP on a Unix socket (a named pipe on Windows) in a 0700 directory,
// with a token of its own that only this OS account can read.
import { randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { dirname } from "node:path";
import { ProblemError } from "../../contract/problem.ts";
import type { DoorPaths } from "../../tools/host/data-directory.ts";
import { createServer } from "../../tools/http/node-http.ts";
import { forgetOwner, nameOwner } from "./door-owner.ts";
import type { RpcHandle } from "./rpc-http.ts";

export interface SocketDoor {
	readonly address: string;
	close(): Promise<void>;
}

/** Opens the door. Only the holder of the data lock may call this: a socket file left by a crash is replaced. */
export async function openSocketDoor(paths: DoorPaths, handle: RpcHandle): Promise<SocketDoor> {
	const token = randomBytes(32).toString("base64url");
	mkdirSync(paths.directory, { recursive: true, mode: 0o700 });
	if (process.platform !== "win32") keepPrivate(paths.directory);
	mkdirSync(dirname(paths.token), { recursive: true, mode: 0o700 });
	rmSync(paths.token, { force: true });
	writeFileSync(paths.token, token, { mode: 0o600, flag: "wx" });
	if (process.platform !== "win32") rmSync(paths.socket, { force: true });
	nameOwner(dirname(paths.token));

	const server = createServer((request, response) => {
		if (!bearerIs(request, token)) {
			response.writeHead(401).end();
			return;
		}
		handle(request, response).then(
			(matched) => matched || response.writeHead(404).end(),
			() => response.destroy(),
		);
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", (error) => reject(new ProblemError("agent.data-unreadable", { detail: error.message })));
		server.listen(paths.socket, resolve);
	});
	return {
		address: paths.socket,
		close: () =>
			new Promise((resolve) => {
				server.close(() => {
					rmSync(paths.token, { force: true });
					forgetOwner(dirname(paths.token));
					resolve();
				});
				server.closeAllConnections();
			}),
	};
}

/** Refuses a door directory that somebody else owns (it may lie under a shared temporary folder). */
function keepPrivate(directory: string): void {
	const stat = statSync(directory);
	if (stat.uid !== process.getuid?.()) {
		throw new ProblemError("agent.data-unreadable", { directory, detail: "the folder belongs to somebody else" });
	}
	chmodSync(directory, 0o700);
}

function bearerIs(request: IncomingMessage, token: string): boolean {
	const given = Buffer.from(request.headers.authorization ?? "");
	const expected = Buffer.from(`Bearer ${token}`);
	return given.length === expected.length && timingSafeEqual(given, expected);
}
