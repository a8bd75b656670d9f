// The door for a browser on this PC: loopback only, opened when asked for, closed when unused. A one-time token becomes
// an HttpOnly, SameSite=Strict cookie; Host, Origin and Sec-Fetch-Site are checked on every call.
import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { withFirstPicture } from "../../contract/first-picture.ts";
import { ProblemError } from "../../contract/problem.ts";
import type { Snapshot } from "../../contract/snapshot.ts";
import type { Clock } from "../../tools/clock/clock.ts";
import { createServer } from "../../tools/http/node-http.ts";
import type { RpcHandle } from "./rpc-http.ts";
import { serveWindowFile } from "./window-files.ts";

export interface WebDoor {
	/** Opens the door if it is closed; each call gives an address with a fresh one-time token. Throws "agent.port-taken". */
	open(port: number): Promise<string>;
	close(): Promise<void>;
}

const tokenMs = 10 * 60_000;
const unusedMs = 15 * 60_000;

/**
 * `picture` gives what is written into the page of a signed-in window, so that its first sight is already true; a
 * browser without a session gets the bare page.
 */
export function webDoor(
	handle: RpcHandle,
	clock: Clock,
	windowDirectory: string,
	picture: (() => Snapshot) | null = null,
): WebDoor {
	let server: Server | null = null;
	let cancelIdle: (() => void) | null = null;
	let busy = 0;
	const oneTime = new Map<string, number>();
	const sessions = new Set<string>();

	const used = () => {
		cancelIdle?.();
		cancelIdle = clock.after(unusedMs, () => {
			if (busy === 0) void close();
			else used();
		});
	};
	const close = async () => {
		cancelIdle?.();
		const closing = server;
		server = null;
		sessions.clear();
		oneTime.clear();
		await new Promise<void>((resolve) => {
			if (!closing) return resolve();
			closing.close(() => resolve());
			closing.closeAllConnections();
		});
	};

	const answer = async (request: IncomingMessage, response: ServerResponse, port: number) => {
		used();
		busy++;
		response.on("close", () => busy--);
		const url = new URL(request.url ?? "/", `http://127.0.0.1:${port}`);
		if (!isOurs(request, port)) return refuse(response, 403, "door.foreign-origin");
		const token = url.searchParams.get("token");
		if (request.method === "GET" && token !== null) return exchange(token, response, port);
		if (url.pathname.startsWith("/rpc/")) {
			if (!sessions.has(cookie(request, port))) return refuse(response, 401, "door.no-token");
			if (!(await handle(request, response))) response.writeHead(404).end();
			return;
		}
		const signedIn = picture !== null && sessions.has(cookie(request, port));
		const dress = signedIn
			? (html: string) => withFirstPicture(html, { servedAt: clock.now(), snapshot: picture() })
			: null;
		serveWindowFile(windowDirectory, url.pathname, request, response, dress);
	};
	const exchange = (token: string, response: ServerResponse, port: number) => {
		const expires = oneTime.get(token);
		oneTime.delete(token);
		const location = { location: "/", "cache-control": "no-store", "referrer-policy": "no-referrer" };
		if (expires === undefined || expires < clock.now()) return void response.writeHead(303, location).end();
		const session = randomBytes(32).toString("base64url");
		sessions.add(session);
		const setCookie = `hearth-${port}=${session}; HttpOnly; SameSite=Strict; Path=/`;
		response.writeHead(303, { ...location, "set-cookie": setCookie }).end();
	};

	return {
		async open(port) {
			server ??= await listen(port, answer);
			used();
			const token = randomBytes(32).toString("base64url");
			oneTime.set(token, clock.now() + tokenMs);
			return `http://127.0.0.1:${portOf(server)}/?token=${token}`;
		},
		close,
	};
}

async function listen(
	port: number,
	answer: (request: IncomingMessage, response: ServerResponse, port: number) => Promise<void>,
): Promise<Server> {
	const server = createServer((request, response) => {
		answer(request, response, portOf(server)).catch(() => response.destroy());
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", () => reject(new ProblemError("agent.port-taken", { port })));
		server.listen(port, "127.0.0.1", resolve);
	});
	return server;
}

/** The port a listening server was given; 0 once it is closed. */
const portOf = (server: Server) => (server.address() as AddressInfo | null)?.port ?? 0;

/** Only requests to our own loopback address (no DNS rebinding) and from our own pages (no foreign site). */
function isOurs(request: IncomingMessage, port: number): boolean {
	const { host, origin } = request.headers;
	if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) return false;
	if (origin !== undefined && origin !== `http://${host}`) return false;
	const site = request.headers["sec-fetch-site"];
	if (request.method !== "GET") return origin !== undefined && (site === undefined || site === "same-origin");
	// A link on a foreign page may not drive this door either; typing the address or a terminal's link is "none".
	return site === undefined || site === "none" || site === "same-origin";
}

function cookie(request: IncomingMessage, port: number): string {
	const name = `hearth-${port}=`;
	const found = request.headers.cookie?.split(/;\s*/).find((part) => part.startsWith(name));
	return found?.slice(name.length) ?? "";
}

function refuse(response: ServerResponse, status: number, code: string): void {
	response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
	response.end(JSON.stringify({ problem: { code, args: {}, actions: ["sign-in-again"] } }));
}
