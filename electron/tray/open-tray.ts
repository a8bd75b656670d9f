// The tray in the system's bar: shape, tooltip and menu follow the agent's status. The app works without it; nothing in
// here throws, nothing moves by itself, and nothing here can allow lending.
import { join } from "node:path";
import type { Menu, NativeImage, NativeTheme, Tray } from "electron";
import type { AgentLink, AgentStatus } from "../agent-link.ts";
import type { Note } from "../note.ts";
import { menuTemplate } from "./menu-template.ts";
import type { StopLending } from "./stop-lending.ts";
import type { TrayClock } from "./tray-clock.ts";
import { trayImage } from "./tray-image.ts";
import type { TrayCommand, TrayPage } from "./tray-item.ts";
import { trayMenu } from "./tray-menu.ts";
import { type TrayReader, trayState } from "./tray-state.ts";

type TrayIcon = Pick<Tray, "setImage" | "setToolTip" | "setContextMenu" | "on" | "destroy" | "isDestroyed">;

/** What of the electron module the tray takes. */
export interface TrayElectron {
	readonly Tray: new (image: NativeImage) => TrayIcon;
	readonly Menu: { buildFromTemplate: (typeof Menu)["buildFromTemplate"] };
	readonly nativeImage: { createFromPath(path: string): NativeImage };
	readonly nativeTheme: Pick<
		NativeTheme,
		"on" | "off" | "shouldUseDarkColors" | "shouldUseDarkColorsForSystemIntegratedUI"
	>;
}

export interface TrayParts extends TrayReader {
	readonly electron: TrayElectron;
	readonly link: Pick<AgentLink, "client" | "status" | "onStatus">;
	/** Of this run; the same that quitting uses. */
	readonly stop: StopLending;
	readonly clock: TrayClock;
	readonly platform: NodeJS.Platform;
	/** XDG_CURRENT_DESKTOP, "" where there is none. */
	readonly desktop: string;
	/** Absolute path of assets/icons/generated/tray. */
	readonly icons: string;
	readonly notices: { wanted(): boolean; want(on: boolean): void };
	readonly onOpen: (page: TrayPage) => void;
	/** The person wants to look for a newer version. */
	readonly onUpdate: () => void;
	/** Told to stop lending first or not, as the entry said. */
	readonly onQuit: (stop: boolean) => void;
	readonly note: Note;
}

export interface OpenedTray {
	/** False where no icon could be made; the app is then reached by its launcher alone. */
	readonly shown: boolean;
	/** Looks again; call when the phase of Stop changed. Cheap. */
	refresh(): void;
	close(): void;
}

const minuteMs = 60_000;
/** Windows cuts a tooltip after 127 characters. */
const tooltipLength = 120;
/** A pause chosen from a label older than this counts from the press. */
const staleMs = 90_000;

export function openTray(parts: TrayParts): OpenedTray {
	const { electron, link, clock, note } = parts;
	let linkSince = clock.now();
	let status: AgentStatus = link.status();
	let cancelTick: (() => void) | null = null;
	let builtAt = clock.now();
	const shown = { image: "", tooltip: "", menu: "" };

	const picture = () => {
		const { shouldUseDarkColors: darkApps, shouldUseDarkColorsForSystemIntegratedUI: darkSystem } =
			electron.nativeTheme;
		const { shape } = trayState(parts, view());
		return trayImage(shape, { platform: parts.platform, desktop: parts.desktop, darkApps, darkSystem });
	};
	const view = () => ({
		status,
		stop: parts.stop.phase(),
		now: clock.now(),
		linkSince,
		notices: parts.notices.wanted(),
	});
	const load = (path: string) => electron.nativeImage.createFromPath(join(parts.icons, path));

	const command = (asked: TrayCommand) => {
		// The system ticks a pressed entry by itself; it shows what is so, not what was pressed.
		shown.menu = "";
		if (asked.do === "stop") void parts.stop.stop();
		else if (asked.do === "pause") tell(link.client.lend.pause({ until: pauseEnd(asked.until), via: "tray" }));
		else if (asked.do === "resume") tell(link.client.lend.resume({ via: "tray" }));
		else if (asked.do === "open") parts.onOpen(asked.page);
		else if (asked.do === "notices") parts.notices.want(asked.on);
		else if (asked.do === "update") parts.onUpdate();
		else parts.onQuit(asked.stop);
		safely();
	};
	/** After a sleep a label can be old: a pause is then as long as it was meant to be. */
	const pauseEnd = (until: number) => {
		const late = clock.now() - builtAt;
		return late > staleMs ? until + late : until;
	};
	const tell = (call: Promise<unknown>) => {
		// The window says what went wrong, and what to do, better than a menu can.
		call.catch((error: unknown) => {
			note(`tray: ${error instanceof Error ? error.message : error}`);
			parts.onOpen("#/lending");
		});
	};

	const refresh = () => {
		if (!icon || icon.isDestroyed()) return;
		const image = picture();
		if (image !== shown.image) icon.setImage(load(image));
		const tooltip = parts.say("tray.tooltip", { sentence: trayState(parts, view()).title }).slice(0, tooltipLength);
		if (tooltip !== shown.tooltip) icon.setToolTip(tooltip);
		const items = trayMenu(parts, view());
		const menu = JSON.stringify(items);
		// On Linux only a new menu shows a change (Electron, "Tray"), and replacing an open one closes it: so only then.
		if (menu !== shown.menu) icon.setContextMenu(electron.Menu.buildFromTemplate(menuTemplate(items, command)));
		builtAt = clock.now();
		Object.assign(shown, { image, tooltip, menu });
		tickWhileTimed();
	};
	/** Once a minute while the menu names times or the agent is away; never while nothing is allowed. */
	const tickWhileTimed = () => {
		cancelTick?.();
		cancelTick = null;
		if (status.link === "live" && status.snapshot?.grants.length === 0) return;
		cancelTick = clock.after(minuteMs - (clock.now() % minuteMs), safely);
	};
	const safely = () => {
		try {
			refresh();
		} catch (error) {
			note(`tray: ${error instanceof Error ? error.message : error}`);
		}
	};

	const icon = makeIcon();
	function makeIcon(): TrayIcon | null {
		try {
			const image = picture();
			shown.image = image;
			const made = new electron.Tray(load(image));
			// macOS opens the menu on a click, elsewhere the click is free.
			if (parts.platform !== "darwin") made.on("click", () => parts.onOpen("#/lending"));
			return made;
		} catch (error) {
			note(`no tray here: ${error instanceof Error ? error.message : error}`);
			return null;
		}
	}
	if (!icon) return { shown: false, refresh() {}, close() {} };

	const unfollow = link.onStatus((next) => {
		if (next.link !== status.link) linkSince = clock.now();
		status = next;
		safely();
	});
	electron.nativeTheme.on("updated", safely);
	safely();
	return {
		shown: true,
		refresh: safely,
		close() {
			unfollow();
			cancelTick?.();
			electron.nativeTheme.off("updated", safely);
			if (!icon.isDestroyed()) icon.destroy();
		},
	};
}
