// The real engine with the real file steps and journal. For tests; never used by the product.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { systemClock } from "../main/tools/clock/clock.ts";
import { runCommand } from "../main/tools/run-command/run-command.ts";
import { type SetupEngine, setupEngine } from "./engine/engine.ts";
import { type Journal, openJournal } from "./engine/journal.ts";
import { stepRegistry } from "./engine/registry.ts";
import { makeFolderStep } from "./steps/common/make-folder.ts";
import { takeOverFileStep } from "./steps/common/take-over-file.ts";
import { writeFileStep } from "./steps/common/write-file.ts";

/** Keeps its journal in `data`/setup. `wrap` may stand between the engine and the journal, which then has no lock. */
export function fileEngine(data: string, wrap?: (journal: Journal) => Journal): SetupEngine {
	const directory = join(data, "setup");
	return setupEngine({
		directory,
		registry: stepRegistry([writeFileStep(), makeFolderStep(), takeOverFileStep()]),
		run: runCommand,
		clock: systemClock,
		newId: randomUUID,
		...(wrap && { open: () => wrap(openJournal(join(directory, "journal.ndjson"), systemClock)) }),
	});
}
