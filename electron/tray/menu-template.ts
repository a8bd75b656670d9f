// The menu's data as Electron wants it.
import type { MenuItemConstructorOptions } from "electron";
import type { TrayCommand, TrayItem } from "./tray-item.ts";

/** Labels are shown as they stand: a name with "&" in it is no shortcut. */
export function menuTemplate(
	items: readonly TrayItem[],
	onCommand: (command: TrayCommand) => void,
): MenuItemConstructorOptions[] {
	return items.map((item) => entry(item, onCommand));
}

function entry(item: TrayItem, onCommand: (command: TrayCommand) => void): MenuItemConstructorOptions {
	if (item.kind === "separator") return { type: "separator" };
	const label = item.label.replaceAll("&", "&&");
	if (item.kind === "line") return { label, enabled: false };
	if (item.kind === "submenu") return { label, submenu: menuTemplate(item.items, onCommand) };
	const click = () => onCommand(item.command);
	if (item.kind === "tick") return { type: "checkbox", label, checked: item.checked, click };
	return { label, enabled: item.enabled, click };
}
