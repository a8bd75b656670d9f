// The window: made when asked for, destroyed when closed (a hidden page would keep 150 MB), made anew the next time.
// Hearth lives on without it.
import type { BrowserWindow, BrowserWindowConstructorOptions, WebContents } from "electron";
import { appOrigin } from "./app-origin.ts";
import { brokenPath } from "./broken-page.ts";
import type { PlaceFile } from "./keep-place.ts";
import type { Note } from "./note.ts";
import { type WindowAddress, withoutInvite } from "./open-target.ts";
import { windowOptions } from "./window-options.ts";
import { type Bounds, placeOn } from "./window-place.ts";

export interface WindowParts {
	readonly make: (options: BrowserWindowConstructorOptions) => BrowserWindow;
	readonly workAreas: () => readonly Bounds[];
	readonly dark: () => boolean;
	/** Milliseconds of a clock that only goes forward. */
	readonly now: () => number;
	readonly place: PlaceFile;
	readonly preload: string;
	readonly inspecting: boolean;
	/** Told of every page made, before it loads. */
	readonly admit: (contents: WebContents) => void;
	readonly note: Note;
}

export interface ShellWindow {
	/** Shows the window, on top; on `target`'s page when one is given, else where it was. */
	open(target?: WindowAddress | null): void;
	/** Closes it as its own button would. */
	close(): void;
	isOpen(): boolean;
}

/** A page that breaks again within this time after it was made anew is not made a third time. */
const breaksAgainMs = 60_000;

export function shellWindow(parts: WindowParts): ShellWindow {
	const { note } = parts;
	let window: BrowserWindow | null = null;
	let brokeAt = Number.NEGATIVE_INFINITY;

	const load = (into: BrowserWindow, path: string) => {
		into.loadURL(`${appOrigin}${path}`).catch((error: unknown) => {
			note(withoutInvite(`the window did not load ${path}: ${error instanceof Error ? error.message : error}`));
			if (!into.isDestroyed() && path !== brokenPath && !into.isVisible()) load(into, brokenPath);
		});
	};

	const make = (path: string) => {
		const place = placeOn(parts.workAreas(), parts.place.read());
		const { dark, preload, inspecting } = parts;
		const made = parts.make(windowOptions({ place, dark: dark(), preload, inspecting }));
		const contents = made.webContents;
		window = made;
		parts.admit(contents);
		made.once("ready-to-show", () => {
			if (place.maximized) made.maximize();
			made.show();
		});
		made.on("close", () => {
			const { x, y, width, height } = made.getNormalBounds();
			parts.place.write({ bounds: { x, y, width, height }, maximized: made.isMaximized() });
		});
		made.on("closed", () => {
			if (window === made) window = null;
		});
		contents.on("render-process-gone", (_event, { reason }) => {
			if (reason === "clean-exit") return;
			note(`the window's page ended: ${reason}`);
			const again = parts.now() - brokeAt < breaksAgainMs;
			brokeAt = parts.now();
			const lastResort = contents.getURL() === `${appOrigin}${brokenPath}`;
			const shown = made.isVisible();
			made.destroy();
			if (lastResort || !shown) return;
			make(again ? brokenPath : "/");
		});
		load(made, path);
	};

	return {
		open(target) {
			if (!window) return make(`/${target ?? ""}`);
			if (window.isMinimized()) window.restore();
			window.show();
			window.focus();
			// The address it has already would load the page anew.
			if (target && window.webContents.getURL() !== `${appOrigin}/${target}`) load(window, `/${target}`);
		},
		close: () => window?.close(),
		isOpen: () => window !== null,
	};
}
