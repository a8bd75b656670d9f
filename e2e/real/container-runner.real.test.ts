// The container runner against a real engine: the contract every runner keeps.
import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ContractPrograms, runnerContract } from "../../main/tools/runner/contract-suite.ts";
import { type ContainerScene, engineTitle, noEngine, openContainerScene } from "./container-scene.ts";
import { contractPrograms } from "./docker-programs.ts";

describe.skipIf(noEngine)(engineTitle("container runner on dockerd"), () => {
	let scene: ContainerScene;
	let programs: ContractPrograms;
	beforeAll(async () => {
		scene = await openContainerScene();
		programs = contractPrograms(scene.image);
	});
	afterAll(async () => await scene?.end());

	runnerContract("the container runner", {
		open: async () => scene.runner,
		// The image's id is known only once the engine runs; the suite reads it when a test does.
		programs: new Proxy({} as ContractPrograms, { get: (_, name) => programs[name as keyof ContractPrograms] }),
		pass: (ms) => sleep(ms),
	});

	it("leaves no container, volume, image or file of its own behind", async () => {
		expect(JSON.parse(await scene.engine.call("GET", "/containers/json?all=true"))).toEqual([]);
		expect(JSON.parse(await scene.engine.call("GET", "/volumes")).Volumes ?? []).toEqual([]);
		expect(JSON.parse(await scene.engine.call("GET", "/images/json"))).toHaveLength(1);
		expect(readdirSync(scene.scratch)).toEqual([]);
	});
});
