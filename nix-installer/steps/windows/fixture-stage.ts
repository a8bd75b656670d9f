// Setup of the PC on paper with the real engine and journal. For tests; never used by the product.
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeClock } from "../../../main/tools/clock/fake.ts";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import type { ElevatedEnd, RunElevated } from "../../elevate/elevated.ts";
import { setupEngine } from "../../engine/engine.ts";
import type { WantedStep } from "../../engine/plan.ts";
import { stepRegistry } from "../../engine/registry.ts";
import { windowsReturn } from "./come-back.ts";
import { windowsComponentsStep } from "./components.ts";
import { ownDistroStep } from "./distro.ts";
import { type PaperWindows, runPaper } from "./fixture-windows.ts";
import { insideFleetStep } from "./inside-fleet.ts";
import { insideHomeStep } from "./inside-home.ts";
import { insideNixStep } from "./inside-nix.ts";
import { windowsTailnetStep } from "./tailnet.ts";
import { wantedInsideWindows } from "./windows-plan.ts";
import { servicesOf } from "./windows-tools.ts";
import { wslUpdateStep } from "./wsl-update.ts";

export interface WindowsStage {
	readonly windows: PaperWindows;
	readonly folder: string;
	/** What the person says next to the administrator question. */
	says: ElevatedEnd;
	/** When Windows started. */
	bootedAt: number;
	/** What opens Hearth at the next sign-in. */
	returns: string | null;
	/** Calls of programs so far; at `cutAt` the power fails. */
	calls: number;
	cutAt: number;
}

export function newStage(windows: PaperWindows): WindowsStage {
	const folder = mkdtempSync(join(tmpdir(), "hearth-windows-"));
	writeFileSync(join(folder, "linux.wsl"), "image");
	mkdirSync(join(folder, "disks"));
	return {
		windows,
		folder,
		says: { end: "done" },
		bootedAt: 1_000_000,
		returns,
		calls: 0,
		cutAt: Number.POSITIVE_INFINITY,
	};
}

const returns = '"C:\\Hearth.exe" hearth://open/setup';

export const leaveStage = ({ folder }: WindowsStage) => rmSync(folder, { recursive: true, force: true });

/** As short as a list can be; its letters must arrive as they are. */
export const listOfTools = {
	"flake.nix": '{ description = "Adas Werkzeuge – größer"; }\n',
	"inventory.json": '{\n\t"homes": { "ada@laptop": {} }\n}\n',
	"modules/home/base.nix": "{ }\n",
};

export const wantedOn = ({ folder, windows }: WindowsStage): WantedStep[] => {
	const image = { path: join(folder, "linux.wsl"), sha256: createHash("sha256").update("image").digest("hex") };
	const step = (name: string, params: WantedStep["params"]) => ({
		id: name,
		type: `windows.${name}`,
		version: 1,
		params,
	});
	return [
		step("components", { build: windows.build }),
		step("wsl-update", {}),
		step("distro", { name: "Hearth", user: "ada", image, folder: join(folder, "disks"), diskGB: 64 }),
		step("nix", { distro: "Hearth", installer: { path: "C:\\x\\nix-installer", sha256: "a".repeat(64) } }),
		...wantedInsideWindows({ distro: "Hearth", user: "ada", files: listOfTools, home: "ada@laptop" }),
		step("tailnet", {}),
	];
};

/** Programs of the PC on paper without processes. The power may fail before a program runs, and after it. */
const inPlace =
	(stage: WindowsStage): RunCommand =>
	async ([program, ...args], { encoding = "utf8", stdin = "" }) => {
		moment(stage);
		const nothing = { text: "", leftOut: 0 };
		if (program.endsWith("tailscale.exe") && !stage.windows.tailscale) {
			return { end: "not-started", error: "ENOENT", stdout: nothing, stderr: nothing };
		}
		const { code, bytes } = runPaper(stage.windows, program, args, String(stdin));
		moment(stage);
		return { end: "exit", code: code >>> 0, stdout: { text: bytes.toString(encoding), leftOut: 0 }, stderr: nothing };
	};

function moment(stage: WindowsStage): void {
	if (stage.calls++ >= stage.cutAt) throw new Error("the power is gone");
}

const elevate =
	(stage: WindowsStage): RunElevated =>
	async (acts) => {
		moment(stage);
		if (stage.says.end !== "done") return stage.says;
		const { windows } = stage;
		for (const act of acts) {
			windows.log.push(`ELEVATED ${act.verb}`);
			if (act.verb === "wsl-components") windows.pending.push(...servicesOf(windows.build));
			else if (act.verb === "wsl-components-remove") windows.log.push(`OFF ${act.features.join(" ")}`);
			else throw new Error(`not on Windows: ${act.verb}`);
		}
		moment(stage);
		return { end: "done" };
	};

/** As one start of Hearth has it. */
export function startWindows(stage: WindowsStage, run: RunCommand = inPlace(stage)) {
	const bootedAt = () => stage.bootedAt;
	const tools = { elevate: elevate(stage), bootedAt };
	let ids = stage.calls;
	return setupEngine({
		directory: join(stage.folder, "setup"),
		registry: stepRegistry([
			windowsComponentsStep(tools),
			wslUpdateStep(),
			ownDistroStep(),
			insideNixStep(),
			insideFleetStep(),
			insideHomeStep(),
			windowsTailnetStep(),
		]),
		run,
		clock: fakeClock(),
		comeBack: windowsReturn({ bootedAt, command: stage.returns }),
		newId: () => `${stage.windows.ids++}-${ids++}`,
	});
}
