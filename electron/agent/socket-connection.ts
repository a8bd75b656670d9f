// The contract's calls to an agent that ran before the shell: HTTP over its Unix socket or named pipe, with the token that
// only this account can read.
import { readFileSync, statSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import type { ClientContext, ClientLink } from "@orpc/client";
import { type DoorExchange, doorLink } from "../../main/contract/door-link.ts";
import type { FromHost } from "../../main/contract/host-messages.ts";
import { notRunning } from "./steady-client.ts";

export type FoundAgent = Extract<FromHost, { kind: "attach" }>;

/** Reads the token; connects anew at each call. Throws when there is no door, or it is not this account's. */
export function openSocketLink({ directory, socket, tokenPath }: FoundAgent): ClientLink<ClientContext> {
	// The socket may lie under a shared temporary folder: our token goes only to a door of our own account.
	if (directory !== null && statSync(directory).uid !== process.getuid?.()) {
		throw new Error("the folder of the agent's door belongs to somebody else");
	}
	return doorLink(exchangeOver(socket), readFileSync(tokenPath, "utf8").trim());
}

function exchangeOver(socketPath: string): DoorExchange {
	return async ({ path, method, headers, body, signal }) => {
		const response = await new Promise<IncomingMessage>((resolve, reject) => {
			const length = { "content-length": String(Buffer.byteLength(body)) };
			const options = { socketPath, path, method, headers: { ...headers, ...length }, ...(signal && { signal }) };
			const sent = httpRequest(options, resolve);
			sent.on("error", reject);
			sent.end(body);
		});
		// Another agent took the place of the one whose token this is.
		if (response.statusCode === 401) {
			response.resume();
			throw notRunning();
		}
		response.setEncoding("utf8");
		return { status: response.statusCode ?? 500, headers: response.headers, text: response };
	};
}
