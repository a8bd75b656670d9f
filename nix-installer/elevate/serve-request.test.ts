// The helper's life with a program that never ends: it stops when the app asks, and when the app has been gone long.
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeClock } from "../../main/tools/clock/fake.ts";
import type { RunCommand } from "../../main/tools/run-command/run-command.ts";
import { type HelperLine, helperLineSchema } from "./elevated.ts";
import { serveRequest } from "./serve-request.ts";

let folder: string;
let complaints: string[] = [];
beforeEach(() => {
	complaints = [];
	folder = mkdtempSync(join(tmpdir(), "hearth-helper-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const nothing = { stdout: { text: "", leftOut: 0 }, stderr: { text: "", leftOut: 0 } };
const untilStopped: RunCommand = (_, { signal }) =>
	new Promise((resolve) => signal?.addEventListener("abort", () => resolve({ end: "aborted", ...nothing })));
const at = (name: string) => join(folder, name);
const lines = (): HelperLine[] =>
	readFileSync(at("out.ndjson"), "utf8")
		.trim()
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => helperLineSchema.parse(JSON.parse(line)));

function serve(acts: unknown[], run: RunCommand, isAlive = () => true) {
	const text = JSON.stringify({ v: 1, parent: 77, acts });
	writeFileSync(at("request.json"), text, { mode: 0o600 });
	if (!existsSync(at("out.ndjson"))) writeFileSync(at("out.ndjson"), "", { mode: 0o600 });
	const clock = fakeClock();
	const ended = serveRequest({
		argv: [at("request.json"), createHash("sha256").update(text).digest("hex")],
		env: {},
		platform: "linux",
		pid: 1,
		uid: process.getuid?.() ?? null,
		run,
		clock,
		places: {
			uninstaller: "/none",
			darwinSystem: "/none",
			certificates: "/none",
			system32: "",
			nixBin: "/none",
			rootHome: null,
		},
		isAlive,
		complain: (line) => complaints.push(line),
		stagePlace: folder,
	});
	return { clock, ended };
}
const remove = [{ verb: "gpu-remove" }, { verb: "gpu-remove" }];

test("it ends ten seconds after the app is gone, not before, and leaves nothing", async () => {
	let alive = true;
	const { clock, ended } = serve(remove, untilStopped, () => alive);
	await clock.advance(60_000);
	alive = false;
	await clock.advance(9_000);
	alive = true;
	await clock.advance(500);
	alive = false;
	await clock.advance(9_500);
	expect(lines().at(-1)).toEqual({ kind: "act", index: 0 });
	await clock.advance(500);
	expect(await ended).toBe(1);
	expect(lines().slice(-2)).toEqual([
		{ kind: "acted", index: 0, code: null },
		{ kind: "ended", whole: false },
	]);
	expect(readdirSync(folder).sort()).toEqual(["out.ndjson", "request.json"]);
});

test("it ends when the app asks for it", async () => {
	const { clock, ended } = serve(remove, untilStopped);
	writeFileSync(at("stop"), "");
	await clock.advance(500);
	expect(await ended).toBe(1);
});

test("acts run in order up to the first that fails", async () => {
	const codes = [0, 3];
	const run: RunCommand = async () => ({ end: "exit", code: codes.shift() ?? 0, ...nothing });
	expect(await serve([...remove, ...remove], run).ended).toBe(1);
	expect(lines().filter(({ kind }) => kind === "acted")).toEqual([
		{ kind: "acted", index: 0, code: 0 },
		{ kind: "acted", index: 1, code: 3 },
	]);
});

test("an act that is refused stops the rest, and says why", async () => {
	const run: RunCommand = () => Promise.reject(new Error("nothing may run"));
	expect(await serve([{ verb: "wsl-components" }, ...remove], run).ended).toBe(1);
	expect(lines().some((line) => line.kind === "said" && line.line.includes("another system"))).toBe(true);
});

test.skipIf(process.platform === "win32")(
	"the answer goes into the app's own plain file, never through a link",
	async () => {
		writeFileSync(at("victim"), "precious");
		symlinkSync(at("victim"), at("out.ndjson"));
		const run: RunCommand = () => Promise.reject(new Error("nothing may run"));
		expect(await serve(remove, run).ended).toBe(2);
		expect(readFileSync(at("victim"), "utf8")).toBe("precious");
		expect(complaints).toEqual(["refused: the answer's file cannot be opened: ELOOP"]);
	},
);
