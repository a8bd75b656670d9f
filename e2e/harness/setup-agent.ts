// A whole agent in a process of its own whose setup has two parts of real files in a home of the test's. Told on the
// command line: the home, "declined" when the first slow step is to be refused until its gate is there, "restart" when it
// needs the PC to restart (else "plain"), then what the built command line is told to run an agent.
import { join } from "node:path";
import { runAgent } from "../../main/agent/run.ts";
import { openSetup } from "../../nix-installer/open-setup.ts";
import type { WantSetup } from "../../nix-installer/plans/setup-plan.ts";
import { wantHere } from "../../nix-installer/plans/want-here.ts";
import { declinedStep, gatedStep } from "./gated-step.ts";
import { restartStep, restartsOf } from "./restart-step.ts";

const [home = "", how = "", , , data = ""] = process.argv.slice(2);
const here = wantHere(data);
const booted = join(data, "booted");
const firstSlow = how === "declined" || how === "restart" ? `test.${how}` : "test.gated";
const file = (id: string, path: string, text: string) => ({
	id,
	type: "file.write",
	version: 1,
	params: { path: join(home, path), text, mode: 0o644 },
});
const folder = (id: string, path: string) => ({
	id,
	type: "folder.make",
	version: 1,
	params: { path: join(home, path), mode: 0o755 },
});
const slow = (id: string, path: string, type: string, rights: string) => ({
	id,
	type,
	version: 1,
	params: { path: join(home, path), gate: join(data, `${id}.gate`), rights },
});

const want: WantSetup = async (choices) => {
	const { checks, notes } = await here(choices);
	return {
		parts: [
			{
				id: "base",
				needs: [],
				steps: [folder("folder", "store"), slow("store", "store/tools", firstSlow, "administrator")],
			},
			{
				id: "tools",
				needs: ["base"],
				steps: [
					folder("settings", "settings"),
					file("editor", "settings/editor", "tabs = true\n"),
					slow("download", "settings/tools", "test.gated", "person"),
				],
			},
		],
		cannot: [],
		checks,
		notes,
	};
};

const agent = await runAgent({
	dataDirectory: data,
	pool: "embedded",
	appVersion: "0.1.0",
	setup: {
		engine: openSetup(data, [gatedStep, declinedStep, restartStep(booted)], { comeBack: restartsOf(booted) }),
		want,
	},
});
process.once("SIGTERM", () => void agent.stop());
process.stdout.write(`${JSON.stringify(agent.ready)}\n`);
await agent.done;
