// The parts of Windows that Linux needs. Windows may want a restart; whether it still does is read from its services,
// never from wsl.exe's exit code, which is 0 either way.
import { z } from "zod";
import { openWsl, type Wsl } from "../../../main/tools/wsl/wsl.ts";
import { elevatedFault } from "../../elevate/elevated-words.ts";
import { hasRestarted } from "../../engine/restart.ts";
import { restartNeeded } from "../../engine/restart-words.ts";
import { type ProbeContext, type Step, StepFault, type StepType } from "../../engine/step.ts";
import { words } from "../common/files.ts";
import { missingServices, type WindowsTools } from "./windows-tools.ts";

const paramsSchema = z.strictObject({
	/** Windows' build number. */
	build: z.int().positive(),
});

export function windowsComponentsStep(tools: WindowsTools): StepType {
	return {
		type: "windows.components",
		version: 1,
		open: (params) => step(tools, paramsSchema.parse(params).build),
	};
}

const features = ["VirtualMachinePlatform"] as const;
const olderFeature = "Microsoft-Windows-Subsystem-Linux";

/** Memory: `asked`, that Windows was told to add them; `bootedAt`, when Windows had started then; `missing` before. */
function step(tools: WindowsTools, build: number): Step {
	const look = ({ run, signal }: ProbeContext) => missingServices(openWsl(run), build, signal);
	return {
		describe: () => ({
			title: words("setup.step.windows-components", {}),
			changes: [
				{ kind: "setting", how: "adds", place: "VirtualMachinePlatform" },
				...(build < 22_000 ? [{ kind: "setting", how: "adds", place: olderFeature } as const] : []),
				{ kind: "program", how: "adds", place: "Windows Subsystem for Linux" },
			],
			diskBytes: 700 * 2 ** 20,
			rights: "administrator",
			restart: true,
			undone: words("setup.undone.windows-components", {}),
			byHand: words("setup.by-hand.windows-components", {}),
			seconds: { from: 30, to: 300 },
		}),
		async probe(context) {
			const missing = await look(context);
			const { memory } = context;
			if (missing.length > 0)
				return { found: memory?.asked === true && memory.removed !== true ? "partial" : "absent" };
			if (memory?.asked !== true) return { found: "theirs", detail: words("setup.found.windows-components", {}) };
			// Turning them off takes effect at the next start.
			return { found: memory.removed === true ? "absent" : "ours" };
		},
		async act(context) {
			const { memory, remember, signal } = context;
			const missing = await look(context);
			if (memory?.asked === true && memory.installed === true) {
				if (!hasRestarted(memory.bootedAt, tools.bootedAt())) throw new StepFault(restartNeeded);
				// Windows has restarted since, and still lacks them.
				throw new StepFault(words("setup.failure.virtualisation-off.what", {}));
			}
			const now = { asked: true, bootedAt: tools.bootedAt(), missing: missing.join(" ") };
			remember({ ...now, installed: false });
			const fault = elevatedFault(await tools.elevate([{ verb: "wsl-components" }], { signal }));
			if (fault) throw fault;
			remember({ ...now, installed: true });
			if ((await look(context)).length > 0) throw new StepFault(restartNeeded);
		},
		async undo(context) {
			const { memory, remember, signal, run } = context;
			if (memory?.asked !== true || memory.removed === true) return [];
			const missingNow = await look(context);
			const wanted = String(memory.missing).split(" ");
			if (memory.installed !== true && missingNow.length === wanted.length) return [];
			const others = await otherDistros(openWsl(run), signal);
			const remove = words("setup.by-hand.windows-components", {});
			if (others.length > 0) {
				return [{ what: words("setup.left.windows-components-used", { names: others.join(", ") }), remove }];
			}
			const off = [...features, ...(wanted.includes("LxssManager") ? [olderFeature] : [])] as (
				| "VirtualMachinePlatform"
				| typeof olderFeature
			)[];
			const fault = elevatedFault(await tools.elevate([{ verb: "wsl-components-remove", features: off }], { signal }));
			if (fault) return [{ what: fault.words, remove }];
			remember({ ...memory, removed: true });
			return [];
		},
	};
}

/** Somebody else's Linux needs these parts now. */
async function otherDistros(wsl: Wsl, signal: AbortSignal): Promise<string[]> {
	return (await wsl.distros(signal)).map(({ name }) => name);
}
