// How the window is made. One object, asserted as a whole in a test, because every line of it is a promise.
import type { BrowserWindowConstructorOptions } from "electron";
import type { Place } from "./window-place.ts";

/** --bg of renderer/ui/tokens.css: what is seen before the page has painted. */
export const backgrounds = { light: "#f8f4ed", dark: "#191613" } as const;

/** Device-independent pixels. Below this the window would hide Stop. */
export const smallest = { width: 360, height: 480 } as const;

export interface WindowOptionsInput {
	readonly place: Place;
	readonly dark: boolean;
	/** Absolute path of the built preload script. */
	readonly preload: string;
	/** True only when the app runs from a checkout. */
	readonly inspecting: boolean;
}

export function windowOptions({ place, dark, preload, inspecting }: WindowOptionsInput) {
	return {
		title: "Hearth",
		...place.bounds,
		minWidth: smallest.width,
		minHeight: smallest.height,
		show: false,
		backgroundColor: dark ? backgrounds.dark : backgrounds.light,
		autoHideMenuBar: true,
		webPreferences: {
			preload,
			contextIsolation: true,
			sandbox: true,
			nodeIntegration: false,
			nodeIntegrationInWorker: false,
			nodeIntegrationInSubFrames: false,
			webviewTag: false,
			webSecurity: true,
			allowRunningInsecureContent: false,
			experimentalFeatures: false,
			navigateOnDragDrop: false,
			safeDialogs: true,
			spellcheck: false,
			devTools: inspecting,
		},
	} satisfies BrowserWindowConstructorOptions;
}
