// The table of failures: which one is it, and in which words is it told.
import type { SetupWords } from "../../main/contract/setup.ts";
import type { Evidence, Failure, FailureFix } from "./failure.ts";
import { linuxOnWindowsFailures } from "./linux-on-windows-failures.ts";
import { toolFailures } from "./tool-failures.ts";

export const failures: readonly Failure[] = [...toolFailures, ...linuxOnWindowsFailures];

export interface ToldFailure {
	readonly code: string;
	/** What happened, what was changed, and what comes next. */
	readonly what: SetupWords;
	readonly changed: SetupWords;
	readonly next: SetupWords;
	readonly fix: FailureFix;
}

/** null: none that is known; tell what the program said. */
export function recogniseFailure(evidence: Evidence): ToldFailure | null {
	const found = failures.find(({ detect }) => detect(evidence));
	if (!found) return null;
	const args = found.args?.(evidence) ?? {};
	const words = (part: string): SetupWords => ({ code: `setup.failure.${found.code}.${part}`, args });
	return { code: found.code, what: words("what"), changed: words("changed"), next: words("do"), fix: found.fix };
}
