// The way of a call to the agent's door: plain HTTP over a Unix socket or named pipe. The RPC library's own way is the
// web's fetch, which cannot do that and whose classes alone take a third of a short command's time to load.
import type { IncomingMessage } from "node:http";
import { type ClientContext, ErrorEvent } from "@orpc/client";
import { type StandardLinkClient, StandardRPCLink } from "@orpc/client/standard";
import { request as httpRequest } from "../tools/http/node-http.ts";
import { Failure } from "./failure.ts";

type Client = StandardLinkClient<ClientContext>;
type Call = Parameters<Client["call"]>[0];
type Answer = Awaited<ReturnType<Client["call"]>>;

/** Connects anew for each call. A call rejects with Failure "agent.not-running" when nobody listens. */
export function socketLink(socketPath: string, token: string): StandardRPCLink<ClientContext> {
	const client: Client = { call: (call) => send(socketPath, call) };
	return new StandardRPCLink(client, { url: "http://hearth/rpc", headers: { authorization: `Bearer ${token}` } });
}

/** Rejects with Failure "door.no-token" when the token is not the door's. Aborting the call closes the connection. */
async function send(socketPath: string, call: Call): Promise<Answer> {
	const body = call.body === undefined ? "" : JSON.stringify(call.body);
	const headers = {
		...call.headers,
		host: "hearth",
		"content-type": "application/json",
		"content-length": String(Buffer.byteLength(body)),
	};
	const { method, url, signal } = call;
	const response = await new Promise<IncomingMessage>((resolve, reject) => {
		const options = { socketPath, path: url.pathname + url.search, method, headers, ...(signal && { signal }) };
		const sent = httpRequest(options, resolve);
		sent.on("error", (error) => reject(signal?.aborted ? error : notRunning(error)));
		sent.end(body);
	});
	if (response.statusCode === 401) {
		response.resume();
		throw new Failure({ code: "door.no-token", args: {}, actions: ["start-agent"] });
	}
	let content: Promise<unknown> | undefined;
	return {
		status: response.statusCode ?? 500,
		headers: response.headers,
		body: () => {
			content ??= contentOf(response);
			return content;
		},
	};
}

/** No socket, a dead one, or one that hung up: in each case no agent answers here. */
function notRunning(error: Error): Failure {
	const { code = error.message } = error as NodeJS.ErrnoException;
	return new Failure({ code: "agent.not-running", args: { detail: code }, actions: ["start-agent"] });
}

async function contentOf(response: IncomingMessage): Promise<unknown> {
	response.setEncoding("utf8");
	if (response.headers["content-type"]?.startsWith("text/event-stream")) return events(response);
	let text = "";
	for await (const part of response) text += part;
	return parse(text);
}

/** Server-sent events as the RPC library writes them (HTML standard, section 9.2): message, error or done, with JSON. */
async function* events(response: IncomingMessage): AsyncGenerator<unknown, unknown> {
	let rest = "";
	for await (const part of response) {
		const blocks = (rest + part).split("\n\n");
		rest = blocks.pop() ?? "";
		for (const block of blocks) {
			const lines = block.split("\n");
			const valuesOf = (name: string) =>
				lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
			const data = parse(valuesOf("data").join("\n"));
			const [event] = valuesOf("event");
			if (event === "message") yield data;
			else if (event === "error") throw new ErrorEvent({ data });
			else if (event === "done") return data;
		}
	}
	return undefined;
}

const parse = (text: string): unknown => (text === "" ? undefined : JSON.parse(text));
