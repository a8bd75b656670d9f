// `hearth setup` on a PC that must restart in the middle: told apart from a failure, in words and for programs.
import { expect, test } from "vitest";
import { leaveStage, newStage, startWindows, wantedOn } from "../../nix-installer/steps/windows/fixture-stage.ts";
import { newWindows, restart } from "../../nix-installer/steps/windows/fixture-windows.ts";
import { setupResultSchema } from "../contract/setup.ts";
import { resumeSetup } from "./commands/setup.ts";
import { runInTest } from "./fixture-terminal.ts";
import { openInvocation } from "./invocation.ts";

function invocation(data: string, json = false) {
	const said = { out: "" };
	const terminal = {
		out: async (text: string) => {
			said.out += text;
		},
		err: () => {},
		...{ interactive: false, columns: 100, env: {}, now: () => 1_800_000_000_000 },
		confirm: async () => false,
		read: async () => "",
		onInterrupt: () => () => {},
	};
	return { said, at: openInvocation(terminal, { json, data }) };
}

test("a PC that must restart is told so, with a code of its own; after it, setup goes on to the end", async () => {
	const stage = newStage(newWindows());
	try {
		const engine = startWindows(stage);
		const told = invocation(stage.folder);
		await engine.apply(engine.plan(wantedOn(stage)), { signal: new AbortController().signal, onEvent: () => {} });
		expect(await resumeSetup(told.at, startWindows(stage))).toBe(5);
		expect(told.said.out).toBe(
			"Restart this PC to go on. Windows must restart once. Save your work first. Hearth comes back by itself and goes on.\n",
		);
		const status = await runInTest(["setup", "status", "--data", stage.folder]);
		expect(status.out).toMatch(/^Restart this PC to go on\.\nTurn on the parts .*: waits for a restart\. Windows must/);
		const json = invocation(stage.folder, true);
		expect(await resumeSetup(json.at, startWindows(stage))).toBe(5);
		const last = json.said.out.trimEnd().split("\n").at(-1) ?? "";
		expect(setupResultSchema.parse(JSON.parse(last).result)).toMatchObject({
			end: "restart",
			why: { code: "setup.fault.restart-needed" },
			status: { phase: "restart" },
		});
		restart(stage.windows);
		stage.bootedAt += 3_600_000;
		expect(await resumeSetup(invocation(stage.folder).at, startWindows(stage))).toBe(0);
	} finally {
		leaveStage(stage);
	}
});
