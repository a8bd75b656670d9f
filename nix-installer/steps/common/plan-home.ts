// Makes the two home steps as a person is shown them: first what is built, then, once it is built, what changes in the home.
// Nothing in the home is written here.
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import type { WantedStep } from "../../engine/plan.ts";
import type { HomeWork } from "../../home-manager/activate.ts";
import { hasHome, profileTarget } from "../../home-manager/generations.ts";
import type { HomePlaces } from "../../home-manager/home-places.ts";
import { rehearse, surveyHome } from "../../home-manager/survey.ts";
import { readFlake, readHomeSize } from "./flake.ts";
import { buildPlace, type HomeBuildParams } from "./home-build.ts";
import type { HomeSwitchParams } from "./home-switch.ts";
import { type HomeTools, homeWork } from "./home-tools.ts";

export interface PlanContext {
	readonly run: RunCommand;
	readonly signal: AbortSignal;
}

export interface WantedHome {
	readonly places: HomePlaces;
	/** e.g. "path:/home/ada/fleet". */
	readonly flake: string;
	readonly inputs?: Readonly<Record<string, string>>;
	/** USER@HOST. */
	readonly home: string;
	/** Absolute; builds are linked from folders in it. */
	readonly folder: string;
}

/** Evaluates the flake and asks what it would fetch. @throws StepFault without Nix; Error with what Nix said */
export async function wantHomeBuild(tools: HomeTools, wanted: WantedHome, context: PlanContext): Promise<WantedStep> {
	const { places, flake, inputs = {}, home, folder } = wanted;
	return inScratch(tools, places, context, async (work) => {
		const { narHash } = await readFlake(work, { flake, inputs });
		const size = await readHomeSize(work, { flake, inputs, home });
		const params: HomeBuildParams = {
			places,
			flake,
			narHash,
			home,
			folder,
			inputs: { ...inputs },
			downloadBytes: size.downloadBytes,
			diskBytes: size.unpackedBytes,
		};
		return { id: "home.build", type: "home.build", version: 1, params };
	});
}

/** Store paths of the generations that setup has built into `folder` and holds. Empty where it never did. */
export function builtGenerations(folder: string): string[] {
	const names = existsSync(folder) ? readdirSync(folder) : [];
	const links = names.map((name) => join(folder, name, "generation"));
	return links.flatMap((link) => (existsSync(link) ? [realpathSync(link)] : []));
}

/**
 * Looks at the home and rehearses the activation of what `built` has built. `standing`: generations of
 * setup's own; only from one of these it goes on to a newer one.
 * @throws StepFault when something is in the way that cannot be kept aside, or without Nix; Error when nothing is built or
 * the rehearsal fails
 */
export async function wantHomeSwitch(
	tools: HomeTools,
	{ built, standing = builtGenerations(built.folder) }: { built: HomeBuildParams; standing?: readonly string[] },
	context: PlanContext,
): Promise<WantedStep> {
	const { places } = built;
	const links = buildPlace(built);
	const [generation, removal] = [realpathSync(links.generation), realpathSync(links.removal)];
	const now = profileTarget(places);
	const previous = now !== null && standing.includes(now) && now !== generation ? now : null;
	const step = (params: HomeSwitchParams): WantedStep => ({
		id: "home.switch",
		type: "home.switch",
		version: 1,
		params,
	});
	const common = { places, generation, removal, previous };
	// Somebody's own home is taken as it is: there is nothing to rehearse, and the step adopts it.
	if (previous === null && hasHome(places, tools.env)) {
		return step({ ...common, extension: "before-hearth-0", adds: [], replaces: [], removes: [] });
	}
	const changes = surveyHome(places, generation, previous);
	const extension = freeExtension(places.home, generation, changes.replaces);
	await inScratch(tools, places, context, (work) => rehearse(work, { generation, extension, changes }));
	return step({
		...common,
		extension,
		adds: [...changes.adds],
		replaces: [...changes.replaces],
		removes: [...changes.removes],
	});
}

/** The same for the same generation and home, so that the same plan has the same hash. */
function freeExtension(home: string, generation: string, replaces: readonly string[]): string {
	const name = `before-hearth-${basename(generation).slice(0, 8)}`;
	for (let n = 1; ; n++) {
		const extension = n === 1 ? name : `${name}-${n}`;
		if (!replaces.some((path) => existsSync(join(home, `${path}.${extension}`)))) return extension;
	}
}

/** With a cache folder of its own, so that asking leaves nothing in the home. */
export async function inScratch<T>(
	tools: HomeTools,
	places: HomePlaces,
	context: PlanContext,
	task: (work: HomeWork) => Promise<T>,
): Promise<T> {
	const cache = mkdtempSync(join(tmpdir(), "hearth-plan-"));
	try {
		return await task(await homeWork(tools, { ...places, cache }, context));
	} finally {
		rmSync(cache, { recursive: true, force: true });
	}
}
