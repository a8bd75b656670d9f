// A real greeting of a real server on this PC, whose certificate is signed by nobody the world knows.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, rootCertificates, type Server } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askServer } from "./read-network.ts";

const missing = spawnSync("openssl", ["version"]).status !== 0 && process.env.CI !== "true";

describe.skipIf(missing)(`greeting a server${missing ? " (skipped: openssl is not here)" : ""}`, () => {
	let folder: string;
	let server: Server;
	let port: number;
	let certificate: string;
	const signal = new AbortController().signal;
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), "hearth-tls-"));
		const [key, cert] = [join(folder, "key"), join(folder, "cert")];
		const subject = ["-subj", "/O=Corp Firewall/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"];
		const flags = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, ...subject];
		execFileSync("openssl", flags, { stdio: "ignore" });
		certificate = readFileSync(cert, "utf8");
		server = createServer({ key: readFileSync(key), cert: certificate });
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		port = (server.address() as AddressInfo).port;
	});
	afterAll(async () => {
		await new Promise((resolve) => server?.close(resolve));
		rmSync(folder, { recursive: true, force: true });
	});

	test("a signer nobody knows is told by name", async () => {
		expect(await askServer("127.0.0.1", signal, port)).toEqual({ isPublic: false, issuer: "Corp Firewall" });
	});

	test("a signer the list knows is public", async () => {
		expect(await askServer("127.0.0.1", signal, port, [...rootCertificates, certificate])).toEqual({
			isPublic: true,
			issuer: "Corp Firewall",
		});
	});

	test("nobody there, or a change of mind, is no answer", async () => {
		expect(await askServer("127.0.0.1", AbortSignal.abort(), port)).toBeNull();
		expect(await askServer("127.0.0.1", signal, 1)).toBeNull();
	});
});
