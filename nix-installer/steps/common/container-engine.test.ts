// A container engine found, started, stopped again; over real sockets that answer as an engine does.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fakeClock } from "../../../main/tools/clock/fake.ts";
import { findEndpoint } from "../../../main/tools/docker/find-endpoint.ts";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import { setupEngine } from "../../engine/engine.ts";
import { quietly } from "../../engine/fixture-world.ts";
import { stepRegistry } from "../../engine/registry.ts";
import { containerEngineStep } from "./container-engine.ts";
import { type EngineReaders, offerEngine, pingEngine } from "./container-engine-look.ts";

let folder: string;
let server: Server | null = null;
const log: string[] = [];
/** Programs that are installed, and things of theirs that exist. */
const installed = new Set<string>();
const existing = new Set<string>();
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-engine-"));
});
afterEach(async () => {
	await stop();
	rmSync(folder, { recursive: true, force: true });
	for (const one of [log, installed, existing]) "clear" in one ? one.clear() : one.splice(0);
});

const socketPath = () => join(folder, "engine.sock");
function start(status = 200): Promise<void> {
	const made = createServer((asked, answer) => {
		answer.statusCode = asked.url === "/_ping" ? status : 404;
		answer.end("OK");
	});
	server = made;
	return new Promise((resolve) => made.listen(socketPath(), resolve));
}
function stop(): Promise<void> {
	const running = server;
	server = null;
	return running ? new Promise((resolve) => running.close(() => resolve())) : Promise.resolve();
}
const readers = (platform: NodeJS.Platform): EngineReaders => ({
	platform,
	search: () => findEndpoint([{ socketPath: socketPath(), product: "podman" }]),
	answers: pingEngine,
});

const run: RunCommand = async (argv) => {
	const line = argv.join(" ");
	log.push(line);
	const end = (code: number, stdout = "") =>
		({ end: "exit", code, stdout: { text: stdout, leftOut: 0 }, stderr: { text: "no", leftOut: 0 } }) as const;
	if (/ (--version|version|cat podman.socket)$/.test(line)) return end(installed.has(argv[0]) ? 0 : 1);
	if (line.endsWith("is-enabled --quiet podman.socket")) return end(existing.has("podman.socket") ? 0 : 1);
	if (line === "colima list --json")
		return end(0, existing.has("colima") ? '{"name":"default","status":"Stopped"}\n' : "");
	if (line === "podman machine list --format json") {
		return end(0, existing.has("machine") ? '[\n {\n  "Name": "podman-machine-default"\n }\n]\n' : "[]");
	}
	if (/ (enable --now|start|init)\b/.test(line)) {
		if (!server) await start();
		return end(0);
	}
	if (/ (disable --now|stop|delete|rm)\b/.test(line)) {
		await stop();
		return end(0);
	}
	throw new Error(`unknown: ${line}`);
};
const engine = (platform: NodeJS.Platform) =>
	setupEngine({
		directory: join(folder, "setup"),
		registry: stepRegistry([containerEngineStep(readers(platform))]),
		run,
		clock: fakeClock(),
		newId: () => "id",
	});
const wanted = (how: string, product = "podman") => [
	{ id: "engine", type: "containers.engine", version: 1, params: { how, product } },
];
const offer = (platform: NodeJS.Platform) => offerEngine(readers(platform), run, new AbortController().signal);
const changing = () => log.filter((line) => / (enable|disable|start|stop|init|rm|delete)\b/.test(line));

describe("the offer", () => {
	test("is what answers, without a word to any program", async () => {
		await start();
		expect(await offer("linux")).toEqual({ kind: "here", product: "podman", socketPath: socketPath() });
		expect(log).toEqual([]);
	});
	test("is not what only looks like one", async () => {
		await start(500);
		expect((await offer("linux")).kind).toBe("get");
	});
	test.each([
		["linux", ["podman", "systemctl"], { kind: "start", how: "podman-socket" }],
		["linux", ["podman"], { kind: "get", why: { code: "setup.offer.containers-linux" } }],
		["darwin", ["colima", "podman"], { kind: "start", how: "colima" }],
		["darwin", ["podman"], { kind: "start", how: "podman-machine" }],
		["darwin", [], { kind: "get", why: { code: "setup.offer.containers-mac" } }],
		["win32", [], { kind: "get", why: { code: "setup.offer.containers-windows" } }],
	] as const)("on %s with %j", async (platform, programs, expected) => {
		for (const one of programs) installed.add(one);
		expect(await offer(platform)).toMatchObject(expected);
		expect(changing()).toEqual([]);
	});
});

test("an engine that answers is adopted and never touched", async () => {
	await start();
	const setup = engine("linux");
	const done = await setup.apply(setup.plan(wanted("podman-socket")), quietly());
	expect(done.status.steps).toMatchObject([{ state: "adopted" }]);
	expect(setup.standing()).toEqual([]);
	expect((await setup.undo(quietly())).status.leftovers).toEqual([]);
	expect(await pingEngine(socketPath())).toBe(true);
	expect(log).toEqual([]);
});

test.each([
	["podman-socket", "podman.socket", "enable --now", "disable --now"],
	["colima", "colima", "colima start --runtime", "colima delete"],
	["podman-machine", "machine", "machine init", "machine rm"],
] as const)("%s: what Hearth made goes, what was there is only stopped", async (how, thing, made, removed) => {
	const first = engine("linux");
	expect((await first.apply(first.plan(wanted(how)), quietly())).end).toBe("done");
	expect((await first.undo(quietly())).status).toMatchObject({ phase: "none", leftovers: [] });
	expect(changing()).toHaveLength(2);
	expect(changing()[0]).toContain(made);
	expect(changing()[1]).toContain(removed);
	log.splice(0);
	existing.add(thing);
	rmSync(join(folder, "setup"), { recursive: true });
	const second = engine("linux");
	expect((await second.apply(second.plan(wanted(how)), quietly())).end).toBe("done");
	await second.undo(quietly());
	expect(changing()).toHaveLength(2);
	expect(changing().some((line) => line.includes(made) || line.includes(removed))).toBe(false);
});

test("an engine that is to be used and went away is not started", async () => {
	const setup = engine("linux");
	const failed = await setup.apply(setup.plan(wanted("use", "orbstack")), quietly());
	expect(failed.why).toEqual({ code: "setup.fault.containers-gone", args: { product: "OrbStack" } });
	expect(changing()).toEqual([]);
});
