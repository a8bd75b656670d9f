// Every icon file of the product, drawn from the sources in assets/icons. Writes nothing itself.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { icnsSizes, packIcns, packIco } from "./pack-icons.ts";

export const trayShapes = ["off", "lending", "paused", "held", "problem"] as const;

/** What the sources' three inks become. The sources are in the inks of a light bar. */
const inks = {
	light: {},
	dark: { "#26211b": "#f2ebe1", "#b0431a": "#f29a72", "#8a5a00": "#e9bf6a" },
	/** macOS colours a template by itself and reads its alpha only. */
	template: { "#26211b": "#000000", "#b0431a": "#000000", "#8a5a00": "#000000" },
} as const;

/** The drawing for a size: each of the three is tuned to its own pixel grid, others are the nearest one scaled. */
const trayDrawing = (size: number) => (size < 20 ? 16 : size === 22 || size === 44 || size < 30 ? 22 : 32);
const appDrawing = (size: number) => (size < 20 ? "icon-16" : size <= 48 ? "icon-small" : "icon");

/** Windows asks for these at 100 %, 125 %, 150 %, 200 %, 250 % and 300 %. */
const windowsTraySizes = [16, 20, 24, 32, 40, 48];
const windowsAppSizes = [16, 20, 24, 32, 40, 48, 64, 128, 256];
const linuxAppSizes = [16, 24, 32, 48, 64, 128, 256, 512];

/** Path below assets/icons/generated -> bytes. `sources` is the folder assets/icons. Deterministic: no clock, no fonts. */
export function drawIcons(sources: string): Map<string, Uint8Array> {
	const files = new Map<string, Uint8Array>();
	const draw = (file: string, size: number, ink: keyof typeof inks = "light"): Uint8Array => {
		let svg = readFileSync(join(sources, file), "utf8");
		for (const [from, to] of Object.entries(inks[ink])) svg = svg.replaceAll(from, to);
		return new Resvg(svg, { fitTo: { mode: "width", value: size }, font: { loadSystemFonts: false } }).render().asPng();
	};
	for (const shape of trayShapes) {
		const tray = (size: number, ink: keyof typeof inks) => draw(`tray/${shape}-${trayDrawing(size)}.svg`, size, ink);
		files.set(`tray/mac/${shape}Template.png`, tray(16, "template"));
		files.set(`tray/mac/${shape}Template@2x.png`, tray(32, "template"));
		for (const bar of ["light", "dark"] as const) {
			files.set(`tray/linux/${bar}/${shape}.png`, tray(22, bar));
			files.set(`tray/linux/${bar}/${shape}@2x.png`, tray(44, bar));
			files.set(`tray/windows/${bar}/${shape}.ico`, packIco(windowsTraySizes.map((size) => tray(size, bar))));
		}
	}
	const app = new Map(
		[...new Set([...linuxAppSizes, ...windowsAppSizes, ...icnsSizes])].map((size) => [
			size,
			draw(`app/${appDrawing(size)}.svg`, size),
		]),
	);
	const appPng = (size: number): Uint8Array => {
		const png = app.get(size);
		if (!png) throw new Error(`no app icon of ${size} pixels`);
		return png;
	};
	for (const size of linuxAppSizes) files.set(`app/linux/${size}x${size}.png`, appPng(size));
	files.set("app/icon.png", appPng(1024));
	files.set("app/icon.ico", packIco(windowsAppSizes.map(appPng)));
	files.set("app/icon.icns", packIcns(appPng));
	return files;
}
