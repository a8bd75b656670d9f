// The plan a person sees and the hash that ties what runs to it.
import type { Digest } from "../../main/contract/ids.ts";
import { ProblemError } from "../../main/contract/problem.ts";
import { type PlannedStep, type SetupPlan, type ShownPlan, setupPlanSchema } from "../../main/contract/setup.ts";
import { canonical, sha256 } from "../../main/tools/crypto/canonical.ts";
import type { StepRegistry } from "./registry.ts";

/** A step somebody wants, before its words are known. */
export type WantedStep = Pick<PlannedStep, "id" | "type" | "version" | "params">;

/** `sha256:` of the plan's RFC 8785 form. */
export function planHash(plan: SetupPlan): Digest {
	return sha256(canonical(plan));
}

/**
 * The plan over `wanted`, in order, each step in the words of its own code. Reads and changes nothing on this PC.
 * @throws Error when a step is unknown or two share an id: a defect of whoever wants them.
 */
export function makePlan(registry: StepRegistry, wanted: readonly WantedStep[]): ShownPlan {
	const ids = new Set(wanted.map(({ id }) => id));
	if (ids.size !== wanted.length) throw new Error("two steps of a plan share an id");
	const steps = wanted.map(({ id, type, version, params }) => {
		const step = registry.find({ type, version, params });
		if (!step) throw new Error(`no code for step ${id} (${type}@${version})`);
		return { id, type, version, params, shown: step.describe() };
	});
	const plan = setupPlanSchema.parse({ v: 1, steps });
	return { plan, hash: planHash(plan) };
}

/**
 * Accepts a plan only when it is exactly what was shown: its hash is the one the person saw, every step is known here,
 * and its code still says the same about it.
 * @throws ProblemError setup.plan-changed, setup.step-unknown
 */
export function checkShown(registry: StepRegistry, shown: ShownPlan): void {
	checkKnown(registry, shown);
	for (const one of shown.plan.steps) {
		const words = registry.find(one)?.describe();
		if (canonical(words) !== canonical(one.shown)) throw new ProblemError("setup.plan-changed");
	}
}

/**
 * The same for a plan that was accepted before and is gone on with: a newer Hearth may word its steps differently.
 * @throws ProblemError setup.plan-changed, setup.step-unknown
 */
export function checkKnown(registry: StepRegistry, { plan, hash }: ShownPlan): void {
	const parsed = setupPlanSchema.safeParse(plan);
	if (!parsed.success || planHash(parsed.data) !== hash) throw new ProblemError("setup.plan-changed");
	if (new Set(plan.steps.map(({ id }) => id)).size !== plan.steps.length) throw new ProblemError("setup.plan-changed");
	const unknown = plan.steps.find((one) => registry.find(one) === null);
	if (unknown) {
		throw new ProblemError("setup.step-unknown", { step: unknown.id, type: `${unknown.type}@${unknown.version}` });
	}
}
