// The electron module, doubled: the slices the shell takes, tied together as in a started app. What nobody doubled throws
// with its name.
import type {
	BrowserWindowConstructorOptions,
	MenuItemConstructorOptions,
	NativeTheme,
	PowerMonitor,
	Screen,
	Shell,
} from "electron";
import { type AppDoubleParts, doubleApp } from "./app.ts";
import { doubleBar, type ShownMenu } from "./bar.ts";
import { doubleIpcMain } from "./main-ipc.ts";
import { doubleProtocol, doubleSession } from "./session.ts";
import { strict, strictEmitter } from "./strict.ts";
import { doubleWindows, type MakeSurface } from "./window.ts";

export interface ElectronDoubleParts extends Omit<AppDoubleParts, "openWindows"> {
	readonly makeSurface: MakeSurface;
	readonly workAreas?: readonly { x: number; y: number; width: number; height: number }[];
}

const oneScreen = [{ x: 0, y: 0, width: 1920, height: 1040 }];

/** A page that is drawn nowhere and always loads. */
export const noSurface: MakeSurface = () => ({
	load: async () => undefined,
	send: () => undefined,
	zoom: () => undefined,
	close: () => undefined,
});

export function doubleElectron({ makeSurface, workAreas = oneScreen, ...appParts }: ElectronDoubleParts) {
	const windows: { current: ReturnType<typeof doubleWindows> | null } = { current: null };
	const { app, did, becomeReady } = doubleApp({ ...appParts, openWindows: () => [...(windows.current?.open ?? [])] });
	const { isReady } = app;
	const { session, kept, letsOut } = doubleSession();
	const { BrowserWindow, open } = doubleWindows({
		isReady,
		session: session as never,
		makeSurface,
		created: (contents) => void app.emit("web-contents-created", {}, contents),
		allClosed: () => void app.emit("window-all-closed"),
	});
	windows.current = { BrowserWindow, open };
	const { protocol, answer, registered } = doubleProtocol(isReady);
	const { ipcMain, hear } = doubleIpcMain();
	const opened: string[] = [];
	const menu: { items: readonly MenuItemConstructorOptions[] } = { items: [] };
	const bar = doubleBar();
	const powerMonitor = strictEmitter("powerMonitor", {
		getSystemIdleTime: () => 0,
		getSystemIdleState: () => "active",
		isOnBatteryPower: () => false,
		getCurrentThermalState: () => "unknown",
	} satisfies Partial<PowerMonitor>);
	const nativeTheme = strictEmitter("nativeTheme", {
		shouldUseDarkColors: false,
		shouldUseDarkColorsForSystemIntegratedUI: false,
	} satisfies Partial<NativeTheme>);
	const electron = strict("electron", {
		app,
		BrowserWindow: BrowserWindow as unknown as new (options: BrowserWindowConstructorOptions) => object,
		ipcMain,
		protocol,
		powerMonitor,
		nativeTheme,
		Tray: bar.Tray,
		Notification: bar.Notification,
		nativeImage: bar.nativeImage,
		session: strict("session", { defaultSession: session }),
		screen: strict("screen", {
			getAllDisplays: () => workAreas.map((workArea) => ({ workArea }) as never),
		} satisfies Partial<Screen>),
		shell: strict("shell", {
			openExternal: async (url) => void opened.push(url),
		} satisfies Partial<Shell>),
		Menu: strict("Menu", {
			buildFromTemplate: (items: readonly MenuItemConstructorOptions[]) => ({ items }),
			setApplicationMenu: (made: ShownMenu) => {
				menu.items = made.items;
			},
		}),
	});
	return {
		electron,
		app,
		did,
		session,
		/** Handlers the app gave its session. */
		kept,
		letsOut,
		/** Windows there are now. */
		open,
		answer,
		registered,
		hear,
		/** Addresses handed to the person's browser. */
		opened: opened as readonly string[],
		menu,
		bar,
		/** What Electron does once the main module ran: the default session is made, then the app is ready. */
		start() {
			app.emit("session-created", session);
			becomeReady();
		},
	};
}
export type ElectronDouble = ReturnType<typeof doubleElectron>;
