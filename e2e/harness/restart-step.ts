// A step that needs the PC to restart, on a PC whose start is a number in a file: a test restarts it by writing another.
import { existsSync, readFileSync } from "node:fs";
import type { ComeBack } from "../../nix-installer/engine/restart.ts";
import { restartNeeded } from "../../nix-installer/engine/restart-words.ts";
import { StepFault, type StepType } from "../../nix-installer/engine/step.ts";
import { gatedStep } from "./gated-step.ts";

const bootedAt = (file: string) => (existsSync(file) ? Number(readFileSync(file, "utf8")) : 0);

/** Where nothing has to be told to the system: the test itself starts the agent again. */
export const restartsOf = (file: string): ComeBack => ({
	bootedAt: () => bootedAt(file),
	ask: async () => true,
	forget: async () => {},
});

/** As `gatedStep`, once the PC has restarted since it was first tried. `file`: when the PC started. */
export const restartStep = (file: string): StepType => ({
	type: "test.restart",
	version: 1,
	open(params) {
		const step = gatedStep.open(params);
		return {
			...step,
			describe: () => ({ ...step.describe(), restart: true }),
			async act(context) {
				const asked = context.memory?.bootedAt ?? bootedAt(file);
				context.remember({ bootedAt: asked });
				if (asked === bootedAt(file)) throw new StepFault(restartNeeded);
				await step.act(context);
			},
		};
	},
});
