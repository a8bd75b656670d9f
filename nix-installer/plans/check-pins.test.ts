// A pin is right only when its bytes are, and when the installer plans what setup tells.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import type { RunCommand } from "../../main/tools/run-command/run-command.ts";
import type { PreflightReaders } from "../preflight/read-preflight.ts";
import { checkPin, type PinTools } from "./check-pins.ts";
import { checkPins, type Pin } from "./pins.ts";

const bytes = Buffer.from("an installer");
const pinned = {
	arch: "x64",
	name: "it",
	url: "https://example.org/it",
	sha256: createHash("sha256").update(bytes).digest("hex"),
	bytes: bytes.length,
};
const [linux, other] = checkPins([
	{ for: "linux-installer", ...pinned },
	{ for: "windows-linux", ...pinned },
]) as [Pin, Pin];
/** The PC that the recorded plan was made on. */
const there = ["/etc", "/etc/profile.d", "/etc/bash.bashrc"];
const readers: PreflightReaders = {
	platform: "linux",
	arch: "x64",
	memoryBytes: 1,
	home: "/home/ada",
	env: {},
	isThere: (path) => there.includes(path),
	text: () => "ID=debian\n",
	freeBytes: async () => 1,
};
const plan = readFileSync(new URL("../steps/linux/fixtures/plan-linux-bare.json", import.meta.url), "utf8");
const none = { text: "", leftOut: 0 };
const makes =
	(text: string, code = 0): RunCommand =>
	async (argv) => {
		if (code === 0) writeFileSync(argv[3] ?? "", text);
		return { end: "exit", code, stdout: none, stderr: { text: "systemd was not active.", leftOut: 0 } };
	};
const tools = (more: Partial<PinTools> = {}): PinTools => ({
	fetch: async () => new Response(bytes),
	run: makes(plan),
	readers,
	isRoot: true,
	signal: new AbortController().signal,
	...more,
});

test("right bytes are right, and a plan is asked for only of this Linux's installer and as root", async () => {
	const before = readdirSync(tmpdir());
	expect(await checkPin(linux, tools())).toEqual({ wrong: null, planned: true });
	for (const [pin, more] of [
		[other, {}],
		[linux, { isRoot: false }],
		[linux, { readers: { ...readers, arch: "arm64" } }],
		[linux, { readers: { ...readers, platform: "darwin" as const } }],
	] as const) {
		expect(await checkPin(pin, tools({ run: makes("", 1), ...more }))).toEqual({ wrong: null, planned: false });
	}
	expect(readdirSync(tmpdir()).filter((name) => name.startsWith("hearth-pin-") && !before.includes(name))).toEqual([]);
});

describe("is wrong", () => {
	test.each<[string, Partial<PinTools>, string]>([
		["other bytes", { fetch: async () => new Response("an inst-aller") }, "download"],
		["an address that is gone", { fetch: async () => new Response("", { status: 404 }) }, "404"],
		["no network", { fetch: () => Promise.reject(new Error("ENOTFOUND")) }, "ENOTFOUND"],
		["no plan", { run: makes("", 1) }, "systemd was not active."],
		["a plan that is none", { run: makes("{}") }, "its plan does"],
		["one action more", { run: makes(plan.replace("remove_directory", "remove_user")) }, "remove_user"],
		["one place more", { run: makes(plan.replaceAll("/etc/bashrc", "/etc/shadow")) }, "/etc/shadow"],
	])("%s", async (_, more, said) => {
		expect((await checkPin(linux, tools(more))).wrong).toContain(said);
	});
});
