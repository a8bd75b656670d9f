// All of setup on a PC without a list of tools, in a real Nix: the shipped list with this account's entry is looked at, written,
// built from, put in place and taken back. What is shown before the list is there is what is built afterwards.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type SetupPartId, settledParts } from "../../main/contract/setup.ts";
import { systemClock } from "../../main/tools/clock/clock.ts";
import { runCommand } from "../../main/tools/run-command/run-command.ts";
import { setupEngine } from "../../nix-installer/engine/engine.ts";
import { stepRegistry } from "../../nix-installer/engine/registry.ts";
import { releasedStepTypes } from "../../nix-installer/open-setup.ts";
import { agreedPlan, showPlan } from "../../nix-installer/plans/setup-plan.ts";
import { wantHere } from "../../nix-installer/plans/want-here.ts";
import { systemReaders } from "../../nix-installer/preflight/read-preflight.ts";
import { listName } from "../../nix-installer/steps/common/fleet-entry.ts";
import { quietly } from "./home/home-engine.ts";
import { differences, fillHome, pictureHome } from "./home/person-home.ts";
import { nixInputs } from "./nix/fleet-flake.ts";
import { type NixStage, openNixStage, whyNoNix } from "./nix/real-nix.ts";

const missing = whyNoNix();

describe.skipIf(missing)(`a PC without a list of tools${missing ? ` (skipped: ${missing})` : ""}`, () => {
	let stage: NixStage;
	let data: string;
	beforeAll(async () => {
		stage = await openNixStage({ user: "linden" });
		data = mkdtempSync(join(tmpdir(), "hearth-list-data-"));
		// As in a process of its own: without this, asking Nix whether it answers would make a store at /nix.
		for (const [name, value] of Object.entries(stage.env)) vi.stubEnv(name, value);
		// Where people have it: what is left of it is left in the home.
		vi.stubEnv("XDG_CACHE_HOME", undefined);
		console.log(`list: Nix ${stage.nix.version}, ${nixInputs.kind}`);
	});
	afterAll(async () => {
		vi.unstubAllEnvs();
		rmSync(data, { recursive: true, force: true });
		await stage?.close();
	});

	test("shown, written, built, put in place, and taken back to the last file", async () => {
		fillHome(stage.home);
		mkdirSync(join(stage.home, ".config"), { recursive: true });
		const before = pictureHome(stage.home);
		const hadStore = existsSync("/nix");
		const { XDG_CACHE_HOME: _, ...own } = stage.env;
		const env = { ...own, HEARTH_NIX: stage.nix.bin, HEARTH_FLEET_INPUTS: nixInputs.folder };
		const engine = setupEngine({
			directory: join(data, "setup"),
			registry: stepRegistry(releasedStepTypes(async () => ({ end: "refused", why: "nobody is asked here" }), env)),
			run: runCommand,
			clock: systemClock,
			newId: () => crypto.randomUUID(),
		});
		const engines = {
			platform: "linux" as const,
			search: async () => ({ endpoint: null, denied: [] }),
			answers: async () => false,
		};
		const choices = { home: "this-pc" } as const;
		const look = async () => {
			const wanted = await wantHere(data, { ...systemReaders(), home: stage.home, env }, { engines })(choices);
			return { wanted, shown: showPlan(engine, choices, wanted) };
		};
		const agree = async ({ wanted, shown }: Awaited<ReturnType<typeof look>>, parts: SetupPartId[]) =>
			engine.apply(agreedPlan(engine, wanted, { hash: shown.hash, parts }), quietly());

		const first = await look();
		expect(first.shown.plan.steps.map(({ id }) => id)).toEqual(["tools.fleet", "tools.home.build"]);
		expect(first.shown.cannot.map(({ id }) => id)).toContain("home");
		expect(differences(before, pictureHome(stage.home))).toEqual([]);

		expect(await agree(first, ["tools"])).toMatchObject({ end: "done", why: null });
		const list = join(stage.home, ".config/hearth/fleet");
		const inventory = JSON.parse(readFileSync(join(list, "inventory.json"), "utf8"));
		expect(Object.keys(inventory.homes)).toEqual([`linden@${listName(hostname().split(".")[0] ?? "")}`]);

		const second = await look();
		expect(second.shown.plan.steps.map(({ id }) => id)).toEqual([
			"tools.fleet",
			"tools.home.build",
			"home.home.switch",
		]);
		expect(settledParts(second.shown, engine.status())).toEqual(["tools"]);
		expect(await agree(second, ["tools", "home"])).toMatchObject({ end: "done", why: null });
		expect(existsSync(join(stage.home, ".local/state/nix/profiles/home-manager"))).toBe(true);
		const third = await look();
		expect(settledParts(third.shown, engine.status())).toEqual(["tools", "home"]);

		expect((await engine.undo(quietly())).status).toMatchObject({ phase: "none", leftovers: [] });
		expect(differences(before, pictureHome(stage.home))).toEqual([]);
		expect((await look()).shown.plan.steps.map(({ id }) => id)).toEqual(["tools.fleet", "tools.home.build"]);
		expect(existsSync("/nix")).toBe(hadStore);
	});
});
