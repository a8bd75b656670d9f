// The flake of fleet/ in a real Nix: parsed, checked, evaluated for every system, one home built and activated.
import { mkdir, readFile, readlink, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Inventory } from "../../main/contract/inventory.ts";
import { readInventory } from "../../main/core/inventory.ts";
import { badInventories, inventories, spoiledInventories } from "../../main/core/inventory-arbitraries.ts";
import { runCommand } from "../../main/tools/run-command/run-command.ts";
import { launchdPlistText } from "../../main/tools/startup/launchd-plist.ts";
import { systemdUnitText } from "../../main/tools/startup/systemd-unit.ts";
import { buildHome, checkFlake, copyFleet, evalFlake, fleetFolder, nixFiles, nixInputs } from "./nix/fleet-flake.ts";
import { type NixStage, openNixStage, whyNoNix } from "./nix/real-nix.ts";

const missing = whyNoNix();

describe.skipIf(missing)(`the flake on ${nixInputs.kind}${missing ? ` (skipped: ${missing})` : ""}`, () => {
	let stage: NixStage;
	let fleet: string;
	beforeAll(async () => {
		stage = await openNixStage({ user: "linden" });
		fleet = await copyFleet(stage, "fleet");
		console.log(`fleet: Nix ${stage.nix.version}, ${nixInputs.kind} from ${nixInputs.folder}`);
	});
	afterAll(() => stage?.close());

	test("every Nix file parses", async () => {
		const files = [...(await nixFiles(fleetFolder)), ...(await nixFiles(join(import.meta.dirname, "nix/inputs")))];
		expect(files.length).toBeGreaterThan(15);
		await stage.ask(["nix-instantiate", "--parse", ...files]);
	});

	test("the whole flake checks for every system, without a network and away from Hearth's source", async () => {
		const { code, stderr } = await checkFlake(stage, fleet);
		expect(stderr).toContain("all checks passed!");
		expect(code).toBe(0);
		for (const name of ['x86_64-linux."home-linden@attic"', 'aarch64-darwin."home-linden@sofa-remove"', "darwin-sofa"])
			expect(stderr).toContain(name);
	});

	test("every home and every Mac of the inventory evaluates to a derivation, each with its removal", async () => {
		const { homes } = JSON.parse(await readFile(join(fleet, "inventory.json"), "utf8")) as Inventory;
		const drvPaths = "builtins.mapAttrs (_: home: home.activationPackage.drvPath)";
		const built = await evalFlake<Record<string, string>>(stage, fleet, "homeConfigurations", drvPaths);
		expect(Object.keys(built).sort()).toEqual(
			Object.keys(homes)
				.flatMap((key) => [key, `${key}-remove`])
				.sort(),
		);
		for (const path of Object.values(built)) expect(path).toMatch(/-home-manager-generation\.drv$/);
		const macs = await evalFlake<Record<string, string>>(
			stage,
			fleet,
			"darwinConfigurations",
			"builtins.mapAttrs (_: mac: mac.system.drvPath)",
		);
		expect(Object.keys(macs)).toEqual(["sofa"]);
		expect(macs.sofa).toMatch(/-darwin-system-.*\.drv$/);
	});

	test.each([
		["modules/home/base.nix", "manual.manpages.enable", "manual.manpages.enabel"],
		["modules/home/lending-agent.nix", "systemd.user.services.", "systemd.user.service."],
		["modules/darwin/tailnet.nix", "services.tailscale.enable", "services.tailscale.enabel"],
	])("a mistyped option in %s is refused by its name", async (file, option, typo) => {
		const copy = await copyFleet(stage, `typo-${typo}`);
		const text = await readFile(join(copy, file), "utf8");
		expect(text).toContain(option);
		await writeFile(join(copy, file), text.replace(option, typo));
		const { code, stderr } = await checkFlake(stage, copy);
		expect(code).toBe(1);
		expect(stderr).toContain(`The option \`${typo.replace(/\.$/, "")}' does not exist`);
		expect(stderr).toContain(file);
	});

	test("a bad inventory stops the flake with every reason", async () => {
		const copy = await copyFleet(stage, "bad");
		await writeFile(join(copy, "inventory.json"), JSON.stringify({ version: 2, classes: {}, people: {}, hosts: {} }));
		const { code, stderr } = await checkFlake(stage, copy);
		expect(code).toBe(1);
		expect(stderr).toContain("inventory.json cannot be used");
		expect(stderr).toContain("homes: missing");
		expect(stderr).toContain("version: value");
	});

	test("Nix refuses what TypeScript refuses, for the same reasons: a table and 600 random inventories", async () => {
		const random = [...fc.sample(spoiledInventories, 400), ...fc.sample(inventories, 200)];
		const values = JSON.parse(JSON.stringify([...badInventories.map(({ value }) => value), ...random])) as unknown[];
		const file = join(stage.folder, "inventories.json");
		await writeFile(file, JSON.stringify(values));
		const lib = join(fleetFolder, "lib/inventory.nix");
		const expression = `{ file }: map (import ${lib}).refusals (builtins.fromJSON (builtins.readFile file))`;
		const flags = ["--eval", "--strict", "--json", "--argstr", "file", file, "--expr", expression];
		const said = JSON.parse(await stage.ask(["nix-instantiate", ...flags], { capBytes: 16 * 1_048_576 })) as unknown[];
		expect(said).toHaveLength(values.length);
		values.forEach((value, index) => {
			const read = readInventory(value);
			expect({ value, refusals: said[index] }).toEqual({ value, refusals: read.ok ? [] : read.refusals });
		});
		expect(said.filter((one) => (one as unknown[]).length === 0).length).toBeGreaterThanOrEqual(200);
		expect(said.filter((one) => (one as unknown[]).length > 0).length).toBeGreaterThan(200);
	});

	test("the agent's service is the one the app writes itself, and rests where Hearth is not installed", async () => {
		type Unit = Record<"Unit" | "Service" | "Install", Record<string, unknown>>;
		const at = 'homeConfigurations."linden@attic".config.systemd.user.services.hearth-agent';
		const unit = await evalFlake<Unit>(stage, fleet, at);
		const own = systemdUnitText(["/usr/bin/hearth", "agent"], 0).split("\n");
		// Home Manager fills in what is not set: null or an empty list.
		const lines = Object.values(unit).flatMap((section) =>
			Object.entries(section)
				.filter(([, value]) => value !== null && `${value}` !== "")
				.map(([key, value]) => `${key}=${value}`),
		);
		const ours = own.filter((line) => /^[A-Z]\w+=/.test(line) && !line.startsWith("ExecStart="));
		expect(lines).toEqual(expect.arrayContaining(ours));
		expect(lines).toContain("ExecStart=/usr/bin/hearth agent");
		const more = lines.filter((line) => !ours.includes(line) && !line.startsWith("ExecStart="));
		expect(more).toEqual(["ConditionFileIsExecutable=/usr/bin/hearth"]);
	});

	test("the Mac's agent says the same as the one the app writes itself", async () => {
		const copy = await copyFleet(stage, "lending-mac");
		const inventory = JSON.parse(await readFile(join(copy, "inventory.json"), "utf8")) as Inventory;
		inventory.homes["linden@sofa"]?.parts.push("lending-agent");
		await writeFile(join(copy, "inventory.json"), JSON.stringify(inventory));
		const at = 'homeConfigurations."linden@sofa".config.launchd.agents.hearth-agent.config';
		const keys = ["Label", "ProgramArguments", "RunAtLoad", "LimitLoadToSessionType", "KeepAlive", "ThrottleInterval"];
		const wanted = [...keys, "ExitTimeOut", "Umask"];
		const pick = `c: builtins.intersectAttrs { ${wanted.map((key) => `${key} = 0;`).join(" ")} } c`;
		const config = await evalFlake<Record<string, unknown>>(stage, copy, at, pick);
		const text = launchdPlistText({ label: "dev.hearth.agent", argv: ["/x", "agent"], keepAlive: true, made: 0 });
		const inPlist = [...text.matchAll(/^\t<key>(\w+)<\/key>/gm)].map(([, key]) => key);
		expect(Object.keys(config).sort()).toEqual(inPlist.sort());
		expect(config).toMatchObject({ Label: "dev.hearth.agent", Umask: 63, ExitTimeOut: 45, ThrottleInterval: 30 });
	});

	test("a home is built and becomes the person's: programs, files, generation", async () => {
		const system = process.arch === "arm64" ? "aarch64-linux" : "x86_64-linux";
		const folder = await copyFleet(stage, "own", {
			version: 1,
			classes: { pc: { kind: "linux", system, parts: ["tailnet"] } },
			people: { linden: { name: 'Linden "L" Ash', email: "linden@example.org" } },
			hosts: { attic: { class: "pc" } },
			homes: {
				"linden@attic": {
					person: "linden",
					directory: stage.home,
					parts: ["dev", "lending-agent"],
					madeWith: "26.05",
				},
			},
		});
		const generation = await buildHome(stage, folder, "linden@attic");
		for (const name of ["k3d", "kubectl", "helm", "git", "tailscale", "rg"])
			expect(await thereIs(join(generation, "home-path/bin", name))).toBe(true);
		const profiles = join(stage.home, ".local/state/nix/profiles");
		await mkdir(profiles, { recursive: true });
		await stage.ask(["nix-env", "--profile", join(profiles, "home-manager"), "--set", generation]);
		const end = await runCommand([join(generation, "activate"), "--driver-version", "1"], {
			timeoutMs: 60_000,
			env: stage.env,
		});
		expect(end, end.stdout.text + end.stderr.text).toMatchObject({ end: "exit", code: 0 });
		const config = (name: string) => join(stage.home, ".config", name);
		expect(await readlink(config("systemd/user/hearth-agent.service"))).toContain("-home-manager-files/");
		expect(await readFile(config("git/config"), "utf8")).toContain('name = "Linden \\"L\\" Ash"');
		expect(await readFile(config("systemd/user/hearth-agent.service"), "utf8")).toContain(
			"ExecStart=/usr/bin/hearth agent",
		);
		expect(await readlink(join(stage.home, ".local/state/home-manager/gcroots/current-home"))).toBe(generation);
		expect(await stage.ask(["nix-env", "-q"])).toContain("home-manager-path");
	});
});

const thereIs = (path: string) =>
	stat(path).then(
		() => true,
		() => false,
	);
