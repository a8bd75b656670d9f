// Runs a plan of real file steps in a process of its own, so that a test can kill it. Told on the command line: the data
// folder, the person's folder, "apply" or "undo", and the journal line at whose writing it waits to be killed, e.g.
// "before 3" or "after 3". For tests; never used by the product.
import { writeSync } from "node:fs";
import { join } from "node:path";
import { quietly } from "./engine/fixture-world.ts";
import { fileEngine } from "./fixture-engine.ts";
import { filePlan } from "./steps/common/fixture-folder.ts";

const [data = "", home = "", what = "apply", when = "", line = ""] = process.argv.slice(2);

/** Says that the moment has come and does nothing any more, so that it is killed exactly there. */
function waitToBeKilled(): void {
	writeSync(1, "at the line\n");
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const engine = fileEngine(data, (journal) => ({
	...journal,
	append(entry) {
		const seq = journal.lines.length + 1;
		if (when === "before" && seq === Number(line)) waitToBeKilled();
		journal.append(entry);
		if (when === "after" && seq === Number(line)) waitToBeKilled();
	},
}));
const wanted = filePlan({ at: (...names) => join(home, ...names) });
if (what === "undo") await engine.undo(quietly());
else await engine.apply(engine.plan(wanted), quietly());
