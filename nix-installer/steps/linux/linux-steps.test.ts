import { expect, test } from "vitest";
import { fakeClock } from "../../../main/tools/clock/fake.ts";
import { runCommand } from "../../../main/tools/run-command/run-command.ts";
import { stepRegistry } from "../../engine/registry.ts";
import { linuxStepTypes, linuxTools } from "./linux-steps.ts";

const options = { home: "/home/ada", clock: fakeClock(), elevated: async () => ({ end: "declined" }) as const };
const tools = linuxTools({ ...options, env: { PATH: "", HEARTH_NIX: "/nowhere" } });

test("released names and versions stay: a journal names them for ever", () => {
	const types = linuxStepTypes(tools).map(({ type, version }) => `${type}@${version}`);
	expect(types).toEqual(["nix.install@1", "nix.install@2", "home.build@1", "home.switch@1"]);
});

test("a named folder without Nix is no Nix, wherever else there is one", async () => {
	expect(await tools.findNix(runCommand)).toBeNull();
});

const places = { home: "/h", user: "ada", state: "/h/s", data: "/h/d", cache: "/h/c" };
const pinned = { path: "/p", sha256: "0".repeat(64) };
const store = (name: string) => `/nix/store/${"a".repeat(32)}-${name}`;
const good = {
	"home.switch": {
		places,
		generation: store("home-manager-generation"),
		removal: store("removal"),
		previous: null,
		extension: "before-hearth-1",
		adds: ["a"],
		replaces: ["b"],
		removes: [],
	},
	"home.build": {
		places,
		flake: "path:/h/fleet",
		narHash: "sha256-AAAA",
		home: "ada@attic",
		folder: "/h/s/homes",
		inputs: {},
		downloadBytes: 0,
		diskBytes: 0,
	},
	"nix.install": {
		installer: pinned,
		planner: "linux",
		plan: pinned,
		changes: [{ kind: "folder", how: "adds", place: "/nix" }],
	},
} as const;

test("params are checked: nothing unknown, nothing outside the home, no flag in place of a flake", () => {
	const registry = stepRegistry(linuxStepTypes(tools));
	const find = (type: keyof typeof good, change: object = {}) =>
		registry.find({ type, version: 1, params: { ...good[type], ...change } as never });
	for (const type of Object.keys(good) as (keyof typeof good)[]) {
		expect(find(type), type).not.toBeNull();
		expect(find(type, { more: 1 }), type).toBeNull();
	}
	for (const path of ["/etc/passwd", "../out", "a/../../b", "", "a/.."])
		expect(find("home.switch", { adds: [path] }), path).toBeNull();
	for (const path of ["..a", "a..b/c", ".config/x"]) expect(find("home.switch", { adds: [path] }), path).not.toBeNull();
	expect(find("home.switch", { extension: "x" })).toBeNull();
	expect(find("home.switch", { generation: "/tmp/x" })).toBeNull();
	for (const flake of ["--impure", "fleet", "path:/h/a b", "path:/h#x"])
		expect(find("home.build", { flake })).toBeNull();
	expect(find("home.build", { home: 'a@b".x' })).toBeNull();
	expect(find("nix.install", { changes: [] })).toBeNull();
});
