// What is looked at beforehand is, byte for byte, what the step makes: for a new list and for one that is there.
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import en from "../../assets/words/en.json" with { type: "json" };
import { inventoryText, readInventory } from "../../main/core/inventory.ts";
import { emptyInventory } from "../../main/core/inventory-edit.ts";
import { newWorld, quietly, startEngine } from "../engine/fixture-world.ts";
import { addThisHome, homeRelease, type ThisHome } from "../steps/common/fleet-entry.ts";
import { fleetWriteStep } from "../steps/common/fleet-write.ts";
import { type FleetFound, lookForFleet, shippedFleet, withFleetPreview } from "./fleet-here.ts";

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "hearth-list-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const pc = { host: "Attic.local", directory: "/home/ada", kind: "linux", system: "x86_64-linux" } as const;
const ada: ThisHome = { ...pc, user: "ada" };
const wish = (folder: string, here = ada) => ({ folder, shipped: shippedFleet(), here });

/** Everything that a digest of a folder counts: names, kinds, what files say and whether they can be run. */
const picture = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.map((one) => [join(one.parentPath, one.name), one] as const)
		.map(
			([path, one]) =>
				`${path.slice(folder.length)} ${one.isFile() ? readFileSync(path, "utf8") : one.isSymbolicLink()}`,
		)
		.sort();

async function written(found: FleetFound): Promise<{ preview: string[]; made: string[] }> {
	if (found.found !== "writes") throw new Error(JSON.stringify(found));
	const seen = { at: "" };
	const preview = await withFleetPreview(found.params, async (at) => {
		seen.at = at;
		return picture(at);
	});
	expect(existsSync(seen.at)).toBe(false);
	const engine = startEngine({ world: newWorld(), types: [fleetWriteStep()] });
	expect((await engine.apply(engine.plan([found.step]), quietly())).end).toBe("done");
	return { preview, made: picture(found.params.folder) };
}

function householdList(user: string): string {
	const folder = join(root, "list");
	mkdirSync(join(folder, ".git"), { recursive: true });
	writeFileSync(join(folder, ".git/HEAD"), "ref\n");
	writeFileSync(join(folder, "flake.nix"), "{ }\n", { mode: 0o755 });
	symlinkSync("flake.nix", join(folder, "link"));
	const added = addThisHome(emptyInventory, { ...pc, user });
	if (!added.ok) throw new Error("not added");
	writeFileSync(join(folder, "inventory.json"), inventoryText(added.inventory));
	return folder;
}

test("the shipped list comes whole, with this account alone in it", async () => {
	const shipped = shippedFleet() ?? "";
	const folder = join(root, "config/fleet");
	const found = lookForFleet(wish(folder));
	expect(existsSync(folder)).toBe(false);
	const { preview, made } = await written(found);
	expect(made).toEqual(preview);
	const names = (at: string) => readdirSync(at, { recursive: true, encoding: "utf8" }).sort();
	expect(names(folder)).toEqual(names(shipped));
	const read = readInventory(JSON.parse(readFileSync(join(folder, "inventory.json"), "utf8")));
	expect(read.ok && [Object.keys(read.inventory.people), Object.keys(read.inventory.homes)]).toEqual([
		["ada"],
		["ada@attic"],
	]);
	expect(read.ok && read.inventory.hosts).toEqual({ attic: { class: "family-pc" } });
	expect(lookForFleet(wish(folder))).toMatchObject({ found: "entry", key: "ada@attic" });
});

test("a household's own list gets the entry; nothing else of it changes", async () => {
	const folder = householdList("bob");
	const before = picture(folder);
	const { preview, made } = await written(lookForFleet(wish(folder)));
	expect(made).toEqual(preview);
	const changed = made.filter((one) => !before.includes(one)).map((one) => one.split(" ")[0]);
	expect(changed).toEqual(["/inventory.json", "/inventory.json.before-hearth"]);
	expect(lookForFleet(wish(folder))).toMatchObject({ found: "entry", key: "ada@attic" });
});

test("looking changes nothing, also where the list's place is a link or the inventory cannot be written", async () => {
	const folder = householdList("bob");
	chmodSync(join(folder, "inventory.json"), 0o555);
	const link = join(root, "linked");
	symlinkSync(folder, link);
	const before = picture(folder);
	const found = lookForFleet(wish(link));
	if (found.found !== "writes") throw new Error("no step");
	await withFleetPreview(found.params, async (at) => {
		expect(readFileSync(join(at, "inventory.json"), "utf8")).toContain("ada@attic");
		expect(statSync(join(at, "inventory.json")).mode & 0o100).toBe(0o100);
		expect(picture(folder)).toEqual(before);
	});
	expect(picture(folder)).toEqual(before);
	const { preview, made } = await written(found);
	expect(made).toEqual(preview);
});

test("a PC that was renamed since keeps its entry; one of another folder is not taken for it", () => {
	const folder = householdList("ada");
	expect(lookForFleet(wish(folder, { ...ada, host: "cellar" }))).toMatchObject({ found: "entry", key: "ada@attic" });
	expect(lookForFleet(wish(folder, { ...ada, directory: "/srv/ada" }))).toMatchObject({ found: "none" });
	expect(lookForFleet(wish(folder, { ...ada, host: "cellar", directory: "/srv/ada" }))).toMatchObject({
		found: "writes",
		key: "ada@cellar",
	});
});

test("no shipped list, no list, a broken one, a name that does not fit: each says why", () => {
	const empty = join(root, "empty");
	mkdirSync(empty);
	const folder = householdList("bob");
	writeFileSync(join(folder, "inventory.json"), '{"version":2}');
	const missing = join(root, "missing");
	const whys = [
		lookForFleet({ ...wish(missing), shipped: null }),
		lookForFleet(wish(empty)),
		lookForFleet(wish(folder)),
		lookForFleet(wish(missing, { ...ada, host: "..." })),
	].map((found) => (found.found === "none" ? found.why.code : found.found));
	expect(whys).toEqual([
		"setup.cannot.no-list",
		"setup.cannot.no-list",
		"setup.cannot.list-unreadable",
		"setup.cannot.no-list",
	]);
	for (const code of whys) expect(en).toHaveProperty([code]);
});

test("the release a new home is made with is the one the shipped flake names", () => {
	const flake = readFileSync(join(shippedFleet() ?? "", "flake.nix"), "utf8");
	expect(flake).toContain(`home-manager/release-${homeRelease}"`);
});

test("found from the app's own files too, and null where there is none", () => {
	const app = join(root, "resources/app.asar.unpacked/dist/app");
	mkdirSync(app, { recursive: true });
	expect(shippedFleet(app)).toBeNull();
	mkdirSync(join(root, "resources/fleet"));
	writeFileSync(join(root, "resources/fleet/flake.nix"), "");
	expect(shippedFleet(app)).toBe(join(root, "resources/fleet"));
});
