import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ProblemError } from "../../contract/problem.ts";
import type { Snapshot } from "../../contract/snapshot.ts";
import { type FakeClock, fakeClock } from "../../tools/clock/fake.ts";
import { type WebDoor, webDoor } from "./web-door.ts";

interface Answer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	body: string;
}

let directory: string;
let clock: FakeClock;
let door: WebDoor;
let port: number;
let token: string;

beforeEach(async () => {
	directory = mkdtempSync(join(tmpdir(), "hearth-web-"));
	writeFileSync(join(directory, "index.html"), "<!doctype html><head><title>Hearth</title></head>");
	mkdirSync(join(directory, "assets"));
	writeFileSync(join(directory, "assets", "a.js"), "1");
	writeFileSync(join(tmpdir(), "hearth-web-outside.txt"), "secret");
	clock = fakeClock();
	door = webDoor(
		async (_request, response) => {
			response.writeHead(200).end("called");
			return true;
		},
		clock,
		directory,
		() => ({ seq: 41 }) as Snapshot,
	);
	({ port, token } = parts(await door.open(0)));
});
afterEach(async () => {
	await door.close();
	rmSync(directory, { recursive: true, force: true });
	rmSync(join(tmpdir(), "hearth-web-outside.txt"), { force: true });
});

const parts = (address: string) => {
	const url = new URL(address);
	return { port: Number(url.port), token: url.searchParams.get("token") ?? "" };
};

/** A plain HTTP client: unlike fetch it sends any Host, Origin and path it is told to. */
const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
	new Promise<Answer>((resolve, reject) => {
		const sent = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (response) => {
			let body = "";
			response.on("data", (chunk: Buffer) => {
				body += chunk.toString();
			});
			response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
		});
		sent.on("error", reject);
		sent.end();
	});

const signIn = async () => String((await ask(`/?token=${token}`)).headers["set-cookie"]).split(";")[0] ?? "";
const own = () => ({ origin: `http://127.0.0.1:${port}` });

describe("the web door", () => {
	it("trades a one-time token for a strict cookie, once", async () => {
		const first = await ask(`/?token=${token}`);
		expect(first.status).toBe(303);
		expect(String(first.headers["set-cookie"])).toMatch(/HttpOnly; SameSite=Strict/);
		const again = await ask(`/?token=${token}`);
		expect(again.headers["set-cookie"]).toBeUndefined();
	});

	it("lets a token grow old", async () => {
		clock.advance(11 * 60_000);
		expect((await ask(`/?token=${token}`)).headers["set-cookie"]).toBeUndefined();
	});

	it("refuses calls without the cookie and answers with it", async () => {
		const without = await ask("/rpc/status/get", own(), "POST");
		expect(without.status).toBe(401);
		expect(JSON.parse(without.body).problem.code).toBe("door.no-token");
		const forged = await ask("/rpc/status/get", { ...own(), cookie: `hearth-${port}=guessed` }, "POST");
		expect(forged.status).toBe(401);
		expect((await ask("/rpc/status/get", { ...own(), cookie: await signIn() }, "POST")).body).toBe("called");
	});

	it.each([
		["a foreign origin", { origin: "http://evil.example" }],
		["an origin on another port", { origin: "http://127.0.0.1:1" }],
		["no origin at all", {}],
		["the null origin of a sandboxed page", { origin: "null" }],
		["a foreign site that names our origin", { origin: "OWN", "sec-fetch-site": "cross-site" }],
		["a rebound host name", { origin: "OWN", host: "evil.example" }],
	])("refuses a call from %s even with the cookie", async (_name, given) => {
		const headers = { ...given, cookie: await signIn() } as Record<string, string>;
		if (headers.origin === "OWN") headers.origin = own().origin;
		const answer = await ask("/rpc/lend/stop", headers, "POST");
		expect(answer.status).toBe(403);
		expect(JSON.parse(answer.body).problem.code).toBe("door.foreign-origin");
	});

	it("serves the window under a strict policy and nothing outside of it", async () => {
		const page = await ask("/history");
		expect(page.status).toBe(200);
		expect(String(page.headers["content-security-policy"])).toContain("default-src 'none'");
		expect((await ask("/assets/a.js")).body).toBe("1");
		for (const path of [
			"/../hearth-web-outside.txt",
			"/%2e%2e/hearth-web-outside.txt",
			"/assets/../../hearth-web-outside.txt",
			"/assets/missing.js",
		]) {
			const answer = await ask(path);
			expect(answer.body).not.toContain("secret");
		}
		expect((await ask("/", own(), "PUT")).status).toBe(405);
	});

	it("writes the agent's picture into the page of a signed-in window, and into no other", async () => {
		const cookie = await signIn();
		const page = await ask("/", { cookie });
		expect(page.body).toMatch(
			/<script type="application\/json" id="first-picture">\{"servedAt":\d+,"snapshot":\{"seq":41\}/,
		);
		expect(Number(page.headers["content-length"])).toBe(Buffer.byteLength(page.body));
		expect(page.headers["cache-control"]).toBe("no-store");
		expect((await ask("/history", { cookie })).body).toContain("first-picture");
		for (const stranger of [{}, { cookie: `hearth-${port}=guessed` }] as Record<string, string>[]) {
			expect((await ask("/", stranger)).body).not.toContain("first-picture");
		}
		expect((await ask("/", { cookie, "sec-fetch-site": "cross-site" })).body).not.toContain("first-picture");
	});

	it("closes when unused, and opens again when asked", async () => {
		clock.advance(16 * 60_000);
		await expect(ask("/")).rejects.toThrow();
		({ port, token } = parts(await door.open(0)));
		expect((await ask("/")).status).toBe(200);
	});

	it("says when the port is taken", async () => {
		const other = createServer().listen(0, "127.0.0.1");
		await new Promise((resolve) => other.once("listening", resolve));
		const taken = (other.address() as AddressInfo).port;
		const second = webDoor(async () => true, clock, directory);
		await expect(second.open(taken)).rejects.toThrow(ProblemError);
		await new Promise((resolve) => other.close(resolve));
	});
});
