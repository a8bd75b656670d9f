import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contentSecurityPolicy, registerAppScheme, serveAppFiles } from "./app-files.ts";
import { doubleProtocol } from "./double/session.ts";

const root = mkdtempSync(join(tmpdir(), "hearth-app-files-"));
const { protocol, answer, registered } = doubleProtocol(() => true);
beforeAll(() => {
	mkdirSync(join(root, "window", "assets"), { recursive: true });
	writeFileSync(join(root, "window", "index.html"), "<h1>page</h1>");
	writeFileSync(join(root, "window", "assets", "a.js"), "1");
	writeFileSync(join(root, "window", "assets", "font.woff2"), Buffer.from([0, 255, 128]));
	writeFileSync(join(root, "secret.txt"), "secret");
	serveAppFiles({ protocol, directory: join(root, "window"), made: { "/broken.html": "<h1>made</h1>" } });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("registers the scheme once, with what the page needs and no more", () => {
	const early = doubleProtocol(() => false);
	registerAppScheme(early.protocol);
	expect(early.registered()).toEqual([
		'{"scheme":"app","privileges":{"standard":true,"secure":true,"supportFetchAPI":true,"codeCache":true}}',
	]);
	expect(() => registerAppScheme(early.protocol)).toThrow("twice");
	expect(() => registerAppScheme(protocol)).toThrow("after ready");
	expect(registered()).toBeNull();
});

test.each([
	["app://hearth/", "<h1>page</h1>", "text/html; charset=utf-8", "no-store"],
	["app://hearth/index.html", "<h1>page</h1>", "text/html; charset=utf-8", "no-store"],
	["app://hearth/?x=1#/history", "<h1>page</h1>", "text/html; charset=utf-8", "no-store"],
	["app://hearth/assets/a.js", "1", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
	["app://hearth/broken.html", "<h1>made</h1>", "text/html; charset=utf-8", "no-store"],
])("serves %s", async (url, body, type, cache) => {
	const response = await answer(url);
	expect(response.status).toBe(200);
	expect(await response.text()).toBe(body);
	expect(Object.fromEntries(response.headers)).toEqual({
		"content-type": type,
		"cache-control": cache,
		"content-security-policy": contentSecurityPolicy,
		"x-content-type-options": "nosniff",
		"referrer-policy": "no-referrer",
		"cross-origin-opener-policy": "same-origin",
		"cross-origin-resource-policy": "same-origin",
	});
});

test("hands bytes over as they are", async () => {
	const response = await answer("app://hearth/assets/font.woff2");
	expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255, 128]));
	expect(response.headers.get("content-type")).toBe("font/woff2");
});

test.each([
	"app://hearth/secret.txt",
	"app://hearth/../secret.txt",
	"app://hearth/%2e%2e/secret.txt",
	"app://hearth/..%2fsecret.txt",
	"app://hearth/assets/..%5c..%5csecret.txt",
	"app://hearth/assets",
	"app://hearth/assets/",
	"app://hearth//index.html",
	"app://hearth/index.html%00.js",
	"app://hearth/constructor",
	"app://hearth/__proto__",
	"app://other/index.html",
	"app://hearth:80/index.html",
	"app://hearth.evil/index.html",
])("has nothing at %s, and says so under the same policy", async (url) => {
	const response = await answer(url);
	expect(response.status).toBe(404);
	expect(await response.text()).toBe("");
	expect(response.headers.get("content-security-policy")).toBe(contentSecurityPolicy);
});

test("answers no other method", async () => {
	for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
		expect((await answer("app://hearth/index.html", { method })).status, method).toBe(405);
	}
	const head = await answer("app://hearth/index.html", { method: "HEAD" });
	expect([head.status, await head.text()]).toEqual([200, ""]);
});

test("no address whatever gives out a file beside the window's folder", async () => {
	const piece = fc.constantFrom("..", "%2e%2e", "/", "%2f", "\\", "%5c", "secret.txt", "window", "assets", ".", "%00");
	const path = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
	await fc.assert(
		fc.asyncProperty(path, async (one) => {
			const url = `app://hearth/${one}`;
			if (!URL.canParse(url)) return;
			expect(await (await answer(url)).text()).not.toContain("secret");
		}),
	);
});
