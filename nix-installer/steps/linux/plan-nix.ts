// Has the installer make its plan, which needs an administrator, and turns it into the step a person is shown.
import { createHash } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SetupWords } from "../../../main/contract/setup.ts";
import type { ElevatedAct, HelperLine, PinnedFile, RunElevated } from "../../elevate/elevated.ts";
import { elevatedFault } from "../../elevate/elevated-words.ts";
import { readInstallerActions } from "../../elevate/installer-plan.ts";
import type { WantedStep } from "../../engine/plan.ts";
import type { LinuxPlanner } from "./installation-here.ts";
import type { NixInstallParams } from "./nix-install.ts";
import { readPlanChanges } from "./plan-changes.ts";

export interface NixPlanWish {
	readonly installer: PinnedFile;
	readonly planner: LinuxPlanner;
	readonly settings: (ElevatedAct & { verb: "plan" })["settings"];
	/** Absolute; the plan is kept in it under its digest, readable by the person alone. */
	readonly folder: string;
}

export type NixPlanned =
	| { readonly end: "planned"; readonly step: WantedStep }
	/** Nothing was changed; why, in words. "declined" is no error. */
	| { readonly end: "not-planned"; readonly why: SetupWords };

/** Asks the person once. Changes nothing but the file in `folder`. */
export async function planNixInstall(
	elevated: RunElevated,
	{ installer, planner, settings, folder }: NixPlanWish,
	signal: AbortSignal,
): Promise<NixPlanned> {
	let plan: (HelperLine & { kind: "plan" }) | null = null;
	const end = await elevated([{ verb: "plan", installer, planner, settings }], {
		signal,
		onLine(line) {
			if (line.kind === "plan") plan = line;
		},
	});
	const fault = elevatedFault(end);
	if (fault) return { end: "not-planned", why: fault.words };
	const text = (plan as (HelperLine & { kind: "plan" }) | null)?.text ?? "";
	const actions = readInstallerActions(text);
	const changes = readPlanChanges(text);
	if (!actions || actions.length === 0 || changes.length === 0) {
		return { end: "not-planned", why: { code: "setup.fault.nix-plan-unknown", args: {} } };
	}
	const params: NixInstallParams = { installer, planner, plan: keepPlan(folder, text), changes };
	return { end: "planned", step: { id: "nix.install", type: "nix.install", version: 1, params } };
}

function keepPlan(folder: string, text: string): PinnedFile {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const sha256 = createHash("sha256").update(text).digest("hex");
	const path = join(folder, `plan-${sha256.slice(0, 16)}.json`);
	writeFileSync(`${path}.new`, text, { mode: 0o600 });
	renameSync(`${path}.new`, path);
	return { path, sha256 };
}
