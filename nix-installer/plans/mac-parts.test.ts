// A Mac on paper from its first look to an empty home again: base, tools, home and the settings of the Mac, and back in the
// only order that works.
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { type SetupPartId, settledParts } from "../../main/contract/setup.ts";
import { readInventory } from "../../main/core/inventory.ts";
import { emptyInventory } from "../../main/core/inventory-edit.ts";
import { quietly } from "../engine/fixture-world.ts";
import { fleetWriteStep } from "../steps/common/fleet-write.ts";
import { homeBuildStep } from "../steps/common/home-build.ts";
import { homeSwitchStep } from "../steps/common/home-switch.ts";
import { macPlanActions } from "../steps/darwin/darwin-nix.ts";
import {
	binOf,
	currentLink,
	install,
	leaveMac,
	newMac,
	type PaperMac,
	runOnMac,
	startMac,
	systemPath,
} from "../steps/darwin/fixture-mac.ts";
import { bringsFile, giveHomes } from "../steps/darwin/fixture-mac-home.ts";
import { type HomeHere, homeParts } from "./home-parts.ts";
import { homeToolsHere } from "./home-tools-here.ts";
import { hostToActivate } from "./mac-system.ts";
import { agreedPlan, showPlan, type WantedPart } from "./setup-plan.ts";

const macs: PaperMac[] = [];
afterEach(() => {
	for (const mac of macs.splice(0)) leaveMac(mac);
});
function macHere(): PaperMac {
	const mac = newMac();
	macs.push(mac);
	giveHomes(mac);
	mkdirSync(homeOf(mac));
	return mac;
}
const homeOf = ({ folder }: PaperMac) => join(folder, "ada");
const listOf = (mac: PaperMac) => join(homeOf(mac), ".config/hearth/fleet");
const envOf = (mac: PaperMac) => ({
	HOME: homeOf(mac),
	USER: "ada",
	HEARTH_NIX: binOf(mac),
	NIX_STATE_DIR: join(mac.root, "nix/var/nix"),
});
const base: WantedPart = {
	id: "base",
	needs: [],
	steps: [
		{
			...{ id: "nix", type: "darwin.nix", version: 1 },
			params: { installer: { path: "/x", sha256: "a".repeat(64) }, actions: [...macPlanActions], settings: {} },
		},
	],
};
const engineOf = (mac: PaperMac) => {
	const tools = homeToolsHere(envOf(mac));
	return startMac(mac, [fleetWriteStep(), homeBuildStep(tools), homeSwitchStep(tools)]);
};
const here = (mac: PaperMac): HomeHere => ({
	...{ platform: "darwin", arch: "arm64", host: "Adas-Mac.local", env: envOf(mac), base, run: runOnMac(mac) },
	places: {
		store: join(mac.root, "nix/store"),
		receipt: join(mac.root, "nix/receipt.json"),
		uninstaller: join(mac.root, "nix/nix-installer"),
	},
});
const look = async (mac: PaperMac) => {
	const wanted = { ...(await homeParts(mac.folder, here(mac))), checks: [], notes: [] };
	return { wanted, shown: showPlan(engineOf(mac), { home: "this-pc" }, wanted) };
};
const agree = async (mac: PaperMac, ...parts: SetupPartId[]) => {
	const { wanted, shown } = await look(mac);
	const engine = engineOf(mac);
	return engine.apply(agreedPlan(engine, wanted, { hash: shown.hash, parts }), quietly());
};
const partsOf = async (mac: PaperMac) => (await look(mac)).shown.parts;
const elevated = ({ log }: PaperMac) => log.filter((line) => line.startsWith("ELEVATED")).map((line) => line.slice(9));

test("part by part, each with at most one question for an administrator, and all of it back", async () => {
	const mac = macHere();
	const own = join(homeOf(mac), bringsFile);
	mkdirSync(join(own, ".."), { recursive: true });
	writeFileSync(own, "mine");
	expect(await partsOf(mac)).toEqual([{ id: "base", needs: [] }]);
	expect((await agree(mac, "base")).end).toBe("done");
	expect(elevated(mac)).toEqual(["plan", "install-plan"]);

	expect(await partsOf(mac)).toEqual([
		{ id: "base", needs: [] },
		{ id: "tools", needs: ["base"] },
	]);
	expect((await look(mac)).shown.cannot.map(({ id }) => id)).toEqual(["home", "system"]);
	expect((await agree(mac, "base", "tools")).end).toBe("done");
	const read = readInventory(JSON.parse(readFileSync(join(listOf(mac), "inventory.json"), "utf8")));
	expect(read).toMatchObject({ inventory: { homes: { "ada@adas-mac": { directory: homeOf(mac) } } } });
	expect(readFileSync(own, "utf8")).toBe("mine");

	const all: SetupPartId[] = ["base", "tools", "home", "system"];
	expect(await partsOf(mac)).toEqual([
		{ id: "base", needs: [] },
		{ id: "tools", needs: ["base"] },
		{ id: "home", needs: ["tools"] },
		{ id: "system", needs: ["tools"] },
	]);
	expect(elevated(mac)).toHaveLength(2);
	expect((await agree(mac, ...all)).end).toBe("done");
	expect(elevated(mac).slice(2)).toEqual(["activate-darwin"]);
	expect([readlinkSync(currentLink(mac)), readFileSync(own, "utf8")]).toEqual([systemPath("0"), "tools"]);
	// What stands is the same plan again, with nothing to do.
	expect(settledParts((await look(mac)).shown, engineOf(mac).status())).toEqual(all);

	const undone = await engineOf(mac).undo(quietly());
	expect(undone.status).toMatchObject({ phase: "none", leftovers: [] });
	expect(elevated(mac).slice(3)).toEqual(["remove-darwin", "uninstall"]);
	expect(readdirSync(homeOf(mac), { recursive: true }).sort()).toEqual([".config", bringsFile]);
	expect(readFileSync(own, "utf8")).toBe("mine");
	expect([existsSync(join(mac.root, "nix")), existsSync(currentLink(mac))]).toEqual([false, false]);
});

