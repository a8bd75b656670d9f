// The two parts of Windows: shown together, the tools after their base; and the same again once they stand.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readInventory } from "../../main/core/inventory.ts";
import { shippedFleet } from "./fleet-here.ts";
import { checkPins } from "./pins.ts";
import { type WindowsHere, windowsBuild, windowsParts } from "./windows-parts.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-windows-parts-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const download = { name: "the tools", url: "https://example.org/tools", sha256: "0".repeat(64), bytes: 7 };
const pins = checkPins([
	{ for: "windows-linux", arch: "x64", ...download },
	{ for: "windows-installer", arch: "x64", ...download },
]);
const here: WindowsHere = { arch: "x64", build: 26_100, host: "DESKTOP-7Q", shipped: shippedFleet(), pins };

test("the list that goes in has this PC and its home, and nobody else", () => {
	const tools = windowsParts(folder, here)?.parts.find(({ id }) => id === "tools");
	expect(tools?.needs).toEqual(["base"]);
	const { files } = (tools?.steps[0]?.params ?? {}) as { files: Record<string, string> };
	expect(Object.keys(files)).toContain("flake.nix");
	const read = readInventory(JSON.parse(files["inventory.json"] ?? ""));
	expect(read).toMatchObject({
		ok: true,
		inventory: { homes: { "hearth@desktop-7q": { directory: "/home/hearth" } }, hosts: { "desktop-7q": {} } },
	});
	const { inventory } = read as Extract<typeof read, { ok: true }>;
	expect(Object.keys(inventory.homes)).toHaveLength(1);
	expect(inventory.classes[inventory.hosts["desktop-7q"]?.class ?? ""]).toMatchObject({ kind: "wsl" });
	expect(tools?.steps[1]?.params).toEqual({
		...{ distro: "Hearth", user: "hearth", home: "hearth@desktop-7q" },
		flake: "path:/home/hearth/.config/hearth/fleet",
	});
});

test("without a list only the base is offered, without pins nothing", () => {
	const alone = windowsParts(folder, { ...here, shipped: null });
	expect(alone?.parts.map(({ id }) => id)).toEqual(["base"]);
	expect(alone?.cannot).toMatchObject([{ id: "tools", why: { code: "setup.cannot.no-list" } }]);
	expect(windowsParts(folder, { ...here, pins: [] })).toBeNull();
	expect(windowsParts(folder, { ...here, build: null })).toBeNull();
	expect([windowsBuild("10.0.26100"), windowsBuild("?")]).toEqual([26_100, null]);
});

/** A journal in which these steps are done. */
function standing(steps: readonly { id: string; type: string }[]): void {
	const words = { code: "setup.fault.other", args: {} };
	const shown = {
		...{ title: words, changes: [], diskBytes: 0, rights: "person", undone: words, byHand: words },
		seconds: { from: 0, to: 1 },
	};
	const planHash = `sha256:${"0".repeat(64)}`;
	const planned = steps.map((step) => ({ ...step, version: 1, params: { old: true }, shown }));
	const of = ({ id }: { id: string }) => ({ run: 1, planHash, stepId: id });
	const mark = (step: { id: string }, state: string) =>
		({ kind: "step", ...of(step), version: 1, state, detail: null, leftovers: [] }) as const;
	const entries = [
		{ kind: "plan", run: 1, planHash, plan: { v: 1, steps: planned } },
		...steps.flatMap((step) => [mark(step, "acting"), mark(step, "done")]),
	];
	mkdirSync(join(folder, "setup"), { recursive: true });
	const lines = entries.map((entry, index) => JSON.stringify({ seq: index + 1, at: 1, entry }));
	writeFileSync(join(folder, "setup", "journal.ndjson"), `${lines.join("\n")}\n`);
}

test("what stands is asked for as it was, whatever a newer version brings along", () => {
	const base = [
		{ id: "base.distro", type: "windows.distro" },
		{ id: "base.nix", type: "windows.nix" },
	];
	const tools = [
		{ id: "tools.list", type: "windows.fleet" },
		{ id: "tools.home", type: "windows.home" },
	];
	const types = (how = here) =>
		windowsParts(folder, how)?.parts.map(({ id, steps }) => [id, steps.map(({ id: step, params }) => [step, params])]);
	const old = { old: true };
	standing([...base, ...tools]);
	expect(types({ ...here, pins: [], shipped: null })).toEqual([
		[
			"base",
			[
				["distro", old],
				["nix", old],
			],
		],
		[
			"tools",
			[
				["list", old],
				["home", old],
			],
		],
	]);
	standing(base);
	expect(types()?.[1]).toMatchObject([
		"tools",
		[
			["list", { distro: "Hearth" }],
			["home", {}],
		],
	]);
	// Half a base is gone on with as it is planned.
	standing(base.slice(0, 1));
	expect(types()?.[0]?.[1]).toHaveLength(6);
});
