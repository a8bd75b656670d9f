// The private network's own Windows program: one for the PC, not inside Linux.
import { z } from "zod";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import { type Step, StepFault, type StepType } from "../../engine/step.ts";
import { words } from "../common/files.ts";

const paramsSchema = z.strictObject({
	/** Where its installer puts it. */
	program: z.string().min(1).default("C:\\Program Files\\Tailscale\\tailscale.exe"),
});

export function windowsTailnetStep(): StepType {
	return { type: "windows.tailnet", version: 1, open: (params) => step(paramsSchema.parse(params).program) };
}

const id = ["--id", "Tailscale.Tailscale", "--exact", "--silent", "--disable-interactivity"] as const;
const accepts = ["--accept-package-agreements", "--accept-source-agreements"] as const;
const installMs = 20 * 60_000;

/** Memory: `asked`, that we had it installed. */
function step(program: string): Step {
	const answers = async (run: RunCommand, signal: AbortSignal) =>
		(await run([program, "version"], { timeoutMs: 30_000, signal })).end === "exit";
	const winget = async (run: RunCommand, args: readonly string[], signal: AbortSignal) => {
		const end = await run(["winget.exe", ...args], { timeoutMs: installMs, signal });
		if (end.end === "not-started") throw new StepFault(words("setup.fault.no-winget", {}));
		if (end.end === "exit" && end.code === 0) return;
		const code = end.end === "exit" ? `0x${(end.code >>> 0).toString(16)}` : end.end;
		throw new StepFault(words("setup.fault.other", { error: `winget ${code}` }));
	};
	return {
		describe: () => ({
			title: words("setup.step.private-network", {}),
			changes: [{ kind: "program", how: "adds", place: "Tailscale" }],
			diskBytes: 120 * 2 ** 20,
			rights: "administrator",
			undone: words("setup.undone.private-network", {}),
			byHand: words("setup.by-hand.private-network", {}),
			seconds: { from: 20, to: 300 },
		}),
		async probe({ run, memory, signal }) {
			if (!(await answers(run, signal))) return { found: memory?.asked === true ? "partial" : "absent" };
			if (memory?.asked === true) return { found: "ours" };
			return { found: "theirs", detail: words("setup.check.network-here", {}) };
		},
		async act({ run, remember, signal }) {
			remember({ asked: true });
			await winget(run, ["install", ...id, ...accepts], signal);
		},
		async undo({ run, memory, remember, signal }) {
			if (memory?.asked !== true) return [];
			if (await answers(run, signal)) await winget(run, ["uninstall", ...id, "--accept-source-agreements"], signal);
			remember({ asked: false });
			return [];
		},
	};
}
