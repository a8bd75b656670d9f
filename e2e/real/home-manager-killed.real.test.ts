// kill -9 at every line of the journal of the home steps, forwards and backwards, and at every line an activation says: a new
// start goes on or undoes, and in the end the home is exactly as before.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listGenerations } from "../../nix-installer/home-manager/generations.ts";
import { homeEngine, quietly } from "./home/home-engine.ts";
import { openHomeStage } from "./home/home-stage.ts";
import { differences, pictureHome } from "./home/person-home.ts";
import { whyNoNix } from "./nix/real-nix.ts";

const missing = whyNoNix();
const program = fileURLToPath(new URL("home/setup-program.ts", import.meta.url));
const minutes = 60_000;

describe.skipIf(missing)(`a home whose setup is killed${missing ? ` (skipped: ${missing})` : ""}`, () => {
	let stage: Awaited<ReturnType<typeof openHomeStage>>;
	beforeAll(async () => {
		stage = await openHomeStage();
	});
	afterAll(() => stage?.close());

	/** The same steps as one plan: what is built is in the store from the first time on. */
	async function makePlan() {
		stage.start();
		const built = await stage.build("first");
		const steps = [await stage.wantBuild("first"), await stage.wantSwitch(built)];
		await stage.undo();
		return homeEngine(stage.scene()).plan(steps);
	}
	type Plan = Awaited<ReturnType<typeof makePlan>>;

	/** True when it was killed there; false when it ended without getting there. */
	function killed(plan: Plan, what: "apply" | "undo", when: string, line: number): Promise<boolean> {
		const file = join(stage.stage.folder, "scene.json");
		writeFileSync(file, JSON.stringify({ scene: stage.scene(), plan }));
		return new Promise((resolve, reject) => {
			const child = spawn(process.execPath, [program, file, what, when, String(line)]);
			let err = "";
			child.stdout.on("data", () => child.kill("SIGKILL"));
			child.stderr.on("data", (chunk: Buffer) => {
				err += chunk.toString();
			});
			child.on("error", reject);
			child.on("close", (code, signal) => {
				if (signal === "SIGKILL" || code === 0) resolve(signal === "SIGKILL");
				else reject(new Error(`ended with ${code}: ${err}`));
			});
		});
	}
	const apply = async (plan: Plan) => homeEngine(stage.scene()).apply(plan, quietly());
	const lineCount = () =>
		readFileSync(join(stage.scene().data, "setup", "journal.ndjson"), "utf8").split("\n").length - 1;
	/** The plan's folder is the scene's, so each try gets a plan of its own. */
	const again = async () => {
		const plan = await makePlan();
		return { plan, before: pictureHome(stage.home), from: lineCount() };
	};

	/** Ends what was cut off, one way or the other, and removes it all. */
	async function finish(plan: Plan, way: "resume" | "undo", name: string) {
		if (way === "resume") {
			expect((await apply(plan)).why, name).toBeNull();
			expect(stage.read(".own rc"), name).toBe("# first\n");
			expect(stage.read(".config/fresh/deep/er"), name).toBe("first\n");
		}
		const { status } = await stage.undo();
		expect(status.leftovers, name).toEqual([]);
	}

	async function killEverywhere(what: "apply" | "undo", moments: readonly string[], step = 1): Promise<number> {
		let kills = 0;
		for (const when of moments) {
			for (let line = 1; ; line += step) {
				const { plan, before, from } = await again();
				if (what === "undo") expect((await apply(plan)).end).toBe("done");
				const start = what === "undo" ? lineCount() : from;
				const at = when === "said" ? line : start + line;
				if (!(await killed(plan, what, when, at))) break;
				kills++;
				const way = what === "undo" || (line + (when === "after" ? 1 : 0)) % 2 ? "undo" : "resume";
				const name = `${what} killed ${when} line ${line}, then ${way}`;
				await finish(plan, way, name);
				expect(differences(before, pictureHome(stage.home)), name).toEqual([]);
			}
		}
		return kills;
	}

	test("at every journal line of going on to a second generation", { timeout: 20 * minutes }, async () => {
		let kills = 0;
		for (const when of ["before", "after"]) {
			for (let line = 1; ; line++) {
				stage.start();
				const before = pictureHome(stage.home);
				const first = await stage.makeHome("first");
				const step = await stage.wantSwitch(await stage.build("second"));
				const plan = homeEngine(stage.scene()).plan([step]);
				if (!(await killed(plan, "apply", when, lineCount() + line))) break;
				kills++;
				const name = `second generation killed ${when} line ${line}`;
				if ((line + (when === "after" ? 1 : 0)) % 2 === 0) {
					expect((await apply(plan)).why, name).toBeNull();
					expect(stage.read(".own rc"), name).toBe("# second\n");
					expect(listGenerations(stage.places)[0]?.path, name).toBe(first.generation);
				}
				expect((await stage.undo()).status.leftovers, name).toEqual([]);
				expect(differences(before, pictureHome(stage.home)), name).toEqual([]);
			}
		}
		expect(kills).toBeGreaterThanOrEqual(10);
		console.log(`home: killed at ${kills} points of a second generation; all resumed or undone, no difference left`);
	});

	test("at every journal line of acting", { timeout: 20 * minutes }, async () => {
		const kills = await killEverywhere("apply", ["before", "after"]);
		expect(kills).toBeGreaterThanOrEqual(20);
		console.log(`home: killed at ${kills} points of acting; all resumed or undone, no difference left`);
	});

	test("at every journal line of undoing", { timeout: 20 * minutes }, async () => {
		const kills = await killEverywhere("undo", ["before", "after"]);
		expect(kills).toBeGreaterThanOrEqual(12);
		console.log(`home: killed at ${kills} points of undoing; all ended afterwards, no difference left`);
	});

	test("in the middle of an activation", { timeout: 20 * minutes }, async () => {
		const kills = await killEverywhere("apply", ["said"], 2);
		expect(kills).toBeGreaterThan(5);
		console.log(`home: killed at ${kills} lines of an activation; all resumed or undone, no difference left`);
	});
});
