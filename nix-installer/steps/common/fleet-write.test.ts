// The list of tools on a real file system: brought whole or given one entry, and taken back, with the power failing anywhere.
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inventoryText } from "../../../main/core/inventory.ts";
import { emptyInventory } from "../../../main/core/inventory-edit.ts";
import { sha256 } from "../../../main/tools/crypto/canonical.ts";
import { newWorld, Power, PowerCut, quietly, startEngine, type World } from "../../engine/fixture-world.ts";
import type { WantedStep } from "../../engine/plan.ts";
import { personFolder, poweredFiles, type TestFolder } from "./fixture-folder.ts";
import { addThisHome } from "./fleet-entry.ts";
import { type FleetWriteParams, fleetWriteStep } from "./fleet-write.ts";

let home: TestFolder;
beforeEach(() => {
	home = personFolder();
});
afterEach(() => home.remove());

const engineOn = (world: World, power = new Power()) =>
	startEngine({ world, power, types: [fleetWriteStep(poweredFiles(power))] });
const apply = (world: World, params: FleetWriteParams, power?: Power) => {
	const engine = engineOn(world, power);
	const step: WantedStep = { id: "fleet", type: "fleet.write", version: 1, params };
	return engine.apply(engine.plan([step]), quietly());
};

const pc = { directory: "/home/ada", kind: "linux", system: "x86_64-linux" } as const;
function listWith(...users: string[]): string {
	let list = emptyInventory;
	for (const user of users) {
		const added = addThisHome(list, { ...pc, user, host: "attic" });
		if (added.ok) list = added.inventory;
	}
	return inventoryText(list);
}
const files = { "flake.nix": "{ }\n", "lib/a.nix": "1\n", "inventory.json": listWith("ada") };
const place = () => home.at(".config", "hearth", "fleet");
const whole = (folder = place()): FleetWriteParams => ({ folder, home: "ada@attic", write: { kind: "folder", files } });
/** A household's own list, which does not have this account yet. */
function theirList(...users: string[]): string {
	const folder = home.at("theirs", "list");
	mkdirSync(join(folder, "lib"), { recursive: true });
	writeFileSync(join(folder, "flake.nix"), "{ mine = true; }\n");
	writeFileSync(join(folder, "inventory.json"), listWith(...users), { mode: 0o640 });
	return folder;
}
const entry = (folder: string): FleetWriteParams => {
	const before = sha256(readFileSync(join(folder, "inventory.json")));
	return { folder, home: "ada@attic", write: { kind: "entry", text: listWith("bob", "ada"), mode: 0o640, before } };
};

test("brings the whole folder, and takes it away with the folders above it that were not there", async () => {
	const before = home.picture();
	const world = newWorld();
	expect((await apply(world, whole())).end).toBe("done");
	expect(readdirSync(place()).sort()).toEqual(["flake.nix", "inventory.json", "lib"]);
	expect(readFileSync(join(place(), "lib/a.nix"), "utf8")).toBe("1\n");
	expect(readdirSync(dirname(place()))).toEqual(["fleet"]);
	expect((await engineOn(world).undo(quietly())).status).toMatchObject({ phase: "none", leftovers: [] });
	expect(home.picture()).toEqual(before);
});

test("what somebody has changed or added since stays whole, and is said", async () => {
	for (const change of ["flake.nix", "flake.lock"]) {
		const world = newWorld();
		await apply(world, whole());
		appendFileSync(join(place(), change), "more\n");
		const { status } = await engineOn(world).undo(quietly());
		expect(status.leftovers).toMatchObject([{ what: { code: "setup.left.file-changed", args: { path: place() } } }]);
		expect(existsSync(join(place(), "lib/a.nix"))).toBe(true);
		home.remove();
		home = personFolder();
	}
});

test("a list that has the home is adopted; anything else at its place is left alone", async () => {
	const [listed, other] = [theirList("ada"), home.at("settings")];
	const before = home.picture();
	for (const [params, state] of [
		[whole(listed), "adopted"],
		[entry(listed), "adopted"],
		[whole(other), "failed"],
		[whole(home.at("theirs")), "failed"],
		[entry(home.at("theirs", "list")), "adopted"],
	] as const) {
		const world = newWorld();
		const { status } = await apply(world, params);
		expect(status.steps.map((step) => step.state)).toEqual([state]);
		await engineOn(world).undo(quietly());
		expect(home.picture()).toEqual(before);
	}
});

test("a list without the home gets the one entry; its own code and the original inventory stay", async () => {
	const folder = theirList("bob");
	const before = home.picture();
	const world = newWorld();
	expect((await apply(world, entry(folder))).end).toBe("done");
	const homes = JSON.parse(readFileSync(join(folder, "inventory.json"), "utf8")).homes;
	expect(Object.keys(homes)).toEqual(["ada@attic", "bob@attic"]);
	expect(statSync(join(folder, "inventory.json")).mode & 0o777).toBe(0o640);
	expect(readFileSync(join(folder, "inventory.json.before-hearth"), "utf8")).toBe(listWith("bob"));
	expect(readFileSync(join(folder, "flake.nix"), "utf8")).toBe("{ mine = true; }\n");
	expect((await engineOn(world).undo(quietly())).status.leftovers).toEqual([]);
	expect(home.picture()).toEqual(before);
});

test("an inventory that changed after the look is not touched", async () => {
	const folder = theirList("bob");
	const params = entry(folder);
	writeFileSync(join(folder, "inventory.json"), listWith("bob", "eve"));
	const before = home.picture();
	expect((await apply(newWorld(), params)).why?.code).toBe("setup.fault.home-plan-changed");
	expect(home.picture()).toEqual(before);
});

test("the power fails at any moment: it goes on, or goes back, to what was there before", async () => {
	const moments = async (make: () => FleetWriteParams) => {
		const power = new Power();
		await apply(newWorld(), make(), power);
		home.remove();
		home = personFolder();
		return power.moments;
	};
	const kinds = [() => whole(), () => entry(theirList("bob"))] as const;
	const counts = [await moments(kinds[0]), await moments(kinds[1])] as const;
	const property = fc.asyncProperty(
		fc.constantFrom(0, 1),
		fc.nat(),
		fc.nat(120),
		fc.boolean(),
		async (kind, at, undoCut, goOn) => {
			home.remove();
			home = personFolder();
			const params = kinds[kind === 0 ? 0 : 1]();
			const before = home.picture();
			const world = newWorld();
			const cut = await apply(world, params, new Power(at % (counts[kind] ?? 1))).catch((error: unknown) => error);
			expect(cut).toBeInstanceOf(PowerCut);
			if (goOn) {
				expect((await apply(world, params)).end).toBe("done");
				const left = readdirSync(home.path, { recursive: true, encoding: "utf8" });
				expect(left.filter((name) => name.includes(".hearth-"))).toEqual([]);
			}
			await engineOn(world, new Power(undoCut))
				.undo(quietly())
				.catch(() => null);
			expect((await engineOn(world).undo(quietly())).status.leftovers).toEqual([]);
			expect(home.picture()).toEqual(before);
		},
	);
	await fc.assert(property, { numRuns: 60 });
});
