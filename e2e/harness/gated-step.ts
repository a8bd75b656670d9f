// A step that writes a real file slowly: it reports its bytes and waits, half way, until a gate file is there. So a test
// can look at what is under way, or end the agent in the middle of it.
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { type Step, StepFault, type StepType } from "../../nix-installer/engine/step.ts";

const paramsSchema = z.strictObject({
	path: z.string(),
	/** It goes on once this file is there; it fails, in words, while the file says "no". */
	gate: z.string(),
	rights: z.enum(["person", "administrator"]),
});

export const gatedStep: StepType = {
	type: "test.gated",
	version: 1,
	open: (params) => open(paramsSchema.parse(params)),
};

const size = 680_000_000;

function open({ path, gate, rights }: z.infer<typeof paramsSchema>): Step {
	const piece = `${path}.part`;
	return {
		describe: () => ({
			title: { code: "setup.step.write-file", args: { path } },
			changes: [{ kind: "file", how: "adds", place: path }],
			diskBytes: size,
			rights,
			undone: { code: "setup.undone.file", args: {} },
			byHand: { code: "setup.by-hand.file", args: { path } },
			seconds: { from: 60, to: 240 },
		}),
		probe: async ({ memory }) => {
			if (memory && existsSync(path)) return { found: "ours" };
			if (existsSync(path)) return { found: "theirs", detail: { code: "setup.found.file", args: { path } } };
			return { found: memory && existsSync(piece) ? "partial" : "absent" };
		},
		async act({ remember, report, signal }) {
			remember({ path });
			writeFileSync(piece, "slo");
			report({ done: size / 2, total: size });
			while (!existsSync(gate)) await pause(20, null, { signal });
			writeFileSync(piece, "slowly\n");
			renameSync(piece, path);
			report({ done: size, total: size });
		},
		async undo() {
			for (const one of [piece, path]) rmSync(one, { force: true });
			return [];
		},
	};
}

/** A step that the person declines, as at the system's question, until the gate is there. */
export const declinedStep: StepType = {
	type: "test.declined",
	version: 1,
	open: (params) => {
		const step = open(paramsSchema.parse(params));
		const { gate } = paramsSchema.parse(params);
		return {
			...step,
			async act(context) {
				if (!existsSync(gate)) throw new StepFault({ code: "setup.fault.declined", args: {} });
				await step.act(context);
			},
		};
	},
};
