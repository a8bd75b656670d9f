// Larger and smaller, up to twice the size. Steps, so that going there and back ends where it began.
import type { MenuItemConstructorOptions, WebContents } from "electron";
import type { Say } from "../main/contract/words.ts";

const steps = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;
export const largestZoom = 2;

/** The next step from `factor`; the last one stays. */
export function nextZoom(factor: number, direction: "in" | "out"): number {
	const near = 0.001; // Chromium keeps zoom as a logarithm and gives it back not quite as it was set
	if (direction === "in") return steps.find((one) => one > factor + near) ?? largestZoom;
	return steps.findLast((one) => one < factor - near) ?? steps[0];
}

/** Makes Ctrl and the wheel, or a pinch, take the same steps as the menu. */
export function followZoom(contents: Pick<WebContents, "on" | "getZoomFactor" | "setZoomFactor">): void {
	contents.on("zoom-changed", (_event, direction) => {
		contents.setZoomFactor(nextZoom(contents.getZoomFactor(), direction));
	});
}

interface Zoomed {
	readonly webContents: Pick<WebContents, "getZoomFactor" | "setZoomFactor">;
}

/** The app's menu: on macOS at the top of the screen, elsewhere shown by Alt. Its keys work either way. */
export function appMenu(
	say: Say,
	platform: NodeJS.Platform,
	window: () => Zoomed | null,
	lookForUpdates: () => void,
): MenuItemConstructorOptions[] {
	const zoom = (factorOf: (now: number) => number) => () => {
		const contents = window()?.webContents;
		contents?.setZoomFactor(factorOf(contents.getZoomFactor()));
	};
	const larger = zoom((now) => nextZoom(now, "in"));
	const view: MenuItemConstructorOptions = {
		label: say("shell.menu.view"),
		submenu: [
			{ label: say("shell.menu.larger"), accelerator: "CommandOrControl+Plus", click: larger },
			// The same key without Shift, where "+" is above "=".
			{ label: say("shell.menu.larger"), accelerator: "CommandOrControl+=", visible: false, click: larger },
			{
				label: say("shell.menu.smaller"),
				accelerator: "CommandOrControl+-",
				click: zoom((now) => nextZoom(now, "out")),
			},
			{ label: say("shell.menu.normal"), accelerator: "CommandOrControl+0", click: zoom(() => 1) },
		],
	};
	const edit: MenuItemConstructorOptions = { role: "editMenu" };
	const help: MenuItemConstructorOptions = {
		role: "help",
		label: say("shell.menu.help"),
		submenu: [{ label: say("update.look"), click: lookForUpdates }],
	};
	return platform === "darwin" ? [{ role: "appMenu" }, edit, view, { role: "windowMenu" }, help] : [edit, view, help];
}
