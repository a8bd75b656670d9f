// How an administrator's act ended that did not get done, in words for the person.
import { StepFault } from "../engine/step.ts";
import type { ElevatedEnd } from "./elevated.ts";

/**
 * The fault a step throws when the helper did not do its acts; null when it did. "declined" and "no-prompt" are no
 * errors: their words (setup.fault.declined, setup.fault.no-prompt) say that nothing was changed and what comes next.
 */
export function elevatedFault(end: ElevatedEnd): StepFault | null {
	switch (end.end) {
		case "done":
			return null;
		case "declined":
			return new StepFault({ code: "setup.fault.declined", args: {} });
		case "not-allowed":
			return new StepFault({ code: "setup.fault.not-allowed", args: {} });
		case "no-prompt":
			return new StepFault({ code: "setup.fault.no-prompt", args: { command: end.command } });
		case "refused":
			return new StepFault({ code: "setup.fault.refused", args: { why: end.why } });
		case "aborted":
			return new StepFault({ code: "setup.fault.cancelled", args: {} });
		case "failed":
			return new StepFault({ code: "setup.fault.other", args: { error: lastLine(end.said) || `code ${end.code}` } });
		case "lost":
			return new StepFault({ code: "setup.fault.lost", args: {} });
	}
}

function lastLine(said: string): string {
	return said.trim().split("\n").at(-1)?.trim().slice(0, 300) ?? "";
}
