// Which pictures go on which contact sheet.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { looks } from "./looks.ts";
import { awayLooks } from "./looks-away.ts";
import type { SheetPlan, Tile } from "./looks-sheet-page.ts";
import { dressWords, lookWords, mainNames } from "./looks-sheet-words.ts";

const icons = fileURLToPath(new URL("../../assets/icons/generated/", import.meta.url));
const trayStates = ["off", "lending", "held", "paused", "problem"] as const;
const themes = ["light", "dark"] as const;
const grid = {
	1280: { columns: 6, columnPx: 320 },
	768: { columns: 8, columnPx: 232 },
	320: { columns: 11, columnPx: 160 },
};
const widths = [1280, 768, 320] as const;

/** One sheet: its file's name without an ending, and what is on it. */
export interface NamedPlan extends SheetPlan {
	readonly name: string;
}

/** Every sheet, from the pictures kept in `folder` (which ends with a slash). Throws where one is missing. */
export function planSheets(folder: string): NamedPlan[] {
	const unnamed = [...looks, ...awayLooks].filter((one) => !(one.name in lookWords));
	if (unnamed.length > 0) throw new Error(`no words for ${unnamed.map((one) => one.name).join(", ")}`);
	const pages = widths.flatMap((width) =>
		themes.map((theme) => ({
			name: `pages-${width}-${theme}`,
			title: `Every page and state, ${width} pixels wide, ${theme}`,
			theme,
			...grid[width],
			tiles: Object.entries(lookWords).map(([name, words]) => tile(`${folder}${name}-${width}-${theme}.png`, words)),
		})),
	);
	const wishes = themes.map((theme) => ({
		name: `wishes-${theme}`,
		title: `The main pages in high contrast and in the system’s own colours, ${theme}`,
		theme,
		columns: 6,
		columnPx: 320,
		tiles: ["contrast", "forced"].flatMap((wish) =>
			mainNames.map((name) =>
				tile(
					`${folder}${name}-1280-${wish}-${theme}.png`,
					`${lookWords[name]} (${wish === "forced" ? "own colours" : "high contrast"})`,
				),
			),
		),
	}));
	const components = themes.map((theme) => ({
		name: `components-${theme}`,
		title: `The components, ${theme}`,
		theme,
		columns: 3,
		columnPx: 560,
		tiles: [theme, `contrast-${theme}`, `forced-${theme}`].map((dress) =>
			tile(`${folder}components-1280-${dress}.png`, `All components: ${dressWords[dress]}`),
		),
	}));
	return [...pages, ...wishes, ...german(folder), ...components, tray()];
}

/** Left out as long as the German window cannot be shown: while a word of it is still missing. */
function german(folder: string): NamedPlan[] {
	const names = [1280, 320].flatMap((width) =>
		mainNames.map((name) => ({ name, file: `${name}-german-${width}-light.png` })),
	);
	if (names.some(({ file }) => !existsSync(`${folder}${file}`))) return [];
	return [
		{
			name: "german",
			title: "The main pages in German, 1280 and 320 pixels wide",
			theme: "light",
			columns: 6,
			columnPx: 320,
			tiles: names.map(({ name, file }) => tile(`${folder}${file}`, `${lookWords[name]}, in German`)),
		},
	];
}

/** The tray's icons as they are and eight times as large, and the app's. */
function tray(): NamedPlan {
	const panels = [
		{ folder: "tray/linux/light/", ending: ".png", words: "light panel", ground: "#f2f2f2" },
		{ folder: "tray/linux/dark/", ending: ".png", words: "dark panel", ground: "#2b2b2b" },
		{ folder: "tray/mac/", ending: "Template.png", words: "macOS, a template", ground: "#e8e8e8" },
	];
	const tiles = panels.flatMap(({ folder, ending, words, ground }) =>
		trayStates.flatMap((state) =>
			[1, 8].map((times) => {
				const one = tile(
					`${icons}${folder}${state}${ending}`,
					`${state}, ${words}${times > 1 ? `, ${times} times` : ""}`,
				);
				return { ...one, shown: one.width * times, ground };
			}),
		),
	);
	const app = readdirSync(`${icons}app/linux`)
		.map((file) => tile(`${icons}app/linux/${file}`, `the app, ${file.replace(".png", "")}`))
		.filter((one) => one.width <= 128)
		.sort((a, b) => a.width - b.width)
		.map((one) => ({ ...one, shown: one.width, ground: "#f2f2f2" }));
	return {
		name: "icons",
		title: "The tray’s icons, true and eight times, and the app’s",
		theme: "light",
		columns: 10,
		columnPx: 204,
		tiles: [...tiles, ...app],
	};
}

function tile(path: string, caption: string): Tile {
	if (!existsSync(path)) throw new Error(`${path} is missing: run the looks and the components first`);
	const png = readFileSync(path);
	return { caption, src: pathToFileURL(path).href, width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
