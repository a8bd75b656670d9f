// Undoes everything that may be ours, newest first, goes on past failures, and ends with what is left and how to
// remove it.
import type { Leftover } from "../../main/contract/setup.ts";
import { type Item, standing } from "./fold.ts";
import type { Step } from "./step.ts";
import type { Work } from "./work.ts";

/** Gives false when it was cancelled; asking again, or resuming, goes on. What was adopted is not touched. */
export async function undoAll(work: Work): Promise<boolean> {
	if (!work.past().undoing) work.write({ kind: "undo-asked" });
	await forgetReturn(work);
	const items = standing(work.past());
	work.pace.start(items);
	try {
		for (const item of items) {
			if (work.signal.aborted) return false;
			work.pace.begin(item);
			work.mark(item, "undoing");
			const leftovers = await undoOne(work, item);
			// Cut short, not failed: the step stays "undoing".
			if (leftovers.length > 0 && work.signal.aborted) return false;
			work.mark(item, leftovers.length > 0 ? "leftover" : "undone", { leftovers });
			work.pace.end(item);
		}
	} finally {
		work.pace.stop();
	}
	work.write({ kind: "undo-ended", leftovers: standing(work.past()).length });
	return true;
}

/** Nothing is to go on after a restart any more. */
async function forgetReturn({ tools: { comeBack, run }, signal }: Work): Promise<void> {
	try {
		await comeBack?.forget({ run, signal });
	} catch {
		// What is left of it opens Hearth once, where setup says that it is undone.
	}
}

async function undoOne(work: Work, item: Item): Promise<Leftover[]> {
	const stepId = item.step.id;
	const remove = item.step.shown.byHand;
	const step: Step | null = work.tools.registry.find(item.step);
	if (!step) return [{ stepId, what: { code: "setup.left.unknown-step", args: {} }, remove }];
	const context = work.context(item);
	try {
		const kept = await step.undo(context);
		if (kept.length > 0) return kept.map((one) => ({ ...one, stepId }));
		const { found } = await step.probe(context);
		return found === "ours" || found === "partial"
			? [{ stepId, what: { code: "setup.left.still-there", args: {} }, remove }]
			: [];
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		return [{ stepId, what: { code: "setup.left.failed", args: { error: message } }, remove }];
	}
}
