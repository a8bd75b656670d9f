// Tray, native images and notifications, doubled: what was shown is kept, and a test presses on it.
import { existsSync } from "node:fs";
import type { MenuItemConstructorOptions, Notification, NotificationConstructorOptions, Tray } from "electron";
import { strict, strictEmitter } from "./strict.ts";

export interface ShownMenu {
	readonly items: readonly MenuItemConstructorOptions[];
}

export function doubleBar() {
	const shown = { image: "", tooltip: "", menu: [] as readonly MenuItemConstructorOptions[], trays: 0 };
	const notices: string[] = [];

	function DoubleTray(image: { path: string }) {
		let destroyed = false;
		const alive = () => {
			if (destroyed) throw new TypeError("Tray is destroyed");
		};
		shown.trays++;
		shown.image = image.path;
		return strictEmitter("Tray", {
			setImage: (next) => {
				alive();
				shown.image = (next as unknown as { path: string }).path;
			},
			setToolTip: (text) => {
				alive();
				shown.tooltip = text;
			},
			setContextMenu: (menu) => {
				alive();
				shown.menu = (menu as unknown as ShownMenu | null)?.items ?? [];
			},
			isDestroyed: () => destroyed,
			destroy: () => {
				destroyed = true;
				shown.trays--;
			},
		} satisfies Partial<Tray>);
	}
	function DoubleNotification(options: NotificationConstructorOptions) {
		return strictEmitter("Notification", {
			show: () => void notices.push(options.title ?? ""),
		} satisfies Partial<Notification>);
	}
	DoubleNotification.isSupported = () => true;

	const find = (items: readonly MenuItemConstructorOptions[], label: string): MenuItemConstructorOptions | undefined =>
		items
			.flatMap((one) => [one, ...(Array.isArray(one.submenu) ? one.submenu : [])])
			.find((one) => one.label === label && one.enabled !== false);
	return {
		Tray: DoubleTray as unknown as new (image: never) => object,
		Notification: DoubleNotification as unknown as {
			new (options: NotificationConstructorOptions): object;
			isSupported(): boolean;
		},
		nativeImage: strict("nativeImage", {
			// Electron gives an empty image for a file that is not there, and the tray is then invisible.
			createFromPath: (path: string) => {
				if (!existsSync(path)) throw new Error(`no image at ${path}`);
				return { path };
			},
		}),
		shown,
		notices: notices as readonly string[],
		/** Presses the tray's entry with this label; throws when there is none that can be pressed. */
		press(label: string) {
			const item = find(shown.menu, label);
			if (!item?.click) throw new Error(`the tray has no "${label}" to press: ${shown.menu.map((one) => one.label)}`);
			item.click({} as never, undefined, {} as never);
		},
	};
}
