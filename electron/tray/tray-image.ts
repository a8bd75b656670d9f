// Which drawing the tray shows where. Pure: paths below assets/icons/generated/tray.
import type { TrayShape } from "./tray-state.ts";

export interface BarLook {
	readonly platform: NodeJS.Platform;
	/** XDG_CURRENT_DESKTOP; "" elsewhere. */
	readonly desktop: string;
	/** nativeTheme.shouldUseDarkColors: how windows look. */
	readonly darkApps: boolean;
	/** nativeTheme.shouldUseDarkColorsForSystemIntegratedUI: how the task bar looks, on Windows. */
	readonly darkSystem: boolean;
}

/** macOS colours a template by itself; Windows has its own switch for the bar; GNOME's bar is dark in both its themes. */
export function trayImage(shape: TrayShape, bar: BarLook): string {
	if (bar.platform === "darwin") return `mac/${shape}Template.png`;
	if (bar.platform === "win32") return `windows/${bar.darkSystem ? "dark" : "light"}/${shape}.ico`;
	const dark = bar.darkApps || /\b(gnome|unity)\b/i.test(bar.desktop);
	return `linux/${dark ? "dark" : "light"}/${shape}.png`;
}
