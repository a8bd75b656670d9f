// Setup on Windows against a PC on paper: what it does, what it never touches, and that it can always go on or back.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { openWsl } from "../../../main/tools/wsl/wsl.ts";
import { quietly } from "../../engine/fixture-world.ts";
import { paperDistro, paperGeneration } from "./fixture-inside.ts";
import { leaveStage, newStage, startWindows, type WindowsStage, wantedOn } from "./fixture-stage.ts";
import { newWindows, type PaperWindows, restart, runPaper } from "./fixture-windows.ts";
import { lookAtWindows, windowsChecks } from "./windows-preflight.ts";

const stages: WindowsStage[] = [];
afterEach(() => {
	for (const stage of stages.splice(0)) leaveStage(stage);
});
function stageOf(more: Partial<PaperWindows> = {}): WindowsStage {
	const stage = newStage(newWindows(more));
	stages.push(stage);
	return stage;
}
const ready = { services: ["HNS", "vmcompute", "vfpext"] };
const apply = (stage: WindowsStage) => {
	const engine = startWindows(stage);
	return engine.apply(engine.plan(wantedOn(stage)), quietly());
};
const states = (result: Awaited<ReturnType<typeof apply>>) =>
	Object.fromEntries(result.status.steps.map(({ id, state }) => [id, state]));
const ubuntu = () => paperDistro("Ubuntu");

test("a fresh PC: restart, go on, done, and all of it taken back", async () => {
	const stage = stageOf();
	const { windows } = stage;
	const first = await apply(stage);
	expect(first).toMatchObject({ end: "restart", why: { code: "setup.fault.restart-needed" } });
	expect(first.status).toMatchObject({
		phase: "restart",
		steps: expect.arrayContaining([expect.objectContaining({ id: "components", state: "waiting" })]),
	});
	expect(windows.runOnce).toEqual({ HearthSetup: '"C:\\Hearth.exe" hearth://open/setup' });
	// Before the restart nothing goes on by itself, and by hand nothing else is tried.
	expect(startWindows(stage).returns()).toBe(false);
	expect((await startWindows(stage).goOnAfterRestart(quietly())).end).toBe("nothing");
	const again = await startWindows(stage).resume(quietly());
	expect(again).toMatchObject({ end: "restart", why: { code: "setup.fault.restart-needed", args: {} } });
	expect(windows.log.filter((line) => line === "ELEVATED wsl-components")).toHaveLength(1);
	restart(windows);
	stage.bootedAt += 3_600_000;
	expect(startWindows(stage).returns()).toBe(true);
	expect(startWindows(stage).status()).toMatchObject({
		phase: "unfinished",
		steps: expect.arrayContaining([expect.objectContaining({ id: "components", state: "planned", detail: null })]),
	});
	const done = await startWindows(stage).goOnAfterRestart(quietly());
	expect(done.end).toBe("done");
	expect(startWindows(stage).returns()).toBe(false);
	expect(states(done)).toMatchObject({ components: "done", "wsl-update": "adopted", distro: "done", home: "done" });
	expect(windows.distros).toMatchObject([
		{ name: "Hearth", users: ["ada"], conf: "[boot]\nsystemd=true\n\n[user]\ndefault=ada\n", current: paperGeneration },
	]);
	const undone = await startWindows(stage).undo(quietly());
	expect(undone).toMatchObject({ end: "undone", status: { phase: "none", leftovers: [] } });
	expect(windows.distros).toEqual([]);
	expect(windows.tailscale).toBe(false);
	expect(windows.log.at(-1)).not.toContain("UNKNOWN");
	expect(windows.log).toContain("OFF VirtualMachinePlatform");
	expect(readdirSync(join(stage.folder, "disks"))).toEqual([]);
	expect(windows.log.filter((line) => line.startsWith("UNKNOWN"))).toEqual([]);
});

test("nothing of the person's own is touched, and what needs it stays", async () => {
	const own = ubuntu();
	const stage = stageOf({ distros: [own] });
	await apply(stage);
	restart(stage.windows);
	stage.bootedAt += 3_600_000;
	expect((await startWindows(stage).resume(quietly())).end).toBe("done");
	const undone = await startWindows(stage).undo(quietly());
	expect(undone.status.leftovers).toMatchObject([
		{ stepId: "components", what: { code: "setup.left.windows-components-used", args: { names: "Ubuntu" } } },
	]);
	expect(stage.windows.distros).toEqual([own]);
	const { log } = stage.windows;
	expect(log.some((line) => line.includes("--shutdown") || line.includes("wslconfig"))).toBe(false);
	expect(log.some((line) => /Ubuntu/.test(line))).toBe(false);
	expect(log.some((line) => line.startsWith("OFF"))).toBe(false);
});

test("a Linux of our name that is somebody else's stops setup before anything is changed", async () => {
	const stage = stageOf({ ...ready, distros: [paperDistro("hearth")] });
	const before = structuredClone(stage.windows.distros);
	expect(await apply(stage)).toMatchObject({ end: "failed", why: { code: "setup.fault.linux-name-taken" } });
	expect(stage.windows.distros).toEqual(before);
	expect(stage.windows.log.some((line) => /--(install|import|unregister|terminate)/.test(line))).toBe(false);
});

