// The command line's calls over a Unix socket or named pipe: plain HTTP, because the web's fetch and its classes alone
// take a third of a short command's time to load.
import type { IncomingMessage } from "node:http";
import { type DoorExchange, doorLink } from "../contract/door-link.ts";
import { request as httpRequest } from "../tools/http/node-http.ts";
import { Failure } from "./failure.ts";

/**
 * Connects anew for each call. A call rejects with Failure "agent.not-running" when nobody listens, and with
 * "door.no-token" when the token is not the door's.
 */
export const socketLink = (socketPath: string, token: string) => doorLink(exchangeOver(socketPath), token);

function exchangeOver(socketPath: string): DoorExchange {
	return async ({ path, method, headers, body, signal }) => {
		const response = await new Promise<IncomingMessage>((resolve, reject) => {
			const length = { "content-length": String(Buffer.byteLength(body)) };
			const options = { socketPath, path, method, headers: { ...headers, ...length }, ...(signal && { signal }) };
			const sent = httpRequest(options, resolve);
			sent.on("error", (error) => reject(signal?.aborted ? error : notRunning(error)));
			sent.end(body);
		});
		if (response.statusCode === 401) {
			response.resume();
			throw new Failure({ code: "door.no-token", args: {}, actions: ["start-agent"] });
		}
		response.setEncoding("utf8");
		return { status: response.statusCode ?? 500, headers: response.headers, text: response };
	};
}

/** No socket, a dead one, or one that hung up: in each case no agent answers here. */
function notRunning(error: Error): Failure {
	const { code = error.message } = error as NodeJS.ErrnoException;
	return new Failure({ code: "agent.not-running", args: { detail: code }, actions: ["start-agent"] });
}
