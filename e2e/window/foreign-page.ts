// A page of somebody else on this PC, served from another port: it tries every way a page has to reach the agent's door.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ForeignPage {
	readonly url: string;
	close(): Promise<void>;
}

/** What the page sends: a call that would end all lending. Sent from the window itself it does. */
export const stopCall = { path: "/rpc/lend/stop", body: JSON.stringify({ json: { via: "window" } }) };

/** Serves the page on a free loopback port; `door` is the origin it aims at. Its title is "tried" once all is tried. */
export async function serveForeignPage(door: string): Promise<ForeignPage> {
	const server = createServer((_request, response) => {
		response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(pageAgainst(door));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		close: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}

const pageAgainst = (door: string) => `<!doctype html>
<html lang="en"><title>trying</title><h1>Free kittens</h1>
<a href="${door}/">a link to the window</a>
<iframe name="window" src="${door}/"></iframe>
<iframe name="answer"></iframe>
<form method="post" target="answer" enctype="text/plain" action="${door}${stopCall.path}">
	<input name='{"json":{"via":"window"},"x":"' value='"}'>
</form>
<script>
	const call = ${JSON.stringify(door + stopCall.path)};
	const body = ${JSON.stringify(stopCall.body)};
	const read = [];
	const attempt = async (name, init, url = call) => {
		const answer = await fetch(url, { credentials: "include", ...init }).catch(() => null);
		if (answer && answer.type !== "opaque") read.push(name + " " + answer.status + " " + (await answer.text()));
	};
	const loaded = (element, at) => new Promise((done) => {
		element.onload = () => { read.push(element.tagName + " loaded"); done(); };
		element.onerror = done;
		element.src = at;
		document.body.append(element);
	});
	const answered = (name) => new Promise((done) => { document.querySelector("iframe[name=" + name + "]").onload = done; });
	const streamed = new Promise((done) => {
		const stream = new EventSource(${JSON.stringify(`${door}/rpc/status/watch`)}, { withCredentials: true });
		stream.onmessage = () => { read.push("stream"); };
		stream.onerror = () => { stream.close(); done(); };
	});
	const socket = new Promise((done) => {
		const link = new WebSocket(${JSON.stringify(`${door.replace("http", "ws")}/rpc`)});
		link.onopen = () => { read.push("socket"); };
		link.onclose = done;
	});
	const posted = answered("answer");
	document.forms[0].submit();
	navigator.sendBeacon(call, body);
	Promise.all([
		attempt("json", { method: "POST", headers: { "content-type": "application/json" }, body }),
		attempt("text", { method: "POST", headers: { "content-type": "text/plain" }, body }),
		attempt("blind", { method: "POST", mode: "no-cors", body }),
		attempt("get", {}, call + "?data=" + encodeURIComponent(body)),
		attempt("page", {}, ${JSON.stringify(`${door}/`)}),
		loaded(new Image(), call),
		loaded(document.createElement("script"), ${JSON.stringify(`${door}/`)}),
		streamed, socket, posted, 
	]).then(() => { window.read = read; document.title = "tried"; });
</script>`;
