// The person's tools and settings on Linux, in two parts: first all is built beside the home, then, once it is built and
// every file it would touch is known, it is put in place.
import { readFileSync, realpathSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import type { SetupCannot, SetupPartId, SetupWords } from "../../main/contract/setup.ts";
import { readInventory } from "../../main/core/inventory.ts";
import { runCommand } from "../../main/tools/run-command/run-command.ts";
import { foldJournal, type Item } from "../engine/fold.ts";
import { readJournal } from "../engine/journal.ts";
import type { WantedStep } from "../engine/plan.ts";
import { StepFault } from "../engine/step.ts";
import { listGenerations } from "../home-manager/generations.ts";
import { homePlaces } from "../home-manager/home-places.ts";
import { readFlake } from "../steps/linux/flake.ts";
import { buildPlace, homeBuildParamsSchema } from "../steps/linux/home-build.ts";
import { homeSwitchParamsSchema } from "../steps/linux/home-switch.ts";
import { homeWork } from "../steps/linux/home-tools.ts";
import { lookForNix, usualNixPlaces } from "../steps/linux/nix-here.ts";
import { wantHomeBuild, wantHomeSwitch } from "../steps/linux/plan-home.ts";
import { homeToolsHere } from "./home-tools-here.ts";
import type { SetupWanted, WantedPart } from "./setup-plan.ts";

type Parts = Pick<SetupWanted, "parts" | "cannot">;

/** Evaluating may fetch what the list of tools is made of. */
const longestMs = 10 * 60_000;

/**
 * HEARTH_FLEET names the folder with the list of tools, else it is ~/.config/hearth/fleet; its inventory must have this
 * account on this PC. HEARTH_FLEET_INPUTS: a folder with the list's inputs, for a PC without a network.
 */
export async function linuxHome(dataDirectory: string, env: NodeJS.ProcessEnv = process.env): Promise<Parts> {
	const tools = homeToolsHere(env);
	const here = await lookForNix({ findNix: tools.findNix, places: usualNixPlaces }, runCommand);
	if (here.state !== "answers") return nowhere("base", `setup.cannot.store-${here.state}`, true);
	const { username, homedir } = userInfo();
	const home = env.HOME || homedir;
	const user = env.USER || username;
	const folder = env.HEARTH_FLEET || join(home, ".config", "hearth", "fleet");
	const key = homeIn(folder, user, home);
	if (!key) return nowhere("tools", "setup.cannot.no-list");
	const context = { run: runCommand, signal: AbortSignal.timeout(longestMs) };
	const ref = { flake: `path:${folder}`, inputs: inputsOf(env.HEARTH_FLEET_INPUTS) };
	const past = pastItems(dataDirectory);
	try {
		const places = homePlaces(home, user, env);
		const { narHash } = await readFlake(await homeWork(tools, places, context), ref);
		const built = past.findLast(({ step }) => step.type === "home.build" && isOf(step.params, narHash, key));
		const wanted = { places, ...ref, home: key, folder: join(dataDirectory, "setup", "homes") };
		if (!built) return parts([await wantHomeBuild(tools, wanted, context)], []);
		const params = homeBuildParamsSchema.parse(built.step.params);
		// What stands is asked for again as it was: the same plan, and nothing to do.
		const generation = realpathSync(buildPlace(params).generation);
		const placed = past.findLast(({ step }) => step.type === "home.switch" && isAt(step.params, generation));
		const standing = past.some(({ step }) => step.type === "home.switch")
			? listGenerations(places).map(({ path }) => path)
			: [];
		const next = placed ? again(placed) : await wantHomeSwitch(tools, { built: params, standing }, context);
		return parts([again(built)], [next]);
	} catch (error) {
		if (error instanceof StepFault) return cannot("tools", error.words);
		const said = error instanceof Error ? error.message : String(error);
		return cannot("tools", { code: "setup.cannot.list-unreadable", args: { error: said.slice(0, 300) } });
	}
}

function parts(build: WantedStep[], place: WantedStep[]): Parts {
	const all: WantedPart[] = [
		{ id: "tools", needs: [], steps: build },
		{ id: "home", needs: ["tools"], steps: place },
	];
	// Which files it would touch is known only then.
	const later = { id: "home", why: words("home-later"), next: words("next-home") } as const;
	return { parts: all, cannot: place.length > 0 ? [] : [later] };
}

const words = (code: string): SetupWords => ({ code: `setup.cannot.${code}`, args: {} });

/** What setup did and that stands, oldest first. */
function pastItems(dataDirectory: string): Item[] {
	const { lines } = readJournal(join(dataDirectory, "setup", "journal.ndjson"));
	return foldJournal(lines).runs.flatMap(({ items }) => items.filter(({ acted, state }) => acted && state === "done"));
}

/** Without the part's name before its id, which the plan puts there. */
const again = ({ step: { id, type, version, params } }: Item): WantedStep => ({
	id: id.replace(/^[a-z]+\./, ""),
	type,
	version,
	params,
});

function isOf(params: unknown, narHash: string, key: string): boolean {
	const read = homeBuildParamsSchema.safeParse(params);
	return read.success && read.data.narHash === narHash && read.data.home === key;
}

function isAt(params: unknown, generation: string): boolean {
	const read = homeSwitchParamsSchema.safeParse(params);
	return read.success && read.data.generation === generation;
}

/** USER@HOST of this account, when the folder's inventory has it. */
function homeIn(folder: string, user: string, home: string): string | null {
	try {
		const read = readInventory(JSON.parse(readFileSync(join(folder, "inventory.json"), "utf8")));
		const homes = read.ok ? read.inventory.homes : {};
		const key = `${user}@${(hostname().split(".")[0] ?? "").toLowerCase()}`;
		if (homes[key]?.directory === home) return key;
		// A PC that was renamed since: the account's own folder tells which of its entries is meant.
		const others = Object.keys(homes).filter((one) => one.startsWith(`${user}@`) && homes[one]?.directory === home);
		return others.length === 1 ? (others[0] ?? null) : null;
	} catch {
		return null;
	}
}

const inputsOf = (folder: string | undefined): Record<string, string> =>
	folder
		? Object.fromEntries(["nixpkgs", "home-manager", "nix-darwin"].map((name) => [name, `path:${join(folder, name)}`]))
		: {};

function nowhere(id: SetupPartId, code: string, toolsToo = false): Parts {
	const first = cannot(id, { code, args: {} });
	if (!toolsToo) return first;
	return {
		parts: [],
		cannot: [...first.cannot, ...cannot("tools", { code: "setup.cannot.needs-base", args: {} }).cannot],
	};
}

function cannot(id: SetupPartId, why: SetupWords): Parts {
	const next = { code: `setup.cannot.next-${id === "base" ? "base" : "tools"}`, args: {} };
	const one: SetupCannot = { id, why, next };
	return { parts: [], cannot: [one] };
}
