// The way of a call to the agent's socket door, without the socket: what to send, and how to read what comes back. The
// RPC library's own way is the web's fetch, which cannot reach a Unix socket or named pipe.
import { type ClientContext, ErrorEvent } from "@orpc/client";
import { type StandardLinkClient, StandardRPCLink } from "@orpc/client/standard";

type Client = StandardLinkClient<ClientContext>;
type Call = Parameters<Client["call"]>[0];
type Headers = Call["headers"];

/** One HTTP request, ready to be sent. */
export interface DoorRequest {
	readonly path: string;
	readonly method: string;
	/** All but content-length. */
	readonly headers: Headers;
	readonly body: string;
	/** Aborting it closes the connection. */
	readonly signal: Call["signal"];
}

export interface DoorResponse {
	readonly status: number;
	readonly headers: Headers;
	/** The body as UTF-8, in any parts; read once at most. */
	readonly text: AsyncIterable<string>;
}

/** Sends one request over a connection of its own. Rejects when nobody answers or the token is not the door's. */
export type DoorExchange = (request: DoorRequest) => Promise<DoorResponse>;

/** The contract's calls through `exchange`, with the door's token. Connects to nothing before the first call. */
export function doorLink(exchange: DoorExchange, token: string): StandardRPCLink<ClientContext> {
	const client: Client = {
		async call({ url, method, headers, body, signal }) {
			const response = await exchange({
				path: url.pathname + url.search,
				method,
				headers: { ...headers, host: "hearth", "content-type": "application/json" },
				body: body === undefined ? "" : JSON.stringify(body),
				signal,
			});
			let content: Promise<unknown> | undefined;
			return {
				status: response.status,
				headers: response.headers,
				body: () => {
					content ??= contentOf(response);
					return content;
				},
			};
		},
	};
	return new StandardRPCLink(client, { url: "http://hearth/rpc", headers: { authorization: `Bearer ${token}` } });
}

async function contentOf(response: DoorResponse): Promise<unknown> {
	const type = response.headers["content-type"];
	if (typeof type === "string" && type.startsWith("text/event-stream")) return events(response.text);
	let text = "";
	for await (const part of response.text) text += part;
	return parse(text);
}

/** Server-sent events as the RPC library writes them (HTML standard, section 9.2): message, error or done, with JSON. */
async function* events(text: AsyncIterable<string>): AsyncGenerator<unknown, unknown> {
	let rest = "";
	for await (const part of text) {
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
