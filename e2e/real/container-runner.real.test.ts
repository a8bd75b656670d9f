// The container runner against a real engine: the contract every runner keeps.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../main/tools/clock/clock.ts";
import { openContainerRunner } from "../../main/tools/docker/container-runner.ts";
import { type ContractPrograms, runnerContract } from "../../main/tools/runner/contract-suite.ts";
import { findDocker, startDocker, type TestEngine } from "./docker.ts";
import { importBusybox } from "./docker-image.ts";
import { contractPrograms } from "./docker-programs.ts";

const found = findDocker();
if (!found.available && process.env.CI === "true")
	throw new Error(`a container engine is required here: ${found.reason}`);

describe.skipIf(!found.available)(
	`container runner on dockerd${found.available ? "" : ` (skipped: ${found.reason})`}`,
	() => {
		let engine: TestEngine;
		let programs: ContractPrograms;
		const folder = mkdtempSync(join(tmpdir(), "hearth-runner-"));
		beforeAll(async () => {
			engine = await startDocker();
			programs = contractPrograms(await importBusybox(engine.socketPath));
		});
		afterAll(async () => {
			await engine?.stop();
			rmSync(folder, { recursive: true, force: true });
		});

		runnerContract("the container runner", {
			open: () =>
				openContainerRunner({
					clock: systemClock,
					deviceId: "contract-device",
					directory: join(folder, "scratch"),
					endpoint: engine.socketPath,
				}),
			// The image's id is known only once the engine runs; the suite reads it when a test does.
			programs: new Proxy({} as ContractPrograms, { get: (_, name) => programs[name as keyof ContractPrograms] }),
			pass: (ms) => sleep(ms),
		});

		it("leaves no container, volume, image or file of its own behind", async () => {
			expect(JSON.parse(await engine.call("GET", "/containers/json?all=true"))).toEqual([]);
			expect(JSON.parse(await engine.call("GET", "/volumes")).Volumes ?? []).toEqual([]);
			expect(JSON.parse(await engine.call("GET", "/images/json"))).toHaveLength(1);
			expect(readdirSync(join(folder, "scratch"))).toEqual([]);
		});
	},
);
