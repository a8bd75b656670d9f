// Planning and installing in one question: what the helper is asked, and whose receipt counts after a crash.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ElevatedAct, ElevatedEnd } from "../../elevate/elevated.ts";
import { newWorld, quietly, startEngine } from "../../engine/fixture-world.ts";
import { linuxActions, planText } from "./fixture-installer.ts";
import { nixInstallRecordedStep } from "./nix-install.ts";
import { readPlanChanges } from "./plan-changes.ts";

let folder: string;
let asked: ElevatedAct[][];
let answer: ElevatedEnd;
/** What the helper leaves at the receipt's place. */
let leaves: string | null;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-recorded-"));
	[asked, answer, leaves] = [[], { end: "declined" }, null];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const places = () => ({
	store: join(folder, "nix/store"),
	receipt: join(folder, "nix/receipt.json"),
	uninstaller: join(folder, "nix/nix-installer"),
});
const changes = readPlanChanges(planText());
const params = {
	installer: { path: "/downloads/installer", sha256: "0".repeat(64) },
	planner: "linux",
	settings: {},
	actions: [...linuxActions],
	changes,
};
const world = newWorld();
const apply = () => {
	const types = [
		nixInstallRecordedStep({
			findNix: async () => null,
			places: places(),
			elevated: async (acts) => {
				asked.push([...acts]);
				if (leaves !== null) {
					mkdirSync(dirname(places().receipt), { recursive: true });
					writeFileSync(places().receipt, leaves);
				}
				return answer;
			},
		}),
	];
	const engine = startEngine({ world: { ...world, lines: [] }, types });
	return engine.apply(engine.plan([{ id: "nix", type: "nix.install", version: 2, params }]), quietly());
};

test("one question: make the plan, then install it if it does nothing but what was shown", async () => {
	expect(await apply()).toMatchObject({ end: "cancelled", why: { code: "setup.fault.declined" } });
	expect(asked).toEqual([
		[
			{ verb: "plan", installer: params.installer, planner: "linux", settings: {} },
			{
				verb: "install-plan",
				installer: params.installer,
				plan: { actions: params.actions, places: changes.map(({ place }) => place) },
			},
		],
	]);
	expect(readdirSync(folder)).toEqual([]);
});

test("a plan that does more is not installed by the helper, and said", async () => {
	answer = { end: "failed", index: 1, code: null, said: "the plan changes what was not shown: /etc/fstab\n" };
	const error = "the plan changes what was not shown: /etc/fstab";
	expect(await apply()).toMatchObject({ end: "failed", why: { code: "setup.fault.other", args: { error } } });
	expect(readdirSync(folder)).toEqual([]);
});

test("a half installation is told by its receipt, whatever the helper's answer", async () => {
	[answer, leaves] = [{ end: "done" }, planText(3)];
	expect(await apply()).toMatchObject({ end: "failed", why: { code: "setup.fault.nix-half" } });
});
