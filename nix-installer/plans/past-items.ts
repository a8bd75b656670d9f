// What setup did here before, so that what stands is asked for again as it was: the same plan, and nothing to do.
import { join } from "node:path";
import { foldJournal, type Item } from "../engine/fold.ts";
import { readJournal } from "../engine/journal.ts";
import type { WantedStep } from "../engine/plan.ts";

/** What setup did and that stands, oldest first. */
export function pastItems(dataDirectory: string): Item[] {
	const { lines } = readJournal(join(dataDirectory, "setup", "journal.ndjson"));
	return foldJournal(lines).runs.flatMap(({ items }) => items.filter(({ acted, state }) => acted && state === "done"));
}

/** Without the part's name before its id, which the plan puts there. */
export const again = ({ step: { id, type, version, params } }: Item): WantedStep => ({
	id: id.replace(/^[a-z]+\./, ""),
	type,
	version,
	params,
});
