// What setup would do on PCs that are not this one: nothing is pretended, each part that cannot be says why and what next.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import en from "../../assets/words/en.json" with { type: "json" };
import type { SetupChoices } from "../../main/contract/setup.ts";
import { speaker } from "../../main/contract/words.ts";
import { testInvite } from "../../main/tools/crypto/fixture-invite.ts";
import { readInvite } from "../../main/tools/crypto/invite.ts";
import type { RunCommand } from "../../main/tools/run-command/run-command.ts";
import { openSetup } from "../open-setup.ts";
import type { PreflightReaders } from "../preflight/read-preflight.ts";
import type { EngineReaders } from "../steps/common/container-engine-look.ts";
import { linuxBase } from "./linux-base.ts";
import { checkPins } from "./pins.ts";
import { type SetupWanted, showPlan } from "./setup-plan.ts";
import { type WantHereOptions, wantHere } from "./want-here.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-want-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const say = speaker(en, "en");
const pc = (more: Partial<PreflightReaders> = {}): PreflightReaders => ({
	platform: "linux",
	arch: "x64",
	memoryBytes: 16 * 2 ** 30,
	home: folder,
	// A folder without any program: no Nix of this machine is asked.
	env: { HOME: folder, USER: "ada", PATH: folder, HEARTH_NIX: folder },
	isThere: () => false,
	text: () => null,
	freeBytes: async () => 100 * 2 ** 30,
	...more,
});
/** No engine for larger work is here, and none could be started. */
const engines: EngineReaders = {
	platform: "linux",
	search: async () => ({ endpoint: null, denied: ["/run/docker.sock"] }),
	answers: async () => false,
};
/** Where nothing is, whatever this machine has. */
const places = { store: "/nowhere/store", receipt: "/nowhere/receipt.json", uninstaller: "/nowhere/nix-installer" };
const nothing = { text: "", leftOut: 0 };
const noPrograms: RunCommand = async () => ({ end: "not-started", error: "ENOENT", stdout: nothing, stderr: nothing });
const want = (readers: PreflightReaders, choices: SetupChoices = { home: "this-pc" }, more: WantHereOptions = {}) =>
	wantHere(folder, readers, {
		engines,
		run: noPrograms,
		pins: [],
		places,
		...more,
	})(choices);
const download = { name: "the tools", url: "https://example.org/tools", sha256: "0".repeat(64), bytes: 7 };
const pins = checkPins([
	{ for: "linux-installer", arch: "x64", ...download },
	{ for: "mac-installer", arch: "arm64", by: "plan", ...download },
	{ for: "windows-linux", arch: "x64", ...download },
	{ for: "windows-installer", arch: "x64", ...download },
]);

test.each<[string, PreflightReaders, string, string?]>([
	["an Intel Mac", pc({ platform: "darwin", arch: "x64" }), "setup.check.intel-mac"],
	["a processor nobody supports", pc({ arch: "riscv64" }), "setup.check.processor-other"],
	["a Mac", pc({ platform: "darwin", arch: "arm64" }), "setup.cannot.store-none", "setup.cannot.needs-base"],
	["Windows", pc({ platform: "win32" }), "setup.cannot.this-version"],
])("%s, nothing brought along: no part, and each says why and what to do", async (_, readers, why, toolsWhy = why) => {
	const { parts, cannot } = await want(readers);
	expect(parts).toEqual([]);
	expect(cannot.map((one) => [one.id, one.why.code])).toEqual([
		["base", why],
		["tools", toolsWhy],
		["containers", "setup.offer.containers-denied"],
	]);
	for (const one of cannot) for (const words of [one.why, one.next]) expect(say(words.code, words.args)).not.toBe("");
});

test("a Linux PC without what holds the tools: it says so, and leaves no trace", async () => {
	const { parts, cannot } = await want(pc({ isThere: (path) => path === "/run/systemd/system" }));
	expect(parts).toEqual([]);
	expect(cannot.map(({ id }) => id)).toEqual(["base", "tools", "containers"]);
	expect(cannot[0]?.why.code).toBe("setup.cannot.store-none");
	for (const one of cannot) for (const words of [one.why, one.next]) expect(say(words.code, words.args)).not.toBe("");
	expect(readdirSync(folder)).toEqual([]);
});

const release = "10.0.26100";
const plan = (wanted: SetupWanted) => showPlan(openSetup(folder), { home: "this-pc" }, wanted).plan;
const rightsOf = (wanted: SetupWanted) => plan(wanted).steps.map(({ shown }) => shown.rights);

test.each([
	["a Mac", pc({ platform: "darwin", arch: "arm64" }), { base: ["file.download", "darwin.nix"] }],
	[
		"Windows",
		pc({ platform: "win32" }),
		{
			base: [
				...["windows.components", "windows.wsl-update", "file.download", "windows.distro"],
				...["file.download", "windows.nix"],
			],
			tools: ["windows.fleet", "windows.home"],
		},
	],
])("%s with what a release brings along: what can be is shown, the same each time", async (_, readers, types) => {
	const wanted = await want(readers, undefined, { pins, release });
	expect(Object.fromEntries(wanted.parts.map(({ id, steps }) => [id, steps.map(({ type }) => type)]))).toEqual(types);
	expect(wanted.cannot.map(({ id }) => id)).toEqual("tools" in types ? ["containers"] : ["tools", "containers"]);
	// Paths of Windows are none here, so its steps cannot be opened.
	if (readers.platform === "darwin") expect(rightsOf(wanted)).toEqual(["person", "administrator"]);
	expect(await want(readers, undefined, { pins, release })).toEqual(wanted);
	expect(readdirSync(folder)).toEqual([]);
});

