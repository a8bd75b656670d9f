// The person's tools and settings on Linux and on a Mac, in two parts: first all is built beside the home, then, once it is
// built and every file it would touch is known, it is put in place. A Mac's own settings follow from the same list.
import { userInfo } from "node:os";
import { join } from "node:path";
import type { SetupCannot, SetupPartId, SetupWords } from "../../main/contract/setup.ts";
import type { RunCommand } from "../../main/tools/run-command/run-command.ts";
import type { Item } from "../engine/fold.ts";
import type { WantedStep } from "../engine/plan.ts";
import { StepFault } from "../engine/step.ts";
import { homePlaces } from "../home-manager/home-places.ts";
import { readFlake } from "../steps/common/flake.ts";
import { fleetWriteParamsSchema } from "../steps/common/fleet-write.ts";
import { homeBuildParamsSchema } from "../steps/common/home-build.ts";
import { inScratch, wantHomeBuild } from "../steps/common/plan-home.ts";
import { lookForNix, type NixHereTools } from "../steps/linux/nix-here.ts";
import { type FleetWish, lookForFleet, shippedFleet, withFleetPreview } from "./fleet-here.ts";
import { homeToolsHere } from "./home-tools-here.ts";
import { hostToActivate, macSystem } from "./mac-system.ts";
import { nextSwitch } from "./next-switch.ts";
import { again, pastItems, standingPart } from "./past-items.ts";
import type { SetupWanted, WantedPart } from "./setup-plan.ts";

type Parts = Pick<SetupWanted, "parts" | "cannot">;

/** Evaluating may fetch what the list of tools is made of. */
export const longestMs = 10 * 60_000;

export interface HomeHere {
	readonly platform: "linux" | "darwin";
	/** The PC's own name. */
	readonly host: string;
	/** As process.arch has it. */
	readonly arch: string;
	readonly env: NodeJS.ProcessEnv;
	/** Where an installation of the base lies. */
	readonly places: NixHereTools["places"];
	readonly run: RunCommand;
	/** What installs the tools' base where there is none; null: it cannot be installed. */
	readonly base: WantedPart | null;
	/** Why it cannot, where that is not that this version brings nothing along. */
	readonly noBase?: string | undefined;
}

/**
 * HEARTH_FLEET names the folder with the list of tools, else it is ~/.config/hearth/fleet; where this account on this PC
 * is not in it, a step puts it there. HEARTH_FLEET_INPUTS: a folder with the list's inputs, for a PC without a network.
 */
export async function homeParts(dataDirectory: string, pc: HomeHere): Promise<Parts> {
	const { env, base, run } = pc;
	const tools = homeToolsHere(env);
	const here = await lookForNix({ findNix: tools.findNix, places: pc.places }, run);
	if (here.state === "none" && base) return { parts: [base], cannot: [afterBase] };
	if (here.state === "none" && pc.noBase !== undefined) return nowhere("base", pc.noBase, true);
	if (here.state !== "answers") return nowhere("base", `setup.cannot.store-${here.state}`, true);
	const { user, home } = accountHere(env);
	const folder = env.HEARTH_FLEET || join(home, ".config", "hearth", "fleet");
	const past = pastItems(dataDirectory);
	const baseParts = standingBase(past);
	const system = systemOf(pc);
	if (system === null) return { ...nowhere("tools", "setup.cannot.no-list"), parts: baseParts };
	const wish: FleetWish = {
		folder,
		shipped: shippedFleet(),
		here: { user, host: pc.host, directory: home, kind: kindOf(pc), system },
	};
	const context = { run, signal: AbortSignal.timeout(longestMs) };
	const inputs = inputsOf(env.HEARTH_FLEET_INPUTS);
	try {
		const fleet = lookForFleet(wish);
		if (fleet.found === "none") return { parts: baseParts, cannot: cannot("tools", fleet.why).cannot };
		const { key } = fleet;
		const places = homePlaces(home, user, env);
		const flake = `path:${folder}`;
		const wanted = { places, inputs, home: key, folder: join(dataDirectory, "setup", "homes") };
		if (fleet.found === "writes") {
			const build = await withFleetPreview(fleet.params, async (preview) => {
				const looked = await wantHomeBuild(tools, { ...wanted, flake: `path:${preview}` }, context);
				return { ...looked, params: homeBuildParamsSchema.parse({ ...Object(looked.params), flake }) };
			});
			const first = parts([fleet.step, build], []);
			const hasMore = pc.platform === "darwin" && hostToActivate(fleet.inventory, key) !== null;
			return withBase(baseParts, { ...first, cannot: [...first.cannot, ...(hasMore ? [systemLater] : [])] });
		}
		const written = past.findLast(({ step }) => step.type === "fleet.write" && isIn(step.params, folder));
		const list = written ? [again(written)] : [];
		const { narHash } = await inScratch(tools, places, context, (work) => readFlake(work, { flake, inputs }));
		const more = pc.platform === "darwin" ? macSystem(past, { ...fleet, flake, narHash }) : null;
		const extra = more ? [{ ...more, needs: list.length > 0 ? ["tools" as const] : [] }] : [];
		const built = past.findLast(({ step }) => step.type === "home.build" && isOf(step.params, narHash, key));
		if (!built) {
			const build = await wantHomeBuild(tools, { ...wanted, flake }, context);
			return withBase(baseParts, parts([...list, build], [], extra));
		}
		const next = await nextSwitch(tools, past, built, context);
		return withBase(baseParts, parts([...list, again(built)], [next], extra));
	} catch (error) {
		const why = error instanceof StepFault ? error.words : unreadable(error);
		return { parts: baseParts, cannot: cannot("tools", why).cannot };
	}
}

