// What the library does before and at its first call, against a small server on a socket.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { systemClock } from "../clock/clock.ts";
import { openContainerRunner } from "./container-runner.ts";
import { openEngine } from "./engine.ts";

let folder: string;
let server: Server;
const asked: string[] = [];
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "hearth-engine-"));
	server = createServer((request, reply) => {
		asked.push(request.url ?? "");
		reply.end(JSON.stringify({ Version: "99.1", Arch: "amd64", NCPU: 3 }));
	});
	await new Promise<void>((resolve) => server.listen(join(folder, "engine.sock"), resolve));
});
afterEach(async () => {
	vi.unstubAllEnvs();
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
	rmSync(folder, { recursive: true, force: true });
});

const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes("/dockerode/"));

it("loads no Docker library until an engine is asked", async () => {
	const endpoint = join(folder, "engine.sock");
	await openContainerRunner({ clock: systemClock, deviceId: "d", directory: join(folder, "s"), endpoint });
	expect(loaded()).toBe(false);
	await openEngine(endpoint, systemClock);
	expect(loaded()).toBe(true);
});

it.each(["tcp://127.0.0.1:1", "ssh://nobody@127.0.0.1", "https://127.0.0.1:1"])(
	"asks the socket it was given, whatever DOCKER_HOST says (%s)",
	async (host) => {
		vi.stubEnv("DOCKER_HOST", host);
		vi.stubEnv("DOCKER_TLS_VERIFY", "1");
		const engine = await openEngine(join(folder, "engine.sock"), systemClock);
		expect(await engine.facts()).toEqual({ version: "99.1", arch: "amd64", cpus: 3 });
		expect(asked).toContain("/version");
	},
);

it("says that an engine does not answer, and is not lendable then", async () => {
	const options = {
		clock: systemClock,
		deviceId: "d",
		directory: join(folder, "s"),
		endpoint: join(folder, "none.sock"),
	};
	const runner = await openContainerRunner(options);
	expect(await runner.probe()).toMatchObject({ available: false, code: "engine-silent" });
	expect(await runner.reap()).toMatchObject({ processes: 0, scratchErased: false });
});
