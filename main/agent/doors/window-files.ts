// Serves the built window, read-only, under a strict content security policy. Files are found by a listing made at the
// first request, so no path from a browser ever reaches the file system.
import { createReadStream, readdirSync, readFileSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";

const types: Record<string, string> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml",
	".woff2": "font/woff2",
	".json": "application/json",
	".png": "image/png",
};

const headers = {
	"content-security-policy":
		"default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	"x-content-type-options": "nosniff",
	"referrer-policy": "no-referrer",
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-resource-policy": "same-origin",
};

const listings = new Map<string, ReadonlySet<string>>();

function listing(directory: string): ReadonlySet<string> {
	let found = listings.get(directory);
	if (!found) {
		const names = readdirSync(directory, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => `/${relative(directory, join(entry.parentPath, entry.name)).split(sep).join("/")}`);
		found = new Set(names);
		listings.set(directory, found);
	}
	return found;
}

/**
 * Sends one file, or index.html for a page's address. 404 for all else; GET and HEAD only. `dress` may add to index.html
 * before it is sent.
 */
export function serveWindowFile(
	directory: string,
	path: string,
	request: IncomingMessage,
	response: ServerResponse,
	dress: ((html: string) => string) | null = null,
): void {
	if (request.method !== "GET" && request.method !== "HEAD") return void response.writeHead(405).end();
	const files = listing(directory);
	const name = files.has(path) ? path : extname(path) === "" ? "/index.html" : null;
	if (!name || !files.has(name)) return void response.writeHead(404, headers).end();
	const file = join(directory, name);
	const dressed = dress && name === "/index.html" ? Buffer.from(dress(readFileSync(file, "utf8"))) : null;
	const immutable = name.startsWith("/assets/");
	response.writeHead(200, {
		...headers,
		"content-type": types[extname(name)] ?? "application/octet-stream",
		"content-length": dressed?.length ?? statSync(file).size,
		"cache-control": immutable ? "public, max-age=31536000, immutable" : "no-store",
	});
	if (request.method === "HEAD") return void response.end();
	if (dressed) return void response.end(dressed);
	createReadStream(file).pipe(response);
}
