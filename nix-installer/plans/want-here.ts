// Which parts make up setup on this PC.
import { hostname, release } from "node:os";
import type { SetupChoices, SetupPartId, SetupWords } from "../../main/contract/setup.ts";
import { type RunCommand, runCommand } from "../../main/tools/run-command/run-command.ts";
import { comeBackHere, midwayHere } from "../open-setup.ts";
import { type PreflightReaders, readPreflight, systemReaders } from "../preflight/read-preflight.ts";
import { type EngineReaders, systemEngines } from "../steps/common/container-engine-look.ts";
import { type NixHereTools, usualNixPlaces } from "../steps/linux/nix-here.ts";
import { containersHere } from "./containers-here.ts";
import { shippedFleet } from "./fleet-here.ts";
import { householdHome, householdOf, isFromHousehold } from "./household-home.ts";
import { linuxBase } from "./linux-base.ts";
import { macBase } from "./mac-base.ts";
import { pastItems, withRenewed } from "./past-items.ts";
import { type Pin, pins as shippedPins } from "./pins.ts";
import type { SetupWanted, WantedPart, WantSetup } from "./setup-plan.ts";
import { windowsBuild, windowsParts } from "./windows-parts.ts";

export interface WantHereOptions {
	/** What may be downloaded; what this version brings along when not given. */
	readonly pins?: readonly Pin[];
	/** How to look for engines of larger work, and for programs that start one. */
	readonly engines?: EngineReaders;
	readonly run?: RunCommand;
	/** What release() of node:os says. */
	readonly release?: string;
	/** Where an installation of the tools' base lies. */
	readonly places?: NixHereTools["places"];
	/** This PC's own name. */
	readonly host?: string;
	/** Will Hearth be started at the next sign-in should setup be cut off? */
	readonly comesBack?: boolean;
}

type Parts = Pick<SetupWanted, "parts" | "cannot">;

/** What setup would do on this PC; where a part cannot be set up, why and what to do instead. */
export function wantHere(
	dataDirectory: string,
	readers: PreflightReaders = systemReaders(),
	{
		pins = shippedPins,
		engines = systemEngines(),
		run = runCommand,
		release: version = release(),
		host = hostname(),
		places = usualNixPlaces,
		comesBack = midwayHere(dataDirectory, undefined, comeBackHere(dataDirectory, undefined)) !== null,
	}: WantHereOptions = {},
): WantSetup {
	return async (choices): Promise<SetupWanted> => {
		const checks = await readPreflight(readers);
		const blocked = checks.find(({ level }) => level === "problem")?.words ?? null;
		const found = blocked === null ? await partsOf(readers.platform, choices) : nowhere(blocked);
		const containers = await containersHere(dataDirectory, engines, run);
		const isPart = "steps" in containers;
		return {
			parts: [...withRenewed(found.parts, pastItems(dataDirectory)), ...(isPart ? [containers] : [])],
			cannot: [...found.cannot, ...(isPart ? [] : [containers])],
			checks,
			notes: [...(comesBack ? [{ code: "setup.note.comes-back", args: {} }] : []), ...notesOf(choices, found.parts)],
		};
	};

	async function partsOf(platform: NodeJS.Platform, choices: SetupChoices): Promise<Parts> {
		const { arch, env } = readers;
		if (platform === "linux" || platform === "darwin") {
			const isMac = platform === "darwin";
			// sd_booted(3). The store belongs to a service, and its installer refuses to plan without what runs services.
			const noBase = isMac || readers.isThere("/run/systemd/system") ? undefined : "setup.cannot.no-services";
			const base = isMac ? macBase(dataDirectory, arch, pins) : linuxBase(dataDirectory, readers, pins);
			const pc = { platform, arch, env, base: noBase ? null : base, noBase, places, host, run };
			return householdHome(dataDirectory, pc, householdOf(choices));
		}
		const here = { arch, build: windowsBuild(version), host, shipped: shippedFleet(), pins };
		return windowsParts(dataDirectory, here) ?? nowhere(notYet);
	}
}

/** What an invite does not do yet, and whom its list makes a part of this account. */
function notesOf(choices: SetupChoices, parts: readonly WantedPart[]): SetupWords[] {
	if (choices.home === "this-pc") return [];
	const { home } = choices.invite;
	const later = { code: "setup.note.invite-later", args: { home } };
	return parts.some(({ steps }) => steps.some(isFromHousehold))
		? [later, { code: "setup.note.invite-list", args: { home } }]
		: [later];
}

const notYet = { code: "setup.cannot.this-version", args: {} };

const nowhere = (why: SetupWords): Parts => ({
	parts: [],
	cannot: (["base", "tools"] as const).map((id) => notHere(id, why)),
});

const notHere = (id: SetupPartId, why: SetupWords) => ({
	id,
	why,
	next: { code: "setup.cannot.lend-anyway", args: {} },
});
