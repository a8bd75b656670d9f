// Holds what setup may download against what its makers serve: size and digest of each file, and of an installer for this
// very Linux also the plan it makes, which setup tells before it is made.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunCommand } from "../../main/tools/run-command/run-command.ts";
import { readInstallerActions } from "../elevate/installer-plan.ts";
import type { PreflightReaders } from "../preflight/read-preflight.ts";
import { downloadFileStep, type Fetch } from "../steps/common/download-file.ts";
import { nixInstallRecordedParamsSchema } from "../steps/linux/nix-install.ts";
import { isShown, readPlanChanges } from "../steps/linux/plan-changes.ts";
import { linuxBase } from "./linux-base.ts";
import { downloadOf, type Pin } from "./pins.ts";

export interface PinTools {
	readonly fetch: Fetch;
	readonly run: RunCommand;
	readonly readers: PreflightReaders;
	/** May the installer be asked for its plan? It asks for root. */
	readonly isRoot: boolean;
	readonly signal: AbortSignal;
}

/** What is wrong with a pin, or null; `planned`: its plan was compared too. Leaves nothing behind. */
export async function checkPin(pin: Pin, tools: PinTools): Promise<{ wrong: string | null; planned: boolean }> {
	const folder = mkdtempSync(join(tmpdir(), "hearth-pin-"));
	try {
		const path = join(folder, "file");
		await download(pin, path, tools);
		const isOurs = pin.for === "linux-installer" && pin.arch === tools.readers.arch && tools.isRoot;
		if (!isOurs || tools.readers.platform !== "linux") return { wrong: null, planned: false };
		chmodSync(path, 0o700);
		return { wrong: await comparePlan(pin, path, tools), planned: true };
	} catch (error) {
		return { wrong: error instanceof Error ? error.message : String(error), planned: false };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function download(pin: Pin, path: string, { fetch, run, signal }: PinTools): Promise<void> {
	const step = downloadFileStep(fetch).open({ ...downloadOf(pin), path });
	return step.act({ memory: null, run, signal, newId: () => "check", remember: () => {}, report: () => {} });
}

async function comparePlan(pin: Pin, installer: string, { run, readers, signal }: PinTools): Promise<string | null> {
	const told = nixInstallRecordedParamsSchema.parse(linuxBase("/nowhere", readers, [pin])?.steps.at(-1)?.params);
	const file = `${installer}.json`;
	const env = { NIX_INSTALLER_DIAGNOSTIC_ENDPOINT: "" };
	const end = await run([installer, "plan", "--out-file", file, told.planner], { timeoutMs: 60_000, signal, env });
	if (end.end !== "exit" || end.code !== 0)
		return `it makes no plan here: ${end.stderr.text.trim().slice(-300) || end.end}`;
	const plan = readFileSync(file, "utf8");
	const actions = readInstallerActions(plan)?.map(({ name }) => name) ?? [];
	if (actions.join(" ") !== told.actions.join(" ")) return `its plan does ${actions.join(", ")}`;
	const shown = told.changes.map(({ place }) => place);
	const other = readPlanChanges(plan).find(({ place }) => !isShown(place, shown));
	return other ? `its plan changes ${other.place}, which is not told` : null;
}
