import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findEndpoint } from "./find-endpoint.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-endpoint-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("takes the first real socket, passing over files, folders and what is not there", async () => {
	const [absent, file, socketPath] = [join(folder, "absent"), join(folder, "file"), join(folder, "real.sock")];
	writeFileSync(file, "");
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(socketPath, resolve));
	const all = [absent, file, folder, socketPath].map((path) => ({ socketPath: path, product: "docker" as const }));
	expect(await findEndpoint(all)).toEqual({ endpoint: { socketPath, product: "docker" }, denied: [] });
	await new Promise((resolve) => server.close(resolve));
	expect((await findEndpoint(all)).endpoint).toBeNull();
});

it("finds nothing where nothing is", async () => {
	expect(await findEndpoint([])).toEqual({ endpoint: null, denied: [] });
});
