// What follows a build that stands: putting it in place, as it was asked for before, or as it is looked at now.
import { realpathSync } from "node:fs";
import type { Item } from "../engine/fold.ts";
import type { WantedStep } from "../engine/plan.ts";
import { listGenerations } from "../home-manager/generations.ts";
import { buildPlace, homeBuildParamsSchema } from "../steps/common/home-build.ts";
import { homeSwitchParamsSchema } from "../steps/common/home-switch.ts";
import type { HomeTools } from "../steps/common/home-tools.ts";
import { type PlanContext, wantHomeSwitch } from "../steps/common/plan-home.ts";
import { again } from "./past-items.ts";

/**
 * The same step for what stands already, so that the same plan has nothing to do. Rehearses the activation, and changes
 * nothing in the home.
 * @throws StepFault for what is in the way; Error when nothing is built or the rehearsal fails
 */
export async function nextSwitch(
	tools: HomeTools,
	past: readonly Item[],
	built: Item,
	context: PlanContext,
): Promise<WantedStep> {
	const params = homeBuildParamsSchema.parse(built.step.params);
	const generation = realpathSync(buildPlace(params).generation);
	const switches = past.filter(({ step }) => step.type === "home.switch");
	const placed = switches.findLast(({ step }) => isAt(step.params, generation));
	if (placed) return again(placed);
	const standing = switches.length > 0 ? listGenerations(params.places).map(({ path }) => path) : [];
	return wantHomeSwitch(tools, { built: params, standing }, context);
}

function isAt(params: unknown, generation: string): boolean {
	const read = homeSwitchParamsSchema.safeParse(params);
	return read.success && read.data.generation === generation;
}
