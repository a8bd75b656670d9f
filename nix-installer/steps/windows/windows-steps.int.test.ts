// Setup on the PC on paper: with the power failing at every moment, and through real processes found on PATH.
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { type RunCommand, runCommand } from "../../../main/tools/run-command/run-command.ts";
import { quietly } from "../../engine/fixture-world.ts";
import { paperDistro } from "./fixture-inside.ts";
import { leaveStage, listOfTools, newStage, startWindows, type WindowsStage, wantedOn } from "./fixture-stage.ts";
import { newWindows, type PaperWindows, restart } from "./fixture-windows.ts";

const stages: WindowsStage[] = [];
afterEach(() => {
	for (const stage of stages.splice(0)) leaveStage(stage);
});
function stageOf(more: Partial<PaperWindows>): WindowsStage {
	const stage = newStage(newWindows(more));
	stages.push(stage);
	return stage;
}
const ready = { services: ["HNS", "vmcompute", "vfpext"] };
const ubuntu = () => paperDistro("Ubuntu");
const apply = (stage: WindowsStage, run?: RunCommand) => {
	const engine = startWindows(stage, run);
	return engine.apply(engine.plan(wantedOn(stage)), quietly());
};

test("cut off at every program: it goes on to the end, and goes back to nothing", async () => {
	const prepared = () => stageOf({ ...ready, distros: [ubuntu()] });
	const whole = prepared();
	expect((await apply(whole)).end).toBe("done");
	let resumed = 0;
	for (let cutAt = 0; cutAt < whole.calls; cutAt++) {
		const stage = prepared();
		stage.cutAt = cutAt;
		await apply(stage).catch(() => null);
		stage.cutAt = Number.POSITIVE_INFINITY;
		if (cutAt % 2 === 0) {
			const result = (await startWindows(stage).resume(quietly())).end;
			expect(result === "nothing" ? (await apply(stage)).end : result, `cut at ${cutAt}`).toBe("done");
			expect(stage.windows.distros.map(({ name }) => name)).toEqual(["Ubuntu", "Hearth"]);
		}
		await startWindows(stage).undo(quietly());
		expect(startWindows(stage).status().leftovers, `cut at ${cutAt}`).toEqual([]);
		expect(stage.windows.distros, `cut at ${cutAt}`).toEqual([ubuntu()]);
		expect(readdirSync(join(stage.folder, "disks")), `cut at ${cutAt}`).toEqual([]);
		resumed++;
	}
	expect(resumed).toBe(whole.calls);
	expect(resumed).toBeGreaterThan(40);
	console.log(`cut off at ${resumed} moments: all went on or back`);
});

test("cut off at every program before the restart: only a run that waits for it goes on by itself", async () => {
	const whole = stageOf({});
	await apply(whole);
	let waited = 0;
	for (let cutAt = 0; cutAt < whole.calls; cutAt++) {
		const stage = stageOf({});
		stage.cutAt = cutAt;
		await apply(stage).catch(() => null);
		stage.cutAt = Number.POSITIVE_INFINITY;
		restart(stage.windows);
		stage.bootedAt += 3_600_000;
		const engine = startWindows(stage);
		const { phase } = engine.status();
		if (engine.returns()) waited++;
		else if (phase !== "none") expect(phase, `cut at ${cutAt}`).toBe("unfinished");
		const { end } = await startWindows(stage).resume(quietly());
		expect(end === "nothing" ? (await apply(stage)).end : end, `cut at ${cutAt}`).toMatch(/^(done|restart)$/);
		await startWindows(stage).undo(quietly());
		expect(stage.windows.runOnce, `cut at ${cutAt}`).toEqual({});
	}
	expect(waited).toBeGreaterThan(0);
});

test.skipIf(process.platform === "win32")("the same through processes, whose UTF-16 text comes in pieces", async () => {
	const stage = stageOf({ ...ready, distros: [ubuntu()], tailscale: true });
	const bin = join(stage.folder, "bin");
	const file = join(stage.folder, "windows.json");
	mkdirSync(bin);
	writeFileSync(file, JSON.stringify(stage.windows));
	const program = fileURLToPath(new URL("fixture-windows-program.ts", import.meta.url));
	for (const name of ["wsl.exe", "reg.exe", "sc.exe", "winget.exe"]) {
		// An exit code above 255 is beyond what processes here can say.
		const known = name === "sc.exe" ? "exit 0" : `exec "${process.execPath}" "${program}" "${file}" ${name} "$@"`;
		writeFileSync(join(bin, name), `#!/bin/sh\n${known}\n`);
		chmodSync(join(bin, name), 0o755);
	}
	const onPath: RunCommand = ([command, ...args], options) =>
		command.endsWith("tailscale.exe")
			? runCommand(["true"], options)
			: runCommand([command, ...args], { ...options, env: { ...options.env, PATH: `${bin}:${process.env.PATH}` } });
	const now = () => JSON.parse(readFileSync(file, "utf8")) as PaperWindows;
	expect((await apply(stage, onPath)).end).toBe("done");
	expect(now().distros.map(({ name, systemd }) => [name, systemd])).toEqual([
		["Ubuntu", true],
		["Hearth", true],
	]);
	expect(Object.values(now().distros[1]?.files ?? {})).toEqual(Object.values(listOfTools));
	const undone = await startWindows(stage, onPath).undo(quietly());
	expect(undone.status).toMatchObject({ phase: "none", leftovers: [] });
	expect(now().distros).toEqual([ubuntu()]);
	expect(now().log.filter((line) => line.startsWith("UNKNOWN"))).toEqual([]);
});
