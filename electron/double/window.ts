// electron.BrowserWindow, doubled: its life (made, loaded, ready, shown, closed, destroyed) and nothing of its looks.
import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from "electron";
import { type DoubledContents, doubleContents, type Surface } from "./contents.ts";
import { preventable, strictEmitter } from "./strict.ts";

export type MakeSurface = (page: DoubledContents, options: BrowserWindowConstructorOptions) => Surface;

export interface WindowDoubleParts {
	readonly isReady: () => boolean;
	readonly session: Session;
	readonly makeSurface: MakeSurface;
	/** Told of every page made, as app's "web-contents-created" is. */
	readonly created: (contents: DoubledContents["contents"]) => void;
	readonly allClosed: () => void;
}

export interface MadeWindow {
	readonly window: ReturnType<typeof strictEmitter<object>>;
	readonly page: DoubledContents;
	readonly options: BrowserWindowConstructorOptions;
	isDestroyed(): boolean;
	close(): void;
}

/** Gives the class and the list of the windows that are there now. */
export function doubleWindows({ isReady, session, makeSurface, created, allClosed }: WindowDoubleParts) {
	const open: MadeWindow[] = [];

	function BrowserWindow(options: BrowserWindowConstructorOptions = {}) {
		if (!isReady()) throw new Error("new BrowserWindow before ready");
		let surface: Surface | null = null;
		const page = doubleContents(session, () => surface as Surface);
		surface = makeSurface(page, options);
		const state = {
			shown: options.show !== false,
			minimized: false,
			maximized: false,
			destroyed: false,
			loaded: false,
		};
		let bounds = {
			x: options.x ?? 100,
			y: options.y ?? 80,
			width: options.width ?? 800,
			height: options.height ?? 600,
		};
		const alive = () => {
			if (state.destroyed) throw new TypeError("Object has been destroyed");
		};
		const destroy = () => {
			if (state.destroyed) return;
			state.destroyed = true;
			open.splice(open.indexOf(made), 1);
			page.die();
			surface?.close();
			window.emit("closed");
			if (open.length === 0) allClosed();
		};
		const close = () => {
			alive();
			const event = preventable({});
			window.emit("close", event);
			if (!event.defaultPrevented) destroy();
		};
		const set = (change: Partial<typeof state>) => () => {
			alive();
			Object.assign(state, change);
		};
		const window = strictEmitter("BrowserWindow", {
			webContents: page.contents as never,
			loadURL: async (url) => {
				alive();
				page.wentTo(url);
				await surface?.load(url);
				if (state.loaded || state.destroyed) return;
				state.loaded = true;
				window.emit("ready-to-show");
			},
			show: set({ shown: true, minimized: false }),
			focus: set({}),
			restore: set({ minimized: false }),
			maximize: set({ maximized: true }),
			minimize: set({ minimized: true }),
			isMinimized: () => state.minimized,
			isMaximized: () => state.maximized,
			isVisible: () => state.shown,
			isDestroyed: () => state.destroyed,
			getNormalBounds: () => {
				alive();
				return { ...bounds };
			},
			setBounds: (to) => {
				alive();
				bounds = { ...bounds, ...to };
			},
			close,
			destroy,
		} satisfies Partial<BrowserWindow>);
		const made: MadeWindow = { window, page, options, close, isDestroyed: () => state.destroyed };
		open.push(made);
		created(page.contents);
		return window;
	}
	BrowserWindow.getAllWindows = () => open.map((one) => one.window);
	BrowserWindow.getFocusedWindow = () => open.at(-1)?.window ?? null;
	return { BrowserWindow, open: open as readonly MadeWindow[] };
}
