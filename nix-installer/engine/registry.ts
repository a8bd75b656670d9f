// Which code acts and undoes a planned step, by type and version.
import type { PlannedStep } from "../../main/contract/setup.ts";
import type { Step, StepType } from "./step.ts";

export interface StepRegistry {
	/** null when this version of Hearth does not know the step's type, version or params. */
	find(step: Pick<PlannedStep, "type" | "version" | "params">): Step | null;
}

/** @throws Error when two types share a name and version. */
export function stepRegistry(types: readonly StepType[]): StepRegistry {
	const known = new Map<string, StepType>();
	for (const one of types) {
		const key = `${one.type}@${one.version}`;
		if (known.has(key)) throw new Error(`two step types are called ${key}`);
		known.set(key, one);
	}
	return {
		find({ type, version, params }) {
			try {
				return known.get(`${type}@${version}`)?.open(params) ?? null;
			} catch {
				return null;
			}
		},
	};
}
