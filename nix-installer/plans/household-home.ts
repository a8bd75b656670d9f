// The person's tools from the household's own list, which an invite names, in place of a list on this PC. What is built is
// pinned to what was looked at. Once it stands, the plan keeps it without the invite, which is kept nowhere.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { InviteSummary } from "../../main/contract/invite.ts";
import type { SetupCannot, SetupChoices, SetupWords } from "../../main/contract/setup.ts";
import { emptyInventory } from "../../main/core/inventory-edit.ts";
import type { Item } from "../engine/fold.ts";
import type { WantedStep } from "../engine/plan.ts";
import { StepFault } from "../engine/step.ts";
import { homePlaces } from "../home-manager/home-places.ts";
import { homeNamePattern, readFlake, readHomes } from "../steps/common/flake.ts";
import { addThisHome, homeKey, type ThisHome } from "../steps/common/fleet-entry.ts";
import { homeBuildParamsSchema } from "../steps/common/home-build.ts";
import { inScratch, wantHomeBuild } from "../steps/common/plan-home.ts";
import { lookForNix } from "../steps/linux/nix-here.ts";
import {
	accountHere,
	type HomeHere,
	homeParts,
	inputsOf,
	kindOf,
	longestMs,
	parts,
	standingBase,
	systemOf,
	unreadable,
	withBase,
} from "./home-parts.ts";
import { homeToolsHere } from "./home-tools-here.ts";
import { nextSwitch } from "./next-switch.ts";
import { again, pastItems } from "./past-items.ts";
import type { SetupWanted } from "./setup-plan.ts";

type Parts = Pick<SetupWanted, "parts" | "cannot">;
/** An invite that names a list. */
type Household = InviteSummary & { readonly fleet: string };

/** Tells a build from the household's list apart from one of this PC's own. */
const buildId = "household.build";

/** True for the step that builds from the household's list. */
export const isFromHousehold = ({ id }: WantedStep): boolean => id === buildId;

/** null where there is no invite, or one that names no list. */
export function householdOf(choices: SetupChoices): Household | null {
	if (choices.home === "this-pc" || choices.invite.fleet === null) return null;
	return { ...choices.invite, fleet: choices.invite.fleet };
}

/**
 * `household`: whose list is asked now; null: only what stands of it goes on, without a network. Where nothing of it stands,
 * or this PC cannot hold tools yet, it is as homeParts says.
 */
export async function householdHome(dataDirectory: string, pc: HomeHere, household: Household | null): Promise<Parts> {
	const { env, run } = pc;
	const past = pastItems(dataDirectory);
	const stands = past.findLast(({ step }) => step.id === `tools.${buildId}`);
	if (!household && !stands) return homeParts(dataDirectory, pc);
	const tools = homeToolsHere(env);
	const here = await lookForNix({ findNix: tools.findNix, places: pc.places }, run);
	const system = systemOf(pc);
	// What is missing comes first; it is said the same with an invite and without.
	if (here.state !== "answers" || system === null) return homeParts(dataDirectory, pc);
	const { user, home: directory } = accountHere(env);
	const me: ThisHome = { user, host: pc.host, directory, kind: kindOf(pc), system };
	const places = homePlaces(directory, user, env);
	const context = { run, signal: AbortSignal.timeout(longestMs) };
	const baseParts = standingBase(past);
	const goOn = async (built: Item) => parts([again(built)], [await nextSwitch(tools, past, built, context)]);
	const look = async (from: Household): Promise<Parts> => {
		const inputs = inputsOf(env.HEARTH_FLEET_INPUTS);
		const home = homeKey(me);
		if (!homeNamePattern.test(home)) return none(notOnList(from, me));
		// Nix copies a whole folder to where every account can read it, before it looks whether there is a list in it.
		if (from.fleet.startsWith("path:") && !isList(from.fleet.slice("path:".length))) return none(noListThere(from));
		const now = await inScratch(tools, places, context, async (work) => {
			const { narHash, pinned } = await readFlake(work, { flake: from.fleet, inputs });
			// A folder of this PC is told apart by its digest alone.
			const flake = from.fleet.startsWith("path:") ? from.fleet : pinned;
			return { narHash, flake, ...(await readHomes(work, { flake, inputs, home })) };
		});
		if (!now.names.includes(home) || !now.names.includes(`${home}-remove`)) return none(notOnList(from, me));
		if (now.folder !== directory) return none(otherFolder(from, me, now.folder ?? ""));
		const built = past.findLast(({ step }) => isBuilt(step.params, now.narHash, home));
		if (built) return goOn(built);
		const folder = join(dataDirectory, "setup", "homes");
		const step = await wantHomeBuild(tools, { places, inputs, home, folder, flake: now.flake }, context);
		return parts([{ ...step, id: buildId }], []);
	};
	try {
		return withBase(baseParts, household ? await look(household) : stands ? await goOn(stands) : none());
	} catch (error) {
		const why = error instanceof StepFault ? error.words : unreadable(error);
		return withBase(baseParts, none({ id: "tools", why, next: nextOf(household) }));
	}
}

const none = (...cannot: SetupCannot[]): Parts => ({ parts: [], cannot });

/** What somebody of the household has to write into its list; its class of PC may be another one there. */
const entryOf = (me: ThisHome) => {
	const added = addThisHome(emptyInventory, me);
	if (!added.ok) return {};
	const { people, hosts, homes } = added.inventory;
	return { entry: JSON.stringify({ people, hosts, homes }, null, "\t") };
};

const notOnList = ({ home, inviter }: Household, me: ThisHome): SetupCannot => ({
	id: "tools",
	why: { code: "setup.cannot.not-on-list", args: { home } },
	next: { code: "setup.cannot.ask-entry", args: { inviter, entry: homeKey(me) } },
	...entryOf(me),
});

const otherFolder = ({ home, inviter }: Household, me: ThisHome, folder: string): SetupCannot => ({
	id: "tools",
	why: { code: "setup.cannot.list-other-folder", args: { home, folder } },
	next: { code: "setup.cannot.ask-folder", args: { inviter, folder: me.directory, entry: homeKey(me) } },
	...entryOf(me),
});

const noListThere = (household: Household): SetupCannot => ({
	id: "tools",
	why: { code: "setup.cannot.no-list-there", args: { home: household.home, place: household.fleet } },
	next: nextOf(household),
});

const isList = (folder: string) => ["flake.nix", "inventory.json"].every((name) => existsSync(join(folder, name)));

const nextOf = (household: Household | null): SetupWords =>
	household
		? { code: "setup.cannot.ask-list", args: { inviter: household.inviter } }
		: { code: "setup.cannot.next-tools", args: {} };

function isBuilt(params: unknown, narHash: string, home: string): boolean {
	const read = homeBuildParamsSchema.safeParse(params);
	return read.success && read.data.narHash === narHash && read.data.home === home;
}
