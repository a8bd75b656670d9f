// The package's real installer and downloader against a mirror on this machine that serves a small archive.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findElectron } from "./electron-binary.ts";
import { zipOf } from "./fixture-zip.ts";
import { type InstallElectronOptions, installElectron } from "./install-electron.ts";

const modules = fileURLToPath(new URL("../node_modules", import.meta.url));
const { version } = JSON.parse(readFileSync(join(modules, "electron/package.json"), "utf8")) as { version: string };
const archive = `electron-v${version}-linux-x64.zip`;
const zip = zipOf([
	{ name: "electron", text: "#!/bin/sh\necho it runs\n", mode: 0o755 },
	{ name: "version", text: version, mode: 0o644 },
	{ name: "padding", text: "x".repeat(300_000), mode: 0o644 },
]);

let folder = "";
let server: Server;
let asked: string[] = [];
/** "zip"; "short" ends in the middle; "silent" stops in the middle and stays open; a number is a status. */
let serves: "zip" | "short" | "silent" | number = "zip";

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "hearth-electron-test-"));
	const own = join(folder, "node_modules", "electron");
	mkdirSync(own, { recursive: true });
	for (const name of ["package.json", "install.js"]) cpSync(join(modules, "electron", name), join(own, name));
	for (const name of ["@electron", "@electron-internal"]) symlinkSync(join(modules, name), join(own, "..", name));
	checksum(createHash("sha256").update(zip).digest("hex"));
	mkdirSync(join(folder, "tmp"));
	asked = [];
	serves = "zip";
	server = createServer((request, response) => {
		asked.push(request.url ?? "");
		if (typeof serves === "number") return void response.writeHead(serves).end();
		response.writeHead(200, { "content-length": zip.length });
		if (serves === "zip") return void response.end(zip);
		response.write(zip.subarray(0, 100_000), () => serves === "short" && response.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
	rmSync(folder, { recursive: true, force: true });
});

const checksum = (hash: string) =>
	writeFileSync(join(folder, "node_modules/electron/checksums.json"), JSON.stringify({ [archive]: hash }));
/** An address at which nobody listens any more. */
async function deadMirror(): Promise<string> {
	const once = createServer();
	await new Promise<void>((resolve) => once.listen(0, "127.0.0.1", resolve));
	const { port } = once.address() as AddressInfo;
	await new Promise((resolve) => once.close(resolve));
	return `http://127.0.0.1:${port}/`;
}

const packageFolder = () => join(folder, "node_modules/electron");

async function install(change: Partial<InstallElectronOptions> = {}, env: NodeJS.ProcessEnv = {}) {
	const seen: string[] = [];
	const { PATH } = process.env;
	const options: InstallElectronOptions = {
		packageFolder: packageFolder(),
		env: {
			PATH,
			TMPDIR: join(folder, "tmp"),
			electron_config_cache: join(folder, "cache"),
			ELECTRON_MIRROR: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
			ELECTRON_INSTALL_PLATFORM: "linux",
			ELECTRON_INSTALL_ARCH: "x64",
			...env,
		},
		signal: new AbortController().signal,
		onStart: (...what) => seen.push(what.join(" ")),
		onProgress: (done, total) => seen.push(`${done}/${total}`),
		onUnpack: () => seen.push("unpack"),
		...change,
	};
	return { end: await installElectron(options), seen };
}

function expectNothingLeft() {
	expect(readdirSync(packageFolder()).sort()).toEqual(["checksums.json", "install.js", "package.json"]);
	expect(readdirSync(join(folder, "tmp"))).toEqual([]);
	const cached = existsSync(join(folder, "cache")) ? readdirSync(join(folder, "cache"), { recursive: true }) : [];
	expect(cached.filter((name) => String(name).endsWith(".zip"))).toEqual([]);
}

test("fetches, checks, unpacks; what is there is not fetched again, and the cache is used after a removal", async () => {
	const { end, seen } = await install();
	expect(end).toEqual({ kind: "done", version });
	expect(asked).toEqual([`/v${version}/${archive}`]);
	expect(seen[0]).toBe(`linux x64 ${version}`);
	expect(seen).toContain(`${zip.length}/${zip.length}`);
	expect(seen.at(-1)).toBe("unpack");
	const binary = findElectron(packageFolder(), "linux", {});
	expect(spawnSync(binary ?? "", []).stdout.toString()).toBe("it runs\n");
	expect(readdirSync(join(folder, "tmp"))).toEqual([]);
	expect((await install()).end).toEqual({ kind: "had", version });
	rmSync(join(packageFolder(), "dist"), { recursive: true });
	expect((await install()).end.kind).toBe("done");
	expect(asked).toHaveLength(1);
});

test("another archive than the published one is thrown away", async () => {
	checksum("0".repeat(64));
	expect((await install()).end).toMatchObject({ kind: "failed", trouble: { trouble: "checksum" } });
	expectNothingLeft();
});

test.each([
	["absent", 404],
	["offline", 503],
	["offline", "short"],
] as const)("%s when the server answers %s", async (trouble, answer) => {
	serves = answer;
	expect((await install()).end).toMatchObject({ kind: "failed", trouble: { trouble } });
	expectNothingLeft();
});

test("goes through the proxy that is set, and tells when that one refuses", async () => {
	const wanted: string[] = [];
	server.on("connect", (request, socket) => {
		wanted.push(request.url ?? "");
		socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
	});
	const HTTP_PROXY = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const { end } = await install({}, { HTTP_PROXY, ELECTRON_MIRROR: "http://mirror.invalid/" });
	expect(end).toMatchObject({ kind: "failed", trouble: { trouble: "proxy" } });
	expect(wanted).toEqual(["mirror.invalid:80"]);
	expectNothingLeft();
});

test("a server that falls silent is given up", async () => {
	serves = "silent";
	expect((await install({ stallMs: 1_500 })).end).toMatchObject({ kind: "failed", trouble: { trouble: "stalled" } });
	expectNothingLeft();
});

test("stopped in the middle: nothing is left, and another try succeeds", async () => {
	serves = "silent";
	const stop = new AbortController();
	const { end } = await install({ signal: stop.signal, onProgress: () => stop.abort() });
	expect(end).toMatchObject({ kind: "failed", trouble: { trouble: "stopped" } });
	expectNothingLeft();
	serves = "zip";
	expect((await install()).end.kind).toBe("done");
});

test("an archive that cannot be unpacked leaves nothing that looks installed", async () => {
	writeFileSync(join(packageFolder(), "install.js"), 'throw new Error("ENOSPC: no space left on device, write");');
	mkdirSync(join(packageFolder(), "dist"));
	expect((await install()).end).toMatchObject({ kind: "failed", trouble: { trouble: "full" } });
	expect(existsSync(join(packageFolder(), "dist"))).toBe(false);
});

test("nobody listens, no package, no such system", async () => {
	const nobody = await install({}, { ELECTRON_MIRROR: await deadMirror() });
	expect(nobody.end).toMatchObject({ kind: "failed", trouble: { trouble: "offline" } });
	expectNothingLeft();
	const aix = await install({}, { ELECTRON_INSTALL_PLATFORM: "aix" });
	expect(aix.end).toEqual({ kind: "failed", trouble: { trouble: "unsupported", detail: "aix" } });
	rmSync(join(packageFolder(), "package.json"));
	expect((await install()).end).toEqual({ kind: "failed", trouble: { trouble: "package", detail: "" } });
});

test("npm run electron:get says what happened, that nothing changed, and what to do", async () => {
	const script = fileURLToPath(new URL("electron-get.ts", import.meta.url));
	const nobody = await deadMirror();
	const run = (args: string[]) =>
		spawnSync(process.execPath, [script, ...args], {
			encoding: "utf8",
			env: {
				PATH: process.env.PATH,
				ELECTRON_MIRROR: nobody,
				electron_config_cache: join(folder, "cache"),
			},
		});
	expect(run(["--help"])).toMatchObject({
		status: 0,
		stderr: "",
		stdout: expect.stringMatching(/^Usage: npm run electron:get/),
	});
	expect(run(["--force"])).toMatchObject({ status: 2, stdout: "" });
	const ran = run([]);
	if (findElectron(join(modules, "electron"), process.platform, {})) {
		expect(ran).toMatchObject({ status: 0, stdout: expect.stringContaining("installed already") });
		return;
	}
	expect(ran.status).toBe(1);
	expect(ran.stdout).toContain(`Getting Electron ${version}`);
	expect(ran.stderr).toMatch(/^The server could not be reached .*\nNothing was changed\.\nCheck the connection/);
});
