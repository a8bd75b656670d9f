// Whether a window can be opened on this machine.
import { accessSync, constants } from "node:fs";

/** The browser every window suite uses: the system's own, or the one HEARTH_CHROMIUM names. */
export const chromiumPath = process.env.HEARTH_CHROMIUM ?? "/usr/bin/chromium";

function canRun(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** Why no window can be opened here; empty when one can, and where one must (CI). */
export const noChromium =
	process.env.CI === "true" || canRun(chromiumPath) ? "" : `no Chromium can be run at ${chromiumPath}`;
/** For a title: says why its tests are skipped. */
export const orWhyNot = noChromium && ` (skipped: ${noChromium})`;