test("cut off at every program of the last two parts: it goes on to the end, and all of it goes back", async () => {
	const prepared = async () => {
		const mac = macHere();
		install(mac, "receipt.json", true);
		await agree(mac, "tools");
		return mac;
	};
	const apply = (mac: PaperMac) => agree(mac, "tools", "home", "system");
	const whole = await prepared();
	const before = whole.calls;
	expect((await apply(whole)).end).toBe("done");
	for (let cutAt = before; cutAt < whole.calls; cutAt++) {
		const mac = await prepared();
		mac.cutAt = cutAt;
		await apply(mac).catch(() => null);
		mac.cutAt = Number.POSITIVE_INFINITY;
		if (cutAt % 2 === 0) {
			const { end } = await engineOf(mac).resume(quietly());
			expect(end === "nothing" ? (await apply(mac)).end : end, `cut at ${cutAt}`).toBe("done");
		}
		expect((await engineOf(mac).undo(quietly())).status, `cut at ${cutAt}`).toMatchObject({ phase: "none" });
		expect(readdirSync(homeOf(mac)), `cut at ${cutAt}`).toEqual([]);
		expect(existsSync(currentLink(mac)), `cut at ${cutAt}`).toBe(false);
		expect(existsSync(join(mac.root, "nix/receipt.json")), `cut at ${cutAt}`).toBe(true);
	}
	expect(whole.calls - before).toBeGreaterThan(20);
});

test("a list that was changed since it was looked at is not activated", async () => {
	const mac = macHere();
	install(mac, "receipt.json", true);
	await agree(mac, "tools");
	const { wanted, shown } = await look(mac);
	const path = join(listOf(mac), "inventory.json");
	writeFileSync(path, readFileSync(path, "utf8").replace('"dev"', ""));
	const engine = engineOf(mac);
	const system = wanted.parts.filter(({ id }) => id === "system").map((part) => ({ ...part, needs: [] }));
	const alone = { ...wanted, parts: system };
	const hash = showPlan(engine, { home: "this-pc" }, alone).hash;
	expect(shown.parts.map(({ id }) => id)).toContain("system");
	const result = await engine.apply(agreedPlan(engine, alone, { hash, parts: ["system"] }), quietly());
	expect(result.why?.code).toBe("setup.fault.flake-changed");
	expect(elevated(mac)).toEqual([]);
});

test("an older kind of Mac gets no tools; without the base and with none brought along it says so", async () => {
	const mac = macHere();
	expect(await homeParts(mac.folder, { ...here(mac), base: null })).toMatchObject({
		parts: [],
		cannot: [{ id: "base", why: { code: "setup.cannot.store-none" } }, { id: "tools" }],
	});
	install(mac, "receipt.json", true);
	const { parts } = await homeParts(mac.folder, { ...here(mac), arch: "x64" });
	expect(parts).toEqual([]);
	rmSync(homeOf(mac), { recursive: true });
});

test("the settings of the Mac are offered for a Mac that is in the list with something to switch on, and no other", () => {
	const kinds = fc.constantFrom("linux" as const, "darwin" as const, "wsl" as const);
	const parts = fc.subarray(["dev", "tailnet", "lending-agent"] as const);
	fc.assert(
		fc.property(kinds, parts, fc.boolean(), fc.boolean(), (kind, has, isListed, hasClass) => {
			const system = kind === "darwin" ? "aarch64-darwin" : "x86_64-linux";
			const inventory = {
				...emptyInventory,
				classes: hasClass ? { pc: { kind, system, parts: has } } : {},
				hosts: isListed ? { sofa: { class: "pc" } } : {},
			} as Parameters<typeof hostToActivate>[0];
			const wanted = isListed && hasClass && kind === "darwin" && has.includes("tailnet") ? "sofa" : null;
			expect(hostToActivate(inventory, "ada@sofa")).toBe(wanted);
			expect(hostToActivate(inventory, "ada@constructor")).toBeNull();
		}),
	);
});
