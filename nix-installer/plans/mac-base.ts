// The place for the tools on a Mac. Without the pinned files of a release nothing is pretended.
import { join } from "node:path";
import { wantedOnMac } from "../steps/darwin/darwin-plan.ts";
import { downloadOf, type Pin, pinFor } from "./pins.ts";
import type { WantedPart } from "./setup-plan.ts";

/** null where this version does not bring along what it takes. The same pins give the same part, also once it is there. */
export function macBase(dataDirectory: string, arch: string, pins: readonly Pin[]): WantedPart | null {
	const pin = pinFor(pins, "mac-installer", arch);
	if (!pin) return null;
	const folder = join(dataDirectory, "setup");
	return part(wantedOnMac({ folder, by: pin.by, download: downloadOf(pin), settings: {} }));
}

const part = (steps: WantedPart["steps"]): WantedPart => ({ id: "base", needs: [], steps });