test("the base of a Linux with what a release brings along asks for an administrator once", () => {
	const part = linuxBase(folder, pc({ env: { https_proxy: "http://proxy:3128" } }), pins);
	const wanted = { parts: part ? [part] : [], cannot: [], checks: [], notes: [] };
	expect(rightsOf(wanted)).toEqual(["person", "administrator"]);
	expect(plan(wanted).steps[1]?.params).toMatchObject({ settings: { proxy: "http://proxy:3128" } });
	const secret = linuxBase(folder, pc({ env: { https_proxy: "http://me:word@proxy" } }), pins);
	expect(secret?.steps[1]?.params).toMatchObject({ settings: {} });
	expect(linuxBase(folder, pc({ arch: "arm64" }), pins)).toBeNull();
});

test("how a Linux is made decides what is shown: guarded, read-only, with other shells", () => {
	const paths = ["/sys/fs/selinux", "/usr/sbin/sestatus", "/run/ostree-booted", "/etc/fish"];
	const fedora = pc({ isThere: (path) => paths.includes(path), text: () => 'ID="fedora"\n' });
	const step = linuxBase(folder, fedora, pins)?.steps[1];
	expect(step?.params).toMatchObject({ planner: "ostree" });
	const text = JSON.stringify(step?.params);
	for (const part of ["provision_selinux", "/var/home/nix", "/etc/fish/conf.d", "nixbld32"])
		expect(text).toContain(part);
	expect(JSON.stringify(linuxBase(folder, pc(), pins))).not.toMatch(/selinux|fish|var.home/);
});

test("a Linux without anything: first the base, where something can run its service", async () => {
	const booted = pc({ isThere: (path) => path === "/run/systemd/system" });
	const found = await want(booted, undefined, { pins });
	expect(found.parts.map(({ id }) => id)).toEqual(["base"]);
	expect(found.cannot[0]?.why.code).toBe("setup.cannot.tools-later");
	const bare = await want(pc(), undefined, { pins });
	expect(bare.parts).toEqual([]);
	expect(bare.cannot[0]?.why.code).toBe("setup.cannot.no-services");
	for (const one of [...found.cannot, ...bare.cannot]) {
		for (const words of [one.why, one.next]) expect(say(words.code, words.args)).not.toBe("");
	}
});

test("that Hearth is started while setup works is said before", async () => {
	const { notes } = await want(pc(), undefined, { comesBack: true });
	expect(notes).toEqual([{ code: "setup.note.comes-back", args: {} }]);
	expect(say("setup.note.comes-back")).toContain("sign in");
	expect((await want(pc(), undefined, { comesBack: false })).notes).toEqual([]);
});

test("Windows that does not tell its build gets no part", async () => {
	expect((await want(pc({ platform: "win32" }), undefined, { pins, release: "?" })).parts).toEqual([]);
});

test("an engine that answers is a part of its own, and used as it is", async () => {
	const endpoint = { socketPath: "/run/docker.sock", product: "docker" as const };
	const here = { ...engines, search: async () => ({ endpoint, denied: [] }), answers: async () => true };
	const { parts, cannot } = await want(pc(), undefined, { engines: here });
	expect(parts).toMatchObject([
		{ id: "containers", needs: [], steps: [{ type: "containers.engine", params: { how: "use", product: "docker" } }] },
	]);
	expect(cannot.map(({ id }) => id)).toEqual(["base", "tools"]);
});

test("what only has to be started is offered, without an administrator", async () => {
	const there = ["systemctl --user cat podman.socket", "podman --version"];
	const podman: RunCommand = async (argv, options) =>
		there.includes(argv.join(" "))
			? { end: "exit", code: 0, stdout: nothing, stderr: nothing }
			: noPrograms(argv, options);
	const { parts } = await want(pc(), undefined, { run: podman });
	expect(parts).toMatchObject([{ id: "containers", steps: [{ id: "engine", params: { how: "podman-socket" } }] }]);
	expect(rightsOf({ parts, cannot: [], checks: [], notes: [] })).toEqual(["person"]);
});

test("where no tools can be set up, an invite is told apart by a note that names the home, and by nothing else", async () => {
	const read = readInvite(testInvite(1_800_000_000_000).link, 1_800_000_000_000);
	if (!read.ok) throw new Error(read.refusal.why);
	const invited = await want(pc(), { home: "invite", invite: read.summary });
	expect(invited).toEqual({
		...(await want(pc())),
		notes: [{ code: "setup.note.invite-later", args: { home: "Linden home" } }],
	});
	expect(readdirSync(folder)).toEqual([]);
});
