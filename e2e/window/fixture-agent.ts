// A stand-in agent for looking at the window: serves the built window and answers the contract from a scripted scenario.
// It runs nothing and records nothing; what the window is told by the real agent is tested against the real agent.
// By hand: `node e2e/window/fixture-agent.ts lending 4100`.
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { call } from "@orpc/server";
import { RPCHandler } from "@orpc/server/node";
import { withFirstPicture } from "../../main/contract/first-picture.ts";
import { fixtureRouter } from "./fixture-router.ts";
import { type ScenarioName, scenario, scenarioNames } from "./scenarios.ts";

export interface FixtureAgent {
	readonly url: string;
	/** From now on every call is answered 401, as by a door that does not know the window. */
	signOut(): void;
	/** Ends the server and every connection: the agent is gone. */
	close(): Promise<void>;
	/** Comes back on the same port. */
	reopen(): Promise<void>;
}

/** The built window; HEARTH_WINDOW_DIRECTORY names another build of it to look at. */
const windowDirectory = process.env.HEARTH_WINDOW_DIRECTORY ?? new URL("../../dist/window/", import.meta.url).pathname;
const types: Record<string, string> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript",
	".css": "text/css",
	".svg": "image/svg+xml",
	".woff2": "font/woff2",
};
const policy =
	"default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self' data: blob:";

/** Starts on loopback; `port` 0 picks a free one; `directory` holds the built window. */
export async function startFixtureAgent(
	name: ScenarioName,
	port = 0,
	directory = windowDirectory,
): Promise<FixtureAgent> {
	const router = fixtureRouter(scenario(name, Date.now()));
	const rpc = new RPCHandler(router);
	/** As the web door does for a window it knows. */
	const dress = async (html: string) =>
		withFirstPicture(html, { servedAt: Date.now(), snapshot: await call(router.status.get, {}) });
	let signedOut = false;
	const make = () =>
		createServer((request, response) => {
			const answer = async () => {
				if (request.url?.startsWith("/rpc")) {
					if (signedOut) response.writeHead(401).end();
					else if (!(await rpc.handle(request, response, { prefix: "/rpc", context: {} })).matched)
						response.writeHead(404).end();
					return;
				}
				const path = normalize(request.url?.split("?")[0] ?? "/").replace(/^\/$/, "/index.html");
				const body = await readFile(join(directory, path)).catch(() => null);
				if (!body) return void response.writeHead(404).end();
				const dressed = path === "/index.html" && !signedOut ? await dress(body.toString()) : body;
				response
					.writeHead(200, {
						"content-type": types[extname(path)] ?? "application/octet-stream",
						"content-security-policy": policy,
					})
					.end(dressed);
			};
			answer().catch(() => response.destroy());
		});
	let server = await listen(make(), port);
	const bound = (server.address() as AddressInfo).port;
	return {
		url: `http://127.0.0.1:${bound}/`,
		signOut() {
			signedOut = true;
			server.closeAllConnections();
		},
		close() {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		},
		async reopen() {
			server = await listen(make(), bound);
		},
	};
}

function listen(server: Server, port: number): Promise<Server> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, "127.0.0.1", () => resolve(server));
	});
}

if (import.meta.main) {
	const name = scenarioNames.find((one) => one === process.argv[2]) ?? "lending";
	const agent = await startFixtureAgent(name, Number(process.argv[3] ?? 0));
	process.stdout.write(`${name}: ${agent.url}\n`);
}
