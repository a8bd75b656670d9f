// The contract's calls over a message port.
import type { ClientContext, ClientLink } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import { isAnswerFrame } from "../../main/contract/port-frames.ts";
import type { HostPort } from "./host-process.ts";
import { notRunning } from "./steady-client.ts";

export interface Connection {
	readonly link: ClientLink<ClientContext>;
	/** Hangs up: calls and streams under way reject. Idempotent. */
	close(): void;
}

/** Serves calls until the other end or close() hangs up; `onClose` tells of either, once. */
export function openPortLink(port: HostPort, onClose: () => void): Connection {
	let closed = false;
	const tells: (() => void)[] = [];
	const hangUp = () => {
		if (closed) return;
		closed = true;
		for (const tell of tells) tell();
		port.close();
		onClose();
	};
	const inner = new RPCLink({
		port: {
			on(event: string, listener: (event?: { data: unknown }) => void) {
				if (event === "close") tells.push(listener);
				else port.on("message", (message) => void (isAnswerFrame(message.data) && listener(message)));
			},
			postMessage: (message: unknown) => port.postMessage(message),
		},
	});
	port.on("close", hangUp);
	port.start();
	return {
		close: hangUp,
		link: {
			// After the end the library would wait for an answer for ever.
			call: (path, input, options) => (closed ? Promise.reject(notRunning()) : inner.call(path, input, options)),
		},
	};
}