test("no to the administrator question changes nothing, and the next try asks again", async () => {
	const stage = stageOf();
	stage.says = { end: "declined" };
	expect(await apply(stage)).toMatchObject({ end: "cancelled", why: { code: "setup.fault.declined" } });
	expect(stage.windows.pending).toEqual([]);
	stage.says = { end: "done" };
	expect(await apply(stage)).toMatchObject({ why: { code: "setup.fault.restart-needed" } });
});

describe("what goes wrong is told in its own words", () => {
	test.each<[Partial<PaperWindows>, string]>([
		[
			{
				faults: [
					{
						starts: "wsl.exe --install --from-file",
						code: -1,
						text: "Fehlercode: Wsl/Service/RegisterDistro/CreateVm/HCS/HCS_E_HYPERV_NOT_INSTALLED",
					},
				],
			},
			"setup.failure.virtualisation-off.what",
		],
		[
			{
				wslVersion: "2.1.5.0",
				faults: [{ starts: "wsl.exe --update", code: -1, text: "Wsl/UpdatePackage/0x80072ee7" }],
			},
			"setup.failure.linux-download.what",
		],
		[{ half: 1 }, "setup.failure.half-installed.what"],
		[{ faults: [{ starts: "winget.exe install", code: 0x8a150011, text: "" }] }, "setup.fault.other"],
	])("%j", async (more, code) => {
		const stage = stageOf({ ...ready, ...more });
		const failed = await apply(stage);
		expect(failed).toMatchObject({ end: "failed", why: { code } });
		expect((await startWindows(stage).resume(quietly())).end).toBe("done");
		expect((await startWindows(stage).undo(quietly())).status.phase).toBe("none");
		expect(stage.windows.distros).toEqual([]);
	});

	test("parts that a restart did not bring are virtualisation's fault", async () => {
		const stage = stageOf();
		await apply(stage);
		stage.bootedAt += 3_600_000;
		const result = await startWindows(stage).resume(quietly());
		expect(result.why?.code).toBe("setup.failure.virtualisation-off.what");
	});

	test("an image that is not the pinned one is not used", async () => {
		const stage = stageOf(ready);
		const wanted = wantedOn(stage).map((one) =>
			one.id === "distro"
				? {
						...one,
						params: {
							...(one.params as object),
							image: { path: join(stage.folder, "linux.wsl"), sha256: "b".repeat(64) },
						},
					}
				: one,
		);
		const engine = startWindows(stage);
		const result = await engine.apply(engine.plan(wanted), quietly());
		expect(result.why?.code).toBe("setup.fault.download-changed");
		expect(stage.windows.distros).toEqual([]);
	});
});

test("an old wsl.exe imports from the file instead", async () => {
	const stage = stageOf({
		...ready,
		wslVersion: "2.0.9.0",
		faults: [{ starts: "wsl.exe --update", code: -1, text: "x" }],
	});
	expect((await apply(stage)).end).toBe("failed");
	stage.windows.wslVersion = "2.4.4.0";
	expect((await startWindows(stage).resume(quietly())).end).toBe("done");
});

test("the plan says what each step changes and changes nothing", () => {
	const stage = stageOf();
	const { plan } = startWindows(stage).plan(wantedOn(stage));
	for (const { shown } of plan.steps) expect(shown.changes.length).toBeGreaterThan(0);
	expect(plan.steps.filter(({ shown }) => shown.rights === "administrator").map(({ id }) => id)).toEqual([
		"components",
		"tailnet",
	]);
	expect(stage.windows.log).toEqual([]);
	expect(existsSync(join(stage.folder, "setup"))).toBe(false);
});

describe("a look at the PC before", () => {
	const signal = new AbortController().signal;
	const look = (windows: PaperWindows) => {
		const run: Parameters<typeof openWsl>[0] = async ([program, ...args], { encoding = "utf8" }) => {
			const { code, bytes } = runPaper(windows, program, args, "");
			const nothing = { text: "", leftOut: 0 };
			return { end: "exit", code, stdout: { text: bytes.toString(encoding), leftOut: 0 }, stderr: nothing };
		};
		return lookAtWindows(run, openWsl(run), signal);
	};
	test("reads its age, its processor and its organisation", async () => {
		expect(await look(newWindows())).toEqual({ build: 26_100, virtualisation: "on", forbidden: false });
		const off = { starts: "powershell.exe", code: 0, text: "hypervisor=False firmware=False", keep: true };
		const policy = {
			starts: "reg.exe query HKLM\\SOFTWARE\\Policies",
			code: 0,
			text: "\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\WSL\n    AllowWSL    REG_DWORD    0x0",
		};
		expect(await look(newWindows({ build: 18_363, faults: [off, policy] }))).toEqual({
			build: 18_363,
			virtualisation: "off",
			forbidden: true,
		});
		const dumb = { starts: "powershell.exe", code: 1, text: "" };
		expect((await look(newWindows({ faults: [dumb] }))).virtualisation).toBe("unknown");
	});
	test("is told in levels", () => {
		const levels = (...[one]: Parameters<typeof windowsChecks>) => windowsChecks(one).map(({ level }) => level);
		expect(levels({ build: 26_100, virtualisation: "on", forbidden: false })).toEqual(["ok"]);
		expect(levels({ build: 18_363, virtualisation: "off", forbidden: true })).toEqual([
			"problem",
			"problem",
			"problem",
		]);
		expect(levels({ build: null, virtualisation: "unknown", forbidden: false })).toEqual(["warn", "warn"]);
	});
});
