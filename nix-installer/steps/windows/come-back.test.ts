// Coming back after the restart that Windows wants: called once, never as an administrator, taken back when not needed, and
// tried once for each start of the PC.
import { afterEach, expect, test } from "vitest";
import { quietly } from "../../engine/fixture-world.ts";
import { leaveStage, newStage, startWindows, type WindowsStage, wantedOn } from "./fixture-stage.ts";
import { newWindows, type PaperWindows, restart } from "./fixture-windows.ts";

const stages: WindowsStage[] = [];
afterEach(() => {
	for (const stage of stages.splice(0)) leaveStage(stage);
});
function stageOf(more: Partial<PaperWindows> = {}): WindowsStage {
	const stage = newStage(newWindows(more));
	stages.push(stage);
	return stage;
}
const apply = (stage: WindowsStage) => {
	const engine = startWindows(stage);
	return engine.apply(engine.plan(wantedOn(stage)), quietly());
};
const startAnew = (stage: WindowsStage, works = true) => {
	if (works) restart(stage.windows);
	stage.bootedAt += 3_600_000;
};
const called = { HearthSetup: '"C:\\Hearth.exe" hearth://open/setup' };

test.each<[string, (stage: WindowsStage) => void]>([
	["no command line that fits", (stage) => Object.assign(stage, { returns: null })],
	["an administrator's Hearth, whose registry may be another account's", ({ windows }) => (windows.elevated = true)],
	["rights that cannot be read", ({ windows }) => windows.faults.push({ starts: "whoami.exe", code: 1, text: "" })],
	["a registry that refuses", ({ windows }) => windows.faults.push({ starts: "reg.exe add", code: 1, text: "" })],
])("%s: nothing is written, and the person starts Hearth", async (_, change) => {
	const stage = stageOf();
	change(stage);
	const result = await apply(stage);
	expect(result).toMatchObject({ end: "restart", why: { code: "setup.fault.restart-then-start" } });
	expect(stage.windows.runOnce).toEqual({});
	startAnew(stage);
	// Whoever starts it: it goes on by itself all the same.
	expect((await startWindows(stage).goOnAfterRestart(quietly())).end).toBe("done");
});

test("a return that fails or is cut off is not tried again before the next start of the PC", async () => {
	for (const cut of [true, false]) {
		const stage = stageOf();
		await apply(stage);
		startAnew(stage);
		if (cut) stage.cutAt = stage.calls + 1;
		else stage.windows.faults.push({ starts: "wsl.exe --install", code: -1, text: "Wsl/Service/E_FAIL" });
		await startWindows(stage)
			.goOnAfterRestart(quietly())
			.catch(() => null);
		stage.cutAt = Number.POSITIVE_INFINITY;
		expect(startWindows(stage).returns()).toBe(false);
		expect((await startWindows(stage).goOnAfterRestart(quietly())).end).toBe("nothing");
		expect(startWindows(stage).status().phase).toBe("unfinished");
		expect((await startWindows(stage).resume(quietly())).end).toBe("done");
	}
});

test("a return that failed for another reason leaves the rest to the person, also after the next start", async () => {
	const stage = stageOf();
	await apply(stage);
	startAnew(stage, false);
	stage.cutAt = stage.calls;
	expect((await startWindows(stage).goOnAfterRestart(quietly())).end).toBe("failed");
	stage.cutAt = Number.POSITIVE_INFINITY;
	expect(startWindows(stage).returns()).toBe(false);
	startAnew(stage);
	expect(startWindows(stage).returns()).toBe(false);
	expect((await startWindows(stage).undo(quietly())).end).toBe("undone");
	expect(startWindows(stage).returns()).toBe(false);
});

test("undone before the restart, nothing comes back", async () => {
	const stage = stageOf();
	await apply(stage);
	expect(stage.windows.runOnce).toEqual(called);
	expect((await startWindows(stage).undo(quietly())).status.phase).toBe("none");
	expect(stage.windows.runOnce).toEqual({});
	startAnew(stage);
	expect(startWindows(stage).returns()).toBe(false);
});

test("done without a sign-in in between, the call is taken back", async () => {
	const stage = stageOf();
	await apply(stage);
	stage.windows.services.push(...stage.windows.pending.splice(0));
	expect((await startWindows(stage).resume(quietly())).end).toBe("done");
	expect(stage.windows.runOnce).toEqual({});
});
