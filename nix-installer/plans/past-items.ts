// What setup did here before, so that what stands is asked for again as it was: the same plan, and nothing to do.
import { join } from "node:path";
import type { SetupPartId } from "../../main/contract/setup.ts";
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

/**
 * The part `id` as it was set up here, once each of `types` stands: what a newer version would do otherwise is not done on
 * top of it. null: it is not there, or not all of it. What was here before us is left out; there is nothing to do about it.
 */
export function standingPart(past: readonly Item[], id: SetupPartId, types: readonly string[]): WantedPart | null {
	const newest = new Map(past.filter(({ step }) => step.id.startsWith(`${id}.`)).map((item) => [item.step.id, item]));
	const items = [...newest.values()];
	const whole = types.every((type) => items.some(({ step }) => step.type === type));
	return whole ? { id, needs: [], steps: items.map(again) } : null;
}

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
