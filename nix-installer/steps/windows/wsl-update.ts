// Brings Windows' Linux up to the version that setup needs. An update of a part of Windows is not taken back.
import { z } from "zod";
import { isAtLeast, openWsl } from "../../../main/tools/wsl/wsl.ts";
import type { ProbeContext, Step, StepType } from "../../engine/step.ts";
import { words } from "../common/files.ts";
import { mustEndWell } from "./windows-tools.ts";

const paramsSchema = z.strictObject({});
/** From here on a distribution can be added from a file under a name of its own. */
const leastVersion = [2, 4, 4] as const;

export function wslUpdateStep(): StepType {
	return {
		type: "windows.wsl-update",
		version: 1,
		open: (params) => {
			paramsSchema.parse(params);
			return step;
		},
	};
}

const isCurrent = async ({ run, signal }: ProbeContext) => {
	const version = await openWsl(run).version(signal);
	return version !== null && isAtLeast(version, leastVersion);
};

/** Memory: `asked`; `kept`, that undoing was asked for and the newer version stays. */
const step: Step = {
	describe: () => ({
		title: words("setup.step.wsl-update", {}),
		changes: [{ kind: "program", how: "changes", place: "Windows Subsystem for Linux" }],
		diskBytes: 300 * 2 ** 20,
		rights: "person",
		undone: words("setup.undone.wsl-update", {}),
		byHand: words("setup.by-hand.wsl-update", {}),
		seconds: { from: 20, to: 600 },
	}),
	async probe(context) {
		const { memory } = context;
		if (memory?.kept === true) return { found: "absent" };
		if (!(await isCurrent(context))) return { found: memory?.asked === true ? "partial" : "absent" };
		return memory?.asked === true ? { found: "ours" } : { found: "theirs", detail: words("setup.found.wsl", {}) };
	},
	async act({ run, signal, remember }) {
		remember({ asked: true });
		const options = { timeoutMs: 30 * 60_000, signal };
		mustEndWell(await openWsl(run).call(["--update"], options));
	},
	async undo({ memory, remember }) {
		if (memory !== null) remember({ ...memory, kept: true });
		return [];
	},
};
