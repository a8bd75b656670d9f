// Tray, Menu, nativeImage and nativeTheme of electron, doubled for tests: remembers what is shown and lets a test press it.
import { existsSync } from "node:fs";
import type { MenuItemConstructorOptions, NativeImage, NativeTheme } from "electron";
import { strict, strictEmitter } from "../double/strict.ts";
import type { TrayElectron } from "./open-tray.ts";

export interface TrayDoubleParts {
	readonly dark?: boolean;
	/** No icon can be made here. */
	readonly refuses?: boolean;
}

export function doubleTray({ dark = false, refuses = false }: TrayDoubleParts = {}) {
	const theme = { dark };
	let image = "";
	let tooltip = "";
	let menu: MenuItemConstructorOptions[] = [];
	let menusSet = 0;
	let made = 0;
	let destroyed = false;
	let icon: { emit(event: string): boolean } | null = null;
	const pathOf = (one: NativeImage | string) => (one as unknown as { path: string }).path;

	class Tray {
		constructor(first: NativeImage) {
			if (refuses) throw new Error("no status area");
			made++;
			image = pathOf(first);
			const members = {
				setImage: (next: NativeImage | string) => {
					image = pathOf(next);
				},
				setToolTip: (text: string) => {
					tooltip = text;
				},
				setContextMenu: (next: unknown) => {
					menusSet++;
					menu = (next as { template: MenuItemConstructorOptions[] }).template;
				},
				isDestroyed: () => destroyed,
				destroy: () => {
					destroyed = true;
				},
			};
			const strictIcon = strictEmitter("Tray", members);
			icon = strictIcon;
			// biome-ignore lint/correctness/noConstructorReturn: the double itself is the instance
			return strictIcon as unknown as Tray;
		}
	}

	const nativeTheme = strictEmitter("nativeTheme", {
		get shouldUseDarkColors() {
			return theme.dark;
		},
		get shouldUseDarkColorsForSystemIntegratedUI() {
			return theme.dark;
		},
	});
	const electron = {
		Tray,
		Menu: strict("Menu", { buildFromTemplate: (template: MenuItemConstructorOptions[]) => ({ template }) }),
		nativeImage: strict("nativeImage", {
			createFromPath(path: string) {
				if (!existsSync(path)) throw new Error(`no picture at ${path}`);
				return { path };
			},
		}),
		nativeTheme: nativeTheme as unknown as NativeTheme,
	} as unknown as TrayElectron;

	const entries = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
		items.flatMap((one) => [one, ...entries((one.submenu ?? []) as MenuItemConstructorOptions[])]);
	return {
		electron,
		image: () => image,
		tooltip: () => tooltip,
		labels: () => entries(menu).flatMap((one) => (one.label === undefined ? [] : [one.label])),
		menusSet: () => menusSet,
		made: () => made,
		destroyed: () => destroyed,
		/** Presses the entry with exactly that label, as a person does: a disabled one cannot be. */
		press(label: string) {
			const entry = entries(menu).find((one) => one.label === label);
			if (!entry?.click || entry.enabled === false) throw new Error(`"${label}" cannot be pressed`);
			entry.click({} as never, undefined, {} as never);
		},
		click: () => icon?.emit("click"),
		themeBecomes(next: boolean) {
			theme.dark = next;
			nativeTheme.emit("updated");
		},
		themeListeners: () => nativeTheme.listenerCount("updated"),
	};
}
