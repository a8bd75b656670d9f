// What the file steps do, leave alone and take back, on a real file system.
import { appendFileSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newWorld, Power, quietly, startEngine, type World } from "../../engine/fixture-world.ts";
import type { WantedStep } from "../../engine/plan.ts";
import { filePlan, personFolder, poweredFiles, type TestFolder } from "./fixture-folder.ts";
import { makeFolderStep } from "./make-folder.ts";
import { takeOverFileStep } from "./take-over-file.ts";
import { writeFileStep } from "./write-file.ts";

let home: TestFolder;
beforeEach(() => {
	home = personFolder();
});
afterEach(() => home.remove());

const engineOn = (world: World, power = new Power()) => {
	const files = poweredFiles(power);
	return startEngine({ world, power, types: [writeFileStep(files), makeFolderStep(files), takeOverFileStep(files)] });
};
const states = (world: World) =>
	Object.fromEntries(world.lines.flatMap(({ entry }) => (entry.kind === "step" ? [[entry.stepId, entry.state]] : [])));
const apply = async (world: World, wanted: readonly WantedStep[], power?: Power) => {
	const engine = engineOn(world, power);
	return engine.apply(engine.plan(wanted), quietly());
};
const writeStep = (name: string, type = "file.write"): WantedStep => ({
	id: "one",
	type,
	version: 1,
	params: { path: home.at(name), text: "ours\n", mode: 0o600 },
});

test("does what it says, keeps what was there, and takes back exactly its own", async () => {
	const before = home.picture();
	const world = newWorld();
	expect((await apply(world, filePlan(home))).end).toBe("done");
	expect(states(world)).toMatchObject({ folder: "done", there: "adopted", same: "adopted", settings: "done" });
	expect(readFileSync(home.at("settings"), "utf8")).toBe("Hearth's text\n");
	expect(readFileSync(home.at("settings.before-hearth"), "utf8")).toBe("the person's settings\n");
	expect(statSync(home.at("new")).mode & 0o777).toBe(0o700);
	expect(statSync(home.at("new", "inner", "file")).mode & 0o777).toBe(0o644);
	expect((await engineOn(world).undo(quietly())).status).toMatchObject({ phase: "none", leftovers: [] });
	expect(home.picture()).toEqual(before);
});

test("another file, a link or a folder in the way: nothing is changed at all", async () => {
	const before = home.picture();
	for (const [name, type] of [
		["settings", "file.write"],
		["link", "file.write"],
		["theirs", "file.write"],
		["link", "file.take-over"],
		["theirs", "file.take-over"],
		["settings", "folder.make"],
		["link", "folder.make"],
	] as const) {
		const params = type === "folder.make" ? { path: home.at(name), mode: 0o700 } : writeStep(name).params;
		const first = { ...writeStep("unmade"), id: "first" };
		const result = await apply(newWorld(), [first, { ...writeStep(name, type), params }]);
		expect(result, `${type} ${name}`).toMatchObject({
			end: "failed",
			why: { code: expect.stringMatching(/^setup\.fault/) },
		});
		expect(home.picture(), `${type} ${name}`).toEqual(before);
	}
});

test("what the person changed after setup is kept, and said; asked again, still kept", async () => {
	const world = newWorld();
	await apply(world, filePlan(home));
	appendFileSync(home.at("new", "inner", "file"), "and mine\n");
	writeFileSync(home.at("settings.mine"), "edited\n");
	renameSync(home.at("settings.mine"), home.at("settings"));
	writeFileSync(home.at("theirs", "fresh"), "Hearth's text\nand more\n");
	for (let asked = 0; asked < 2; asked++) {
		const { end, status } = await engineOn(world).undo(quietly());
		expect({ end, phase: status.phase }).toEqual({ end: "undone", phase: "leftover" });
		const left = status.leftovers.map(({ stepId, what }) => `${stepId} ${what.code}`).sort();
		expect(left).toEqual([
			"file setup.left.file-changed",
			"folder setup.left.folder-used",
			"fresh setup.left.file-changed",
			"inner setup.left.folder-used",
			"settings setup.left.file-changed",
		]);
		expect(readFileSync(home.at("settings"), "utf8")).toBe("edited\n");
		expect(readFileSync(home.at("settings.before-hearth"), "utf8")).toBe("the person's settings\n");
		expect(readFileSync(home.at("new", "inner", "file"), "utf8")).toBe("Hearth's text\nand mine\n");
	}
	// The person takes the rest away; then nothing is left.
	rmSync(home.at("new"), { recursive: true });
	rmSync(home.at("theirs", "fresh"));
	renameSync(home.at("settings.before-hearth"), home.at("settings"));
	expect((await engineOn(world).undo(quietly())).status).toMatchObject({ leftovers: [], phase: "none" });
	expect(readFileSync(home.at("settings"), "utf8")).toBe("the person's settings\n");
});

test("a backup's name is free before it is taken; a file the person deleted comes back", async () => {
	const world = newWorld();
	writeFileSync(home.at("settings.before-hearth"), "an older one\n");
	const before = home.picture();
	await apply(world, filePlan(home));
	expect(readFileSync(home.at("settings.before-hearth-2"), "utf8")).toBe("the person's settings\n");
	rmSync(home.at("settings"));
	expect((await engineOn(world).undo(quietly())).status.leftovers).toEqual([]);
	expect(home.picture()).toEqual(before);
});
