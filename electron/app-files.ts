// Serves the built window at app://hearth/. Files are found by a listing made once, so no path from a page ever reaches
// the file system, and every answer carries the page's security policy.

import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import type { Protocol } from "electron";
import { appOrigin, appScheme } from "./app-origin.ts";

const types: Readonly<Record<string, string>> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml",
	".woff2": "font/woff2",
	".json": "application/json",
	".png": "image/png",
};

/** No network at all, nothing inline, nothing from elsewhere: the page speaks through its port alone. */
export const contentSecurityPolicy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"font-src 'self'",
	"img-src 'self' data: blob:",
	"connect-src 'none'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join("; ");

const headers = {
	"content-security-policy": contentSecurityPolicy,
	"x-content-type-options": "nosniff",
	"referrer-policy": "no-referrer",
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-resource-policy": "same-origin",
};

/** Tells Electron what app:// is. Only before `ready`, and only once (electron.d.ts). */
export function registerAppScheme(protocol: Pick<Protocol, "registerSchemesAsPrivileged">): void {
	const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
	protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges }]);
}

export interface AppFilesParts {
	readonly protocol: Pick<Protocol, "handle">;
	/** The folder with the built window's index.html. */
	readonly directory: string;
	/** Pages made here instead of built, by path; e.g. the one that is shown when the window breaks twice. */
	readonly made: Readonly<Record<string, string>>;
}

/** Answers app://hearth/... from now on: 200 with a listed file, 404 for all else, 405 for anything but GET and HEAD. */
export function serveAppFiles({ protocol, directory, made }: AppFilesParts): void {
	const files = listing(directory);
	protocol.handle(appScheme, async (request) => {
		const { method } = request;
		if (method !== "GET" && method !== "HEAD") return new Response(null, { status: 405, headers });
		const path = pathOf(request.url);
		if (path === null) return new Response(null, { status: 404, headers });
		const body = Object.hasOwn(made, path) ? made[path] : await fileBody(files.get(path));
		if (body === undefined) return new Response(null, { status: 404, headers });
		return new Response(method === "HEAD" ? null : body, {
			status: 200,
			headers: {
				...headers,
				"content-type": types[extname(path)] ?? "application/octet-stream",
				// A built file's name changes with its content; only these may be kept.
				"cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-store",
			},
		});
	});
}

/** The path of one of our own addresses; null for any other host. "/" is the page itself. */
function pathOf(address: string): string | null {
	const url = URL.parse(address);
	if (!url || `${url.protocol}//${url.host}` !== appOrigin) return null;
	return url.pathname === "/" ? "/index.html" : url.pathname;
}

/** A file that was there when the listing was made and is gone since is not there. */
const fileBody = async (file: string | undefined) =>
	file === undefined ? undefined : new Uint8Array(await readFile(file)).slice().buffer;

function listing(directory: string): ReadonlyMap<string, string> {
	const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	return new Map(
		entries.map((entry) => {
			const file = join(entry.parentPath, entry.name);
			return [`/${relative(directory, file).split(sep).join("/")}`, file];
		}),
	);
}
