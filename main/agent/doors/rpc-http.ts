// The contract over HTTP requests, shared by the socket door and the web door.
import type { IncomingMessage, ServerResponse } from "node:http";
import { BodyLimitPlugin, RPCHandler } from "@orpc/server/node";
import type { AgentRouter, DoorContext } from "./router.ts";

/** Inputs of a job, base64, with room for the rest of the call. */
const maxBodyBytes = 96 * 1_048_576;

export type RpcHandle = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** Handles `/rpc/...`; false when the path is not a call. The caller has checked who is asking. */
export function rpcHandle(router: AgentRouter, closing: AbortSignal): RpcHandle {
	const handler = new RPCHandler<DoorContext>(router, {
		// Counts what really arrives: a chunked body names no length beforehand.
		plugins: [new BodyLimitPlugin({ maxBodySize: maxBodyBytes })],
	});
	return async (request, response) => {
		const length = Number(request.headers["content-length"] ?? 0);
		if (length > maxBodyBytes) {
			response.writeHead(413, { connection: "close" }).end();
			return true;
		}
		const gone = new AbortController();
		response.on("close", () => gone.abort());
		const context = { signal: AbortSignal.any([gone.signal, closing]) };
		const { matched } = await handler.handle(request, response, { prefix: "/rpc", context });
		return matched;
	};
}