export const unreadable = (error: unknown): SetupWords => ({
	code: "setup.cannot.list-unreadable",
	args: { error: (error instanceof Error ? error.message : String(error)).slice(0, 300) },
});

export function accountHere(env: NodeJS.ProcessEnv) {
	const { username, homedir } = userInfo();
	return { user: env.USER || username, home: env.HOME || homedir };
}

export const kindOf = ({ platform, env }: HomeHere) =>
	platform === "darwin" ? "darwin" : env.WSL_DISTRO_NAME ? "wsl" : "linux";

/** null: no programs are made for it. Of Macs, only those of Apple's own processors. */
export function systemOf({ platform, arch }: HomeHere): FleetWish["here"]["system"] | null {
	if (platform === "darwin") return arch === "arm64" ? "aarch64-darwin" : null;
	return arch === "x64" ? "x86_64-linux" : arch === "arm64" ? "aarch64-linux" : null;
}

const afterBase: SetupCannot = { id: "tools", why: words("tools-later"), next: words("next-later") };

const systemLater: SetupCannot = { id: "system", why: words("home-later"), next: words("next-later") };

/** The base that setup itself has put here, as it was planned then: what it would add has changed since it is there. */
export function standingBase(past: readonly Item[]): WantedPart[] {
	const found = ["nix.install", "darwin.nix", "darwin.nix-package"].map((type) => standingPart(past, "base", [type]));
	return found.filter((part) => part !== null).slice(0, 1);
}

/** What stands on the base needs it; what needs another part does so by that. */
export const withBase = (base: readonly WantedPart[], { parts, cannot }: Parts): Parts => ({
	parts: [
		...base,
		...parts.map((part) => (part.needs.length === 0 ? { ...part, needs: base.map(({ id }) => id) } : part)),
	],
	cannot,
});

export function parts(build: WantedStep[], place: WantedStep[], more: readonly WantedPart[] = []): Parts {
	const all: WantedPart[] = [
		{ id: "tools", needs: [], steps: build },
		{ id: "home", needs: ["tools"], steps: place },
		...more,
	];
	// Which files it would touch is known only then.
	const later = { id: "home", why: words("home-later"), next: words("next-home") } as const;
	return { parts: all, cannot: place.length > 0 ? [] : [later] };
}

function words(code: string): SetupWords {
	return { code: `setup.cannot.${code}`, args: {} };
}

function isOf(params: unknown, narHash: string, key: string): boolean {
	const read = homeBuildParamsSchema.safeParse(params);
	return read.success && read.data.narHash === narHash && read.data.home === key;
}

function isIn(params: unknown, folder: string): boolean {
	const read = fleetWriteParamsSchema.safeParse(params);
	return read.success && read.data.folder === folder;
}

export const inputsOf = (folder: string | undefined): Record<string, string> =>
	folder
		? Object.fromEntries(["nixpkgs", "home-manager", "nix-darwin"].map((name) => [name, `path:${join(folder, name)}`]))
		: {};

function nowhere(id: SetupPartId, code: string, toolsToo = false): Parts {
	const first = cannot(id, { code, args: {} });
	if (!toolsToo) return first;
	return {
		parts: [],
		cannot: [...first.cannot, { id: "tools", why: words("needs-base"), next: words("lend-anyway") }],
	};
}

function cannot(id: SetupPartId, why: SetupWords): Parts {
	const next = { code: `setup.cannot.next-${id === "base" ? "base" : "tools"}`, args: {} };
	const one: SetupCannot = { id, why, next };
	return { parts: [], cannot: [one] };
}
