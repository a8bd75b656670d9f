// Runs setup in a process of its own, so that a test can kill it. Told on the command line: a JSON file with the scene and the
// plan, "apply" or "undo", and the moment at which it waits to be killed: "before 3" or "after 3", the third line of the journal;
// "said 3", the third line an activation says.
import { readFileSync, writeSync } from "node:fs";
import type { ShownPlan } from "../../../main/contract/setup.ts";
import { type RunCommand, runCommand } from "../../../main/tools/run-command/run-command.ts";
import type { Journal } from "../../../nix-installer/engine/journal.ts";
import { type HomeScene, homeEngine, quietly } from "./home-engine.ts";

const [file = "", what = "apply", when = "", line = ""] = process.argv.slice(2);
const { scene, plan } = JSON.parse(readFileSync(file, "utf8")) as { scene: HomeScene; plan: ShownPlan };

/** Says that the moment has come and does nothing any more, so that it is killed exactly there. */
function waitToBeKilled(): void {
	writeSync(1, "at the line\n");
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

let said = 0;
const run: RunCommand = (argv, options) =>
	runCommand(argv, {
		...options,
		onLine(stream, text) {
			options.onLine?.(stream, text);
			if (when === "said" && argv[0].endsWith("/activate") && ++said === Number(line)) waitToBeKilled();
		},
	});
const wait = (journal: Journal): Journal => ({
	...journal,
	append(entry) {
		const seq = journal.lines.length + 1;
		if (when === "before" && seq === Number(line)) waitToBeKilled();
		journal.append(entry);
		if (when === "after" && seq === Number(line)) waitToBeKilled();
	},
});
const engine = homeEngine(scene, { wrap: wait, run });
const result = what === "undo" ? await engine.undo(quietly()) : await engine.apply(plan, quietly());
if (result.end !== (what === "undo" ? "undone" : "done")) throw new Error(JSON.stringify(result.why));
