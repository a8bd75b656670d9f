// Strangers at the doors of a real agent that lends: no browser without the token, no foreign page, nobody without the
// socket's token gets anything or changes anything.
import { type IncomingHttpHeaders, request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { doorPaths } from "../main/tools/host/data-directory.ts";
import { lend, type TestAgent } from "./harness/agents.ts";
import { footprint } from "./harness/bad-input.ts";
import { hearth } from "./harness/command-line.ts";
import { ledgerStory } from "./harness/ledger-lines.ts";
import { openScene } from "./harness/scene.ts";

const scene = openScene();
let agent: TestAgent;
let address: URL;
beforeAll(async () => {
	agent = await scene.agent();
	await lend(agent.door);
	address = await openWeb();
});
afterAll(() => scene.end());

const openWeb = async () => new URL(((await hearth(agent.data, ["ui", "--json"])).json as { url: string }).url);
const own = () => ({ origin: address.origin });

interface Answer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

type Place = { readonly port: number } | { readonly socketPath: string };

function ask(path: string, headers: Record<string, string>, method = "POST", place?: Place): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const to = place ?? { host: "127.0.0.1", port: Number(address.port) };
		const sent = request(
			{ ...to, path, method, headers: { "content-type": "application/json", ...headers }, agent: false },
			(reply) => {
				let body = "";
				reply.setEncoding("utf8").on("data", (text: string) => {
					body += text;
				});
				reply.on("end", () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body }));
			},
		);
		sent.on("error", reject);
		sent.end(method === "POST" ? JSON.stringify({ json: { via: "window" } }) : undefined);
	});
}

/** Trades the one-time token for the cookie, as the browser does that opens the address. */
async function signIn(): Promise<string> {
	const { search } = await openWeb();
	const answer = await ask(`/${search}`, {}, "GET");
	return String(answer.headers["set-cookie"]).split(";")[0] ?? "";
}

async function expectNothingDone(answer: Answer, status: number, code: string | null, before: unknown): Promise<void> {
	expect(answer.status, answer.body).toBe(status);
	if (code) expect(JSON.parse(answer.body).problem).toMatchObject({ code, actions: ["sign-in-again"] });
	expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
	expect(footprint(agent.data)).toEqual(before);
	expect((await agent.door.status.get({})).grants).toHaveLength(1);
}

describe("the window's door of a lending agent", () => {
	it.each<[string, string, Record<string, string>]>([
		["without the cookie", "/rpc/lend/stop", {}],
		["with a guessed cookie", "/rpc/lend/stop", { cookie: "GUESSED" }],
		["for the picture of this PC", "/rpc/status/get", {}],
		["with the token in the address of a call", "TOKEN", {}],
	])("refuses a browser %s", async (_name, path, headers) => {
		const before = footprint(agent.data);
		const cookie = headers.cookie ? { cookie: `hearth-${address.port}=${"A".repeat(43)}` } : {};
		const to = path === "TOKEN" ? `/rpc/lend/stop${(await openWeb()).search}` : path;
		await expectNothingDone(await ask(to, { ...own(), ...cookie }), 401, "door.no-token", before);
	});

	it.each<[string, Record<string, string>]>([
		["another site", { origin: "https://evil.example" }],
		["a program on another port of this PC", { origin: "http://127.0.0.1:1" }],
		["a page that hides its origin", { origin: "null" }],
		["a request without an origin", {}],
		["a site that names our origin", { origin: "OWN", "sec-fetch-site": "cross-site" }],
		["a name that was pointed at this PC", { origin: "OWN", host: "evil.example" }],
	])("refuses %s even with a good cookie", async (_name, given) => {
		const headers = { ...given, cookie: await signIn() } as Record<string, string>;
		if (headers.origin === "OWN") headers.origin = address.origin;
		const before = footprint(agent.data);
		await expectNothingDone(await ask("/rpc/lend/stop", headers), 403, "door.foreign-origin", before);
	});

	it("takes a token once", async () => {
		const { search } = await openWeb();
		expect((await ask(`/${search}`, {}, "GET")).headers["set-cookie"]).toHaveLength(1);
		expect((await ask(`/${search}`, {}, "GET")).headers["set-cookie"]).toBeUndefined();
	});

	it("lets a foreign page's link neither in nor sign in", async () => {
		const { search } = await openWeb();
		const answer = await ask(`/${search}`, { "sec-fetch-site": "cross-site", origin: "https://evil.example" }, "GET");
		expect([answer.status, answer.headers["set-cookie"]]).toEqual([403, undefined]);
	});
});

describe("the command line's door", () => {
	const place = () => ({ socketPath: doorPaths(agent.data).socket });

	it.each(["", "Bearer ", `Bearer ${"A".repeat(43)}`, "Basic cm9vdDo="])(
		"refuses the token %j",
		async (authorization) => {
			const before = footprint(agent.data);
			const answer = await ask("/rpc/lend/stop", authorization ? { authorization } : {}, "POST", place());
			await expectNothingDone(answer, 401, null, before);
			expect(answer.body).toBe("");
		},
	);
});

it("the very call that was refused works from the window itself", async () => {
	const answer = await ask("/rpc/lend/stop", { ...own(), cookie: await signIn() });
	expect([answer.status, JSON.parse(answer.body)], answer.body).toEqual([200, { json: { withdrawn: 1, stopped: [] } }]);
	expect(ledgerStory(agent.data).at(-1)).toBe("ConsentWithdrawn");
});
