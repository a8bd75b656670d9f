// The place for the tools on a Mac and on Windows. Without the pinned files of a release nothing is pretended.
import { join, win32 } from "node:path";
import { wantedOnMac } from "../steps/darwin/darwin-plan.ts";
import { wantedOnWindows } from "../steps/windows/windows-plan.ts";
import { downloadOf, type Pin, pinFor } from "./pins.ts";
import type { WantedPart } from "./setup-plan.ts";

/** null where this version does not bring along what it takes. The same pins give the same part, also once it is there. */
export function macBase(dataDirectory: string, arch: string, pins: readonly Pin[]): WantedPart | null {
	const pin = pinFor(pins, "mac-installer", arch);
	if (!pin) return null;
	const folder = join(dataDirectory, "setup");
	return part(wantedOnMac({ folder, by: pin.by, download: downloadOf(pin), settings: {}, system: null }));
}

/** `build`: Windows' build number; null when it is not known. */
export function windowsBase(
	dataDirectory: string,
	arch: string,
	build: number | null,
	pins: readonly Pin[],
): WantedPart | null {
	const [image, installer] = [pinFor(pins, "windows-linux", arch), pinFor(pins, "windows-installer", arch)];
	if (!image || !installer || build === null) return null;
	const folder = win32.join(dataDirectory, "setup");
	const [linux, tools] = [downloadOf(image), downloadOf(installer)];
	const names = { distro: "Hearth", user: "hearth" };
	return part(wantedOnWindows({ build, ...names, folder, image: linux, installer: tools, home: null, tailnet: false }));
}

/** What release() of node:os says on Windows, e.g. "10.0.26100". */
export function windowsBuild(release: string): number | null {
	const build = Number(/^\d+\.\d+\.(\d+)/.exec(release)?.[1] ?? Number.NaN);
	return Number.isSafeInteger(build) && build > 0 ? build : null;
}

const part = (steps: WantedPart["steps"]): WantedPart => ({ id: "base", needs: [], steps });
