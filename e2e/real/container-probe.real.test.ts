// The probe tells a sound engine from one that only says it is sound, and the ways round the control groups work too.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../main/tools/clock/clock.ts";
import type { GroupFinder } from "../../main/tools/docker/cgroup.ts";
import { openContainerRunner } from "../../main/tools/docker/container-runner.ts";
import { openEngine } from "../../main/tools/docker/engine.ts";
import { proveGone } from "../../main/tools/docker/prove-gone.ts";
import { measureUsage } from "../../main/tools/docker/usage-meter.ts";
import { startProgram } from "../../main/tools/runner/contract-run.ts";
import { type ContainerScene, engineTitle, noEngine, openContainerScene } from "./container-scene.ts";
import { startDocker } from "./docker.ts";
import { shell } from "./docker-programs.ts";

describe.skipIf(noEngine)(engineTitle("probing dockerd"), () => {
	let scene: ContainerScene;
	beforeAll(async () => {
		scene = await openContainerScene();
	});
	afterAll(async () => await scene?.end());

	it("needs no image, leaves none, and tells what it saw", async () => {
		const before = await scene.engine.call("GET", "/images/json?all=true");
		const state = await scene.runner.probe();
		expect(state).toMatchObject({ available: true, code: "ok" });
		expect(state.detail).toMatch(/proof by (?:cgroup|process-table)$/);
		expect(await scene.engine.call("GET", "/images/json?all=true")).toBe(before);
		expect(JSON.parse(await scene.engine.call("GET", "/containers/json?all=true"))).toEqual([]);
	});

	it("refuses an engine whose system call filter lets everything through", async () => {
		const folder = mkdtempSync(join(tmpdir(), "hearth-weak-"));
		const profile = join(folder, "all.json");
		writeFileSync(profile, JSON.stringify({ defaultAction: "SCMP_ACT_ALLOW" }));
		const weak = await startDocker([`--seccomp-profile=${profile}`]);
		try {
			const place = { directory: join(folder, "scratch"), endpoint: weak.socketPath };
			const runner = await openContainerRunner({ clock: systemClock, deviceId: "weak", ...place });
			const state = await runner.probe();
			expect(state).toMatchObject({ available: false, code: "limits-not-held" });
			expect(state.detail).toContain("user-namespace-refused");
		} finally {
			await weak.stop();
			rmSync(folder, { recursive: true, force: true });
		}
	});

	it("asks the engine for usage and proof where no control group or process can be seen", async () => {
		const blind: GroupFinder = { seesProcesses: false, find: () => null, learn: () => undefined };
		const { sandbox, job, sees } = await startProgram(scene.runner, shell(scene.image, "echo up; while :; do :; done"));
		await sees("up");
		const engine = await openEngine(scene.engine.socketPath, systemClock);
		const { Id } = JSON.parse(await scene.engine.call("GET", `/containers/hearth-5e1f0c2a-${job.id}/json`));
		const meter = measureUsage(Id, engine, blind, systemClock);
		meter.started(1);
		while (meter.now().cpuSeconds === 0) await sleep(50);
		expect(meter.now().memoryMiB).toBeGreaterThan(0);
		const seen = { engine, finder: blind, folders: null };
		expect(await proveGone(Id, seen, systemClock, 50)).toEqual({ processesLeft: 1, method: "engine" });
		meter.close();
		await sandbox.stop();
		expect(await proveGone(Id, seen, systemClock, 50)).toEqual({ processesLeft: 0, method: "engine" });
	});
});
