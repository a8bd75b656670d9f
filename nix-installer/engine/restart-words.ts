// What a step says that cannot go on before the PC restarts. It remembers `bootedAt`, when the PC had started, before.
import type { SetupWords } from "../../main/contract/setup.ts";

/** Hearth is there again by itself. */
export const restartNeeded: SetupWords = { code: "setup.fault.restart-needed", args: {} };
/** Nothing starts Hearth again: the person does. */
export const restartThenStart: SetupWords = { code: "setup.fault.restart-then-start", args: {} };

export function isRestart(words: SetupWords | null): boolean {
	return words?.code === restartNeeded.code || words?.code === restartThenStart.code;
}
