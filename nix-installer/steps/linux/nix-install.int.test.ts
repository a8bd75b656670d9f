// The step that installs Nix, over a stand-in for its installer. What a real installer does here was not run.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fakeClock } from "../../../main/tools/clock/fake.ts";
import { findNix } from "../../../main/tools/nix/nix-program.ts";
import { runCommand } from "../../../main/tools/run-command/run-command.ts";
import type { RunElevated } from "../../elevate/elevated.ts";
import { setupEngine } from "../../engine/engine.ts";
import { PowerCut, quietly } from "../../engine/fixture-world.ts";
import type { JournalLine } from "../../engine/journal-line.ts";
import type { WantedStep } from "../../engine/plan.ts";
import { stepRegistry } from "../../engine/registry.ts";
import { type FakeInstaller, planText, runHere, writeFakeInstaller } from "./fixture-installer.ts";
import { nixInstallStep } from "./nix-install.ts";
import { planNixInstall } from "./plan-nix.ts";

let folder: string;
let fake: FakeInstaller;
let lines: JournalLine[];
let asked: string[];
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-nix-install-"));
	fake = writeFakeInstaller(folder);
	lines = [];
	asked = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const elevated: RunElevated = (acts, options) => {
	asked.push(acts.map(({ verb }) => verb).join(" "));
	return runHere(fake, runCommand)(acts, options);
};
const declined: RunElevated = async () => ({ end: "declined" });
const findHere = () => findNix({ home: folder, path: undefined, named: fake.bin, run: runCommand });

/** `cutAt`: the power fails before (even) or after (odd) a journal line. */
function engine(how: RunElevated = elevated, cutAt = Number.POSITIVE_INFINITY) {
	let moments = 0;
	const cut = () => {
		if (moments++ >= cutAt) throw new PowerCut();
	};
	return setupEngine({
		directory: folder,
		registry: stepRegistry([nixInstallStep({ elevated: how, findNix: findHere, places: fake.places })]),
		run: runCommand,
		clock: fakeClock(),
		newId: () => "1",
		open: () => ({
			lines,
			torn: false,
			append(entry) {
				cut();
				lines.push({ seq: lines.length + 1, at: 1, entry: JSON.parse(JSON.stringify(entry)) });
				cut();
			},
			close: () => {},
		}),
	});
}
async function wanted(how: RunElevated = elevated): Promise<WantedStep> {
	const wish = { installer: fake.pinned, planner: "linux", settings: {}, folder: join(folder, "plans") } as const;
	const planned = await planNixInstall(how, wish, new AbortController().signal);
	if (planned.end !== "planned") throw new Error(planned.why.code);
	return planned.step;
}
const apply = async (step: WantedStep, how: RunElevated = elevated, cutAt?: number) => {
	const one = engine(how, cutAt);
	return one.apply(one.plan([step]), quietly());
};
const isGone = () => readdirSync(join(folder, "root")).length === 0;

