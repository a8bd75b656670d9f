// The plan over the parts that are wanted here, and the part of it that a person agreed to. What runs is always cut from
// what was shown: one hash over all of it ties the two together.
import { ProblemError } from "../../main/contract/problem.ts";
import type {
	SetupCannot,
	SetupCheck,
	SetupChoices,
	SetupPart,
	SetupPartId,
	SetupWords,
	ShownPlan,
	ShownSetup,
} from "../../main/contract/setup.ts";
import type { SetupEngine } from "../engine/engine.ts";
import type { WantedStep } from "../engine/plan.ts";

export interface WantedPart extends SetupPart {
	/** In order; ids are unique within the part. */
	readonly steps: readonly WantedStep[];
}

/** What setup would do on this PC. */
export interface SetupWanted {
	/** In the order of setting up; a part without steps is not shown. */
	readonly parts: readonly WantedPart[];
	readonly cannot: readonly SetupCannot[];
	readonly checks: readonly SetupCheck[];
	readonly notes: readonly SetupWords[];
}

/** Looks at this PC and says what is wanted there for these choices. Changes nothing; the same PC gives the same answer. */
export type WantSetup = (choices: SetupChoices) => Promise<SetupWanted>;

/** Reads and changes nothing. */
export function showPlan(engine: SetupEngine, choices: SetupChoices, wanted: SetupWanted): ShownSetup {
	const parts = wanted.parts.filter(({ steps }) => steps.length > 0);
	return {
		...engine.plan(parts.flatMap(stepsOf)),
		choices,
		parts: parts.map(({ id, needs, renews }) => ({
			id,
			needs: needs.filter((one) => parts.some((part) => part.id === one)),
			...(renews && { renews }),
		})),
		cannot: [...wanted.cannot],
		checks: [...wanted.checks],
		notes: [...wanted.notes],
	};
}

/**
 * The steps of the agreed parts, as a plan of their own.
 * @throws ProblemError setup.plan-changed when the whole plan is not the one with `hash`, or a part is not in it or lacks
 * one that it needs
 */
export function agreedPlan(
	engine: SetupEngine,
	wanted: SetupWanted,
	agreed: { readonly hash: string; readonly parts: readonly SetupPartId[] },
): ShownPlan {
	const parts = wanted.parts.filter(({ steps }) => steps.length > 0);
	const chosen = parts.filter(({ id }) => agreed.parts.includes(id));
	const here = (id: SetupPartId) => parts.some((one) => one.id === id);
	const whole = chosen.every(({ needs }) => needs.every((id) => !here(id) || agreed.parts.includes(id)));
	if (engine.plan(parts.flatMap(stepsOf)).hash !== agreed.hash || !whole || !agreed.parts.every(here)) {
		throw new ProblemError("setup.plan-changed");
	}
	return engine.plan(chosen.flatMap(stepsOf));
}

const stepsOf = ({ id, steps }: WantedPart): WantedStep[] => steps.map((step) => ({ ...step, id: `${id}.${step.id}` }));
