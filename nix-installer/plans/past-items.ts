// What setup did here before, so that what stands is asked for again as it was: the same plan, and nothing to do.
import { join } from "node:path";
import { canonical } from "../../main/tools/crypto/canonical.ts";
import { foldJournal, type Item } from "../engine/fold.ts";
import { readJournal } from "../engine/journal.ts";
import type { WantedStep } from "../engine/plan.ts";
import type { WantedPart } from "./setup-plan.ts";

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

/** What is made anew when a list has changed; all else that stands is left as it is. */
const renewable: ReadonlySet<string> = new Set(["home.build", "home.switch"]);

/** The parts, those marked in which setup wants something newer than what it did here before. */
export function withRenewed(parts: readonly WantedPart[], past: readonly Item[]): WantedPart[] {
	const isNewer = (part: WantedPart) =>
		part.steps.some((wanted) => {
			const before = past.filter(({ step }) => step.id === `${part.id}.${wanted.id}` && renewable.has(step.type));
			const params = canonical(wanted.params);
			return before.length > 0 && before.every(({ step }) => canonical(step.params) !== params);
		});
	return parts.map((part) => (isNewer(part) ? { ...part, renews: true } : part));
}