describe.skipIf(process.platform === "win32")("installing", () => {
	test("the plan shown is the plan installed; undoing uninstalls it", async () => {
		const step = await wanted();
		const shown = engine().plan([step]).plan.steps[0]?.shown;
		expect(shown?.rights).toBe("administrator");
		expect(shown?.changes).toEqual(
			expect.arrayContaining([
				{ kind: "folder", how: "adds", place: "/nix" },
				{ kind: "file", how: "changes", place: "/etc/bash.bashrc" },
				{ kind: "account", how: "adds", place: "nixbld3" },
				{ kind: "service", how: "adds", place: "/etc/systemd/system/nix-daemon.service" },
			]),
		);
		expect(isGone()).toBe(true);
		expect(await apply(step)).toMatchObject({ end: "done" });
		expect(await findHere()).toMatchObject({ version: "2.33.1" });
		expect((await engine().undo(quietly())).status.leftovers).toEqual([]);
		expect(isGone()).toBe(true);
		expect(asked).toEqual(["plan", "install-plan", "uninstall"]);
	});

	test("a plan that was changed after it was shown is not installed", async () => {
		const step = await wanted();
		const { path } = (step.params as { plan: { path: string } }).plan;
		writeFileSync(path, planText().replace("/etc/bash.bashrc", "/etc/shadow"));
		expect((await apply(step)).why).toMatchObject({ code: "setup.fault.refused" });
		expect(isGone()).toBe(true);
	});

	test.each([
		["ends with a fault", 1],
		["says that it is done", 0],
	])("half an installation that %s is half; going on takes it out and installs", async (_, code) => {
		const step = await wanted();
		fake.stopAt(3, code);
		const half = await apply(step);
		expect(half).toMatchObject({
			end: "failed",
			why: { code: "setup.fault.nix-half", args: { action: "configure_nix" } },
		});
		fake.stopAt(null);
		expect((await engine().resume(quietly())).end).toBe("done");
		expect(asked.at(-1)).toBe("uninstall install-plan");
		await engine().undo(quietly());
		expect(isGone()).toBe(true);
	});

	test("half an installation is undone too, and a no is told as what it is", async () => {
		const step = await wanted();
		fake.stopAt(0);
		await apply(step);
		const no = await engine(declined).undo(quietly());
		expect(no.status.leftovers).toMatchObject([{ what: { code: "setup.fault.declined" } }]);
		expect((await engine().undo(quietly())).status.leftovers).toEqual([]);
		expect(isGone()).toBe(true);
	});

	test("a no changes nothing and can be thought over", async () => {
		const why = { code: "setup.fault.declined" };
		expect(
			await planNixInstall(
				declined,
				{ installer: fake.pinned, planner: "linux", settings: {}, folder },
				new AbortController().signal,
			),
		).toMatchObject({ end: "not-planned", why });
		const step = await wanted();
		expect(await apply(step, declined)).toMatchObject({ end: "cancelled", why });
		expect(isGone()).toBe(true);
		expect((await engine().resume(quietly())).end).toBe("done");
	});

	test("a Nix that was here is used and never removed", async () => {
		const step = await wanted();
		await runHere(fake, runCommand)(
			[{ verb: "install-plan", installer: fake.pinned, plan: (step.params as { plan: never }).plan }],
			{ signal: new AbortController().signal },
		);
		const result = await apply(step);
		expect(result.status.steps[0]).toMatchObject({
			state: "adopted",
			detail: { code: "setup.found.nix", args: { version: "2.33.1" } },
		});
		await engine().undo(quietly());
		expect(await findHere()).not.toBeNull();
		expect(asked).toEqual(["plan"]);
	});

	test("somebody's half installation, and a store nothing answers for, are left alone", async () => {
		const step = await wanted();
		mkdirSync(fake.places.store, { recursive: true });
		expect((await apply(step)).why).toMatchObject({ code: "setup.fault.nix-silent" });
		writeFileSync(fake.places.receipt, planText(4));
		expect((await apply(step)).why).toMatchObject({
			code: "setup.fault.nix-half",
			args: { action: "create_directory" },
		});
		expect((await engine().undo(quietly())).status.leftovers).toEqual([]);
		expect(existsSync(fake.places.receipt)).toBe(true);
	});

	test("an installation made anew by somebody else is not uninstalled", async () => {
		await apply(await wanted());
		writeFileSync(fake.places.receipt, planText(7).replace("2.33.1", "3.21.2"));
		const { status } = await engine().undo(quietly());
		expect(status.leftovers).toMatchObject([{ what: { code: "setup.left.nix-changed" } }]);
		expect(existsSync(fake.places.uninstaller)).toBe(true);
	});

	test("what somebody else installed between a cut and the next start is theirs", async () => {
		const step = await wanted();
		const asking = lines.length;
		await apply(step, async () => {
			throw new PowerCut();
		});
		expect(lines.slice(asking).some(({ entry }) => entry.kind === "memory")).toBe(true);
		mkdirSync(fake.places.store, { recursive: true });
		writeFileSync(fake.places.receipt, planText(7).replace("2.33.1", "3.21.2"));
		const { status } = await engine().undo(quietly());
		expect(status.leftovers).toMatchObject([{ what: { code: "setup.left.nix-changed" } }]);
		expect(existsSync(fake.places.receipt)).toBe(true);
	});

	test("the power fails around every journal line: resumed or undone", async () => {
		const step = await wanted();
		for (let cutAt = 0; ; cutAt++) {
			lines = [];
			const result = await apply(step, elevated, cutAt).catch((error: unknown) => error);
			const cut = result instanceof PowerCut;
			if (cutAt % 2) expect((await apply(step)).end, `cut ${cutAt}`).toMatch(/done|nothing/);
			expect((await engine().undo(quietly())).status.leftovers, `cut ${cutAt}`).toEqual([]);
			expect(isGone(), `cut ${cutAt}`).toBe(true);
			if (!cut) {
				expect(cutAt).toBeGreaterThanOrEqual(12);
				break;
			}
		}
	});
});
