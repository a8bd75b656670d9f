import type { MenuItemConstructorOptions } from "electron";
import { expect, test } from "vitest";
import en from "../assets/words/en.json" with { type: "json" };
import { speaker } from "../main/contract/words.ts";
import { doubleContents } from "./double/contents.ts";
import { noSurface } from "./double/electron.ts";
import { doubleSession } from "./double/session.ts";
import { appMenu, followZoom, largestZoom, nextZoom } from "./zoom.ts";

const say = speaker(en, "en");
const page = () => {
	const made = doubleContents(doubleSession().session as never, () => noSurface(made, {}));
	return made.contents;
};
const press = (items: MenuItemConstructorOptions[], accelerator: string) => {
	const all = items.flatMap((one) => (one.submenu as MenuItemConstructorOptions[] | undefined) ?? []);
	all.find((one) => one.accelerator === accelerator)?.click?.({} as never, undefined, {} as never);
};

test("goes up to twice the size and back by the same steps", () => {
	const up = [1];
	while ((up.at(-1) as number) < largestZoom) up.push(nextZoom(up.at(-1) as number, "in"));
	expect(up).toEqual([1, 1.1, 1.25, 1.5, 1.75, 2]);
	expect(nextZoom(2, "in")).toBe(2);
	const down = [2];
	while (down.at(-1) !== 1) down.push(nextZoom(down.at(-1) as number, "out"));
	expect(down.reverse()).toEqual(up);
	expect(nextZoom(0.8, "out")).toBe(0.8);
	// Chromium keeps zoom as a logarithm and gives it back not quite as it was set.
	expect([nextZoom(1.2499999, "in"), nextZoom(1.2500001, "out")]).toEqual([1.5, 1.1]);
});

test("wheel and menu take the same steps", () => {
	const contents = page();
	followZoom(contents as never);
	contents.emit("zoom-changed", {}, "in");
	expect(contents.getZoomFactor()).toBe(1.1);
	const menu = appMenu(
		say,
		"linux",
		() => ({ webContents: contents as never }),
		() => undefined,
	);
	press(menu, "CommandOrControl+Plus");
	press(menu, "CommandOrControl+=");
	expect(contents.getZoomFactor()).toBe(1.5);
	press(menu, "CommandOrControl+-");
	expect(contents.getZoomFactor()).toBe(1.25);
	press(menu, "CommandOrControl+0");
	expect(contents.getZoomFactor()).toBe(1);
});

test("the menu without a window does nothing, and has no way to reload or inspect", () => {
	for (const platform of ["darwin", "win32", "linux"] as const) {
		const menu = appMenu(
			say,
			platform,
			() => null,
			() => undefined,
		);
		press(menu, "CommandOrControl+Plus");
		expect(JSON.stringify(menu)).not.toMatch(/reload|devtools/i);
	}
	expect(
		appMenu(
			say,
			"darwin",
			() => null,
			() => undefined,
		).map((one) => one.role ?? one.label),
	).toEqual(["appMenu", "editMenu", "View", "windowMenu", "help"]);
});

test("the menu asks for a newer version only when pressed", () => {
	let looks = 0;
	const help = appMenu(
		say,
		"linux",
		() => null,
		() => looks++,
	).at(-1)?.submenu as MenuItemConstructorOptions[];
	expect(looks).toBe(0);
	help[0]?.click?.({} as never, undefined, {} as never);
	expect(looks).toBe(1);
});
