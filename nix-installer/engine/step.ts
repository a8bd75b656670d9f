// One reversible act of setup. A step never decides what else happens: the engine runs it, journals it and undoes it.
import type { Leftover, SetupWords, StepShown } from "../../main/contract/setup.ts";
import type { RunCommand } from "../../main/tools/run-command/run-command.ts";

/** What a probe finds on this PC, before or after an act. */
export type Probe =
	/** Not there: acting would add it. */
	| { readonly found: "absent" }
	/** There, and ours: the act is done. */
	| { readonly found: "ours" }
	/** There before us: taken as it is, and never undone. */
	| { readonly found: "theirs"; readonly detail: SetupWords }
	/** Half there: our act was cut off; acting again completes it, undoing removes what there is. */
	| { readonly found: "partial" }
	/** Something of somebody else's stands in the way. The engine stops before it and changes nothing there. */
	| { readonly found: "blocked"; readonly detail: SetupWords };

/** What a step wrote down about its own act: names, file numbers, digests. JSON; never a secret. */
export type Memory = Readonly<Record<string, string | number | boolean | null>>;

export interface ProbeContext {
	/**
	 * What this step last remembered, or null. With null nothing here can be ours. Only what it proves is ours may be
	 * called "ours" or "partial": between a crash and the next start, anybody may have made the same thing.
	 */
	readonly memory: Memory | null;
	readonly run: RunCommand;
	readonly signal: AbortSignal;
}

export interface ActContext extends ProbeContext {
	/** Random, unique text of [0-9a-f-]. */
	readonly newId: () => string;
	/** Replaces the memory. On disk when it returns: call it before each effect that the memory must prove. */
	remember(memory: Memory): void;
	/** Bytes of this act so far; `total` null while unknown. */
	report(bytes: { readonly done: number; readonly total: number | null }): void;
}

export interface Step {
	/** Pure: the same words for the same params, for ever. They are part of the plan's hash. */
	describe(): StepShown;
	/** Changes nothing. */
	probe(context: ProbeContext): Promise<Probe>;
	/**
	 * Brings about what `probe` then calls "ours". Called when it found "absent" or, after a cut-off act, "partial", which
	 * it completes. Overwrites nothing of anybody else's; ends early, by throwing, when `signal` aborts.
	 */
	act(context: ActContext): Promise<void>;
	/**
	 * Takes away what the memory proves to be ours, whole or half, and puts back what was there before. Leaves everything
	 * else. Running it again is harmless. Gives what it had to leave, e.g. a file the person has changed since.
	 */
	undo(context: ActContext): Promise<readonly Omit<Leftover, "stepId">[]>;
}

/** A kind of step in one version. Code of a released version stays, so that what it did can always be undone. */
export interface StepType {
	readonly type: string;
	readonly version: number;
	/** @throws when `params` are not what this type takes. */
	open(params: unknown): Step;
}

/** A foreseen fault of a step, in words. Any other error is shown by its own message. */
export class StepFault extends Error {
	readonly words: SetupWords;
	constructor(words: SetupWords) {
		super(`${words.code} ${JSON.stringify(words.args)}`);
		this.name = "StepFault";
		this.words = words;
	}
}
