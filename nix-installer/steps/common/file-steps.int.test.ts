// The file steps on a real file system, with the power cut at every effect and every journal line.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newWorld, Power, PowerCut, quietly, startEngine, type World } from "../../engine/fixture-world.ts";
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

test("cut at every effect and line: resumed or undone, the same files stand as before", async () => {
	let cuts = 0;
	for (const way of ["resume", "undo"] as const) {
		for (let cutAt = 0; ; cutAt++) {
			home.remove();
			home = personFolder();
			const before = home.picture();
			const world = newWorld();
			const power = new Power(cutAt);
			const ran = await apply(world, filePlan(home), power).catch((error: unknown) => error);
			if (!power.dead) break;
			expect(ran).toBeInstanceOf(PowerCut);
			cuts++;
			if (way === "resume") {
				expect((await apply(world, filePlan(home))).end, `moment ${cutAt}`).toBe("done");
				expect(readFileSync(home.at("new", "inner", "file"), "utf8")).toBe("Hearth's text\n");
				const names = readdirSync(home.path, { recursive: true, encoding: "utf8" });
				expect(names.filter((name) => name.includes(".hearth-"))).toEqual([]);
			}
			// The undo loses its power as well, at another moment each time, and is asked again.
			await engineOn(world, new Power(cutAt % 29))
				.undo(quietly())
				.catch(() => null);
			const undone = await engineOn(world).undo(quietly());
			expect(undone.status.leftovers, `moment ${cutAt}, ${way}`).toEqual([]);
			expect(home.picture(), `moment ${cutAt}, ${way}`).toEqual(before);
		}
	}
	expect(cuts).toBeGreaterThan(150);
	console.info(`file steps: power cut at ${cuts} moments; every folder was as before afterwards`);
});

test("somebody else's file that appears between a crash and the next start is never taken for ours", async () => {
	for (const type of ["file.write", "file.take-over"]) {
		for (const content of ["ours\n", "newly theirs\n"]) {
			for (const way of ["resume", "undo"] as const) {
				for (let cutAt = 0; ; cutAt++) {
					home.remove();
					home = personFolder();
					const world = newWorld();
					const power = new Power(cutAt);
					await apply(world, [writeStep("file", type)], power).catch(() => null);
					if (!power.dead) break;
					if (existsSync(home.at("file"))) continue;
					writeFileSync(home.at("file"), content);
					const before = Object.fromEntries(
						Object.entries(home.picture()).filter(([name]) => !name.includes(".hearth-")),
					);
					if (way === "resume") await apply(world, [writeStep("file", type)]);
					await engineOn(world).undo(quietly());
					expect(home.picture(), `${type}, ${way}, moment ${cutAt}`).toEqual(before);
				}
			}
		}
	}
});
