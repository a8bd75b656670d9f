// fetch() over a Unix socket or named pipe, as much of it as the RPC link needs: node's own fetch cannot do that.
// Answers stream, so that event streams arrive as they are sent; aborting the request closes the connection.
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import { request as httpRequest } from "../tools/http/node-http.ts";
import { Failure } from "./failure.ts";

export type SocketFetch = (request: Request) => Promise<Response>;

/** Rejects with Failure "agent.not-running" when nobody listens, "door.no-token" when the token is not the door's. */
export function socketFetch(socketPath: string): SocketFetch {
	return async (request) => {
		const body = request.body ? Buffer.from(await request.arrayBuffer()) : null;
		const { pathname, search } = new URL(request.url);
		const headers: Record<string, string> = { ...Object.fromEntries(request.headers), host: "hearth" };
		if (body) headers["content-length"] = String(body.byteLength);
		const response = await new Promise<IncomingMessage>((resolve, reject) => {
			const options = { socketPath, path: pathname + search, method: request.method, headers, signal: request.signal };
			const sent = httpRequest(options, resolve);
			sent.on("error", (error) => reject(request.signal.aborted ? error : notRunning(error)));
			sent.end(body ?? undefined);
		});
		if (response.statusCode === 401) {
			response.resume();
			throw new Failure({ code: "door.no-token", args: {}, actions: ["start-agent"] });
		}
		return asResponse(response);
	};
}

/** No socket, a dead one, or one that hung up: in each case no agent answers here. */
function notRunning(error: Error): Failure {
	const { code = error.message } = error as NodeJS.ErrnoException;
	return new Failure({ code: "agent.not-running", args: { detail: code }, actions: ["start-agent"] });
}

function asResponse(response: IncomingMessage): Response {
	const headers = new Headers();
	for (const [name, value] of Object.entries(response.headers)) {
		for (const one of [value ?? []].flat()) headers.append(name, one);
	}
	const status = response.statusCode ?? 500;
	// The Fetch standard allows no body with these.
	const bare = status === 204 || status === 205 || status === 304;
	const body = bare ? null : (Readable.toWeb(response) as WebStream<Uint8Array> as ReadableStream<Uint8Array>);
	return new Response(body, { status, headers });
}
