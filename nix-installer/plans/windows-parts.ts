// What setup does on Windows: a Linux of Hearth's own with the tools' base in it, then the tools themselves inside. Without
// the pinned files of a release nothing is pretended.
import { win32 } from "node:path";
import type { SetupWords } from "../../main/contract/setup.ts";
import type { ThisHome } from "../steps/common/fleet-entry.ts";
import { homeInside, wantedInsideWindows, wantedOnWindows } from "../steps/windows/windows-plan.ts";
import { freshFleet } from "./fleet-here.ts";
import { pastItems, standingPart } from "./past-items.ts";
import { downloadOf, type Pin, pinFor } from "./pins.ts";
import type { SetupWanted, WantedPart } from "./setup-plan.ts";

export interface WindowsHere {
	readonly arch: string;
	/** Windows' build number; null when it is not known. */
	readonly build: number | null;
	/** The PC's own name. */
	readonly host: string;
	/** The list Hearth brings along; null when it is not to be found. */
	readonly shipped: string | null;
	readonly pins: readonly Pin[];
}

/** What Windows calls Hearth's Linux, and the account in it. */
const names = { distro: "Hearth", user: "hearth" };

/** null where this version does not bring along what it takes. The same PC and pins give the same parts, also once they are there. */
export function windowsParts(dataDirectory: string, here: WindowsHere): Pick<SetupWanted, "parts" | "cannot"> | null {
	const past = pastItems(dataDirectory);
	const base = standingPart(past, "base", ["windows.distro", "windows.nix"]) ?? freshBase(dataDirectory, here);
	if (!base) return null;
	const tools = standingPart(past, "tools", ["windows.fleet", "windows.home"]) ?? freshTools(here);
	if (tools) return { parts: [base, { ...tools, needs: ["base"] }], cannot: [] };
	const words = (code: string): SetupWords => ({ code: `setup.cannot.${code}`, args: {} });
	return { parts: [base], cannot: [{ id: "tools", why: words("no-list"), next: words("next-tools") }] };
}

/** What release() of node:os says on Windows, e.g. "10.0.26100". */
export function windowsBuild(release: string): number | null {
	const build = Number(/^\d+\.\d+\.(\d+)/.exec(release)?.[1] ?? Number.NaN);
	return Number.isSafeInteger(build) && build > 0 ? build : null;
}

function freshBase(dataDirectory: string, { arch, build, pins }: WindowsHere): WantedPart | null {
	const [image, installer] = [pinFor(pins, "windows-linux", arch), pinFor(pins, "windows-installer", arch)];
	if (!image || !installer || build === null) return null;
	const folder = win32.join(dataDirectory, "setup");
	const files = { image: downloadOf(image), installer: downloadOf(installer) };
	return { id: "base", needs: [], steps: wantedOnWindows({ build, ...names, folder, ...files, tailnet: false }) };
}

function freshTools({ arch, host, shipped }: WindowsHere): WantedPart | null {
	const system = arch === "x64" ? "x86_64-linux" : arch === "arm64" ? "aarch64-linux" : null;
	if (system === null || shipped === null) return null;
	const { user } = names;
	const home: ThisHome = { user, host, directory: homeInside(user), kind: "wsl", system };
	const fleet = freshFleet(shipped, home);
	return (
		fleet && { id: "tools", needs: [], steps: wantedInsideWindows({ ...names, files: fleet.files, home: fleet.key }) }
	);
}
