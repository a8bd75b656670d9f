import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { drawIcons, trayShapes } from "./draw-icons.ts";
import { icnsSizes } from "./pack-icons.ts";
import { type Pixels, readPng } from "./read-png.ts";

const sources = fileURLToPath(new URL("../assets/icons", import.meta.url));
const generated = join(sources, "generated");
const drawn = drawIcons(sources);
const kept = (path: string) => readFileSync(join(generated, path));

it("keeps exactly the files the sources make", () => {
	const files = readdirSync(generated, { recursive: true, withFileTypes: true })
		.filter((one) => one.isFile())
		.map((one) =>
			join(one.parentPath, one.name)
				.slice(generated.length + 1)
				.replaceAll("\\", "/"),
		);
	expect(files.sort()).toEqual([...drawn.keys()].sort());
});

it.each([...drawn.keys()].filter((path) => path.endsWith(".png")))("%s is what its source says", (path) => {
	const now = readPng(drawn.get(path) ?? new Uint8Array());
	const then = readPng(kept(path));
	expect([then.width, then.height]).toEqual([now.width, now.height]);
	// Two levels: another processor may round a half another way.
	const far = now.rgba.findIndex((value, i) => Math.abs(value - (then.rgba[i] ?? 0)) > 2);
	expect(far).toBe(-1);
});

/** Lightness 0 to 1 of every pixel on a bar (ITU-R BT.709 weights on the coded values). */
function onBar({ rgba }: Pixels, bar: number): number[] {
	const out: number[] = [];
	for (let i = 0; i < rgba.length; i += 4) {
		const [r = 0, g = 0, b = 0, a = 0] = rgba.subarray(i, i + 4);
		const grey = (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
		out.push(grey * (a / 255) + bar * (1 - a / 255));
	}
	return out;
}

/** A pixel is inked when it is nearer to the ink than to the bar: what is left in one bit. */
const inked = (pixels: Pixels) =>
	Array.from({ length: pixels.rgba.length / 4 }, (_, i) => (pixels.rgba[i * 4 + 3] ?? 0) >= 128);

/** The picture of 16 pixels inside a Windows icon file, as its rows stand there. */
function ico16(path: string): Pixels {
	const ico = kept(path);
	const at = ico.readUInt32LE(6 + 12);
	const rgba = new Uint8Array(16 * 16 * 4);
	for (let y = 0; y < 16; y++) {
		for (let x = 0; x < 16; x++) {
			const from = at + 40 + ((15 - y) * 16 + x) * 4;
			const [b = 0, g = 0, r = 0, a = 0] = ico.subarray(from, from + 4);
			rgba.set([r, g, b, a], (y * 16 + x) * 4);
		}
	}
	return { width: 16, height: 16, rgba };
}

const bars = [
	{ name: "light", bar: 0.95, picture: (shape: string) => ico16(`tray/windows/light/${shape}.ico`) },
	{ name: "dark", bar: 0.12, picture: (shape: string) => ico16(`tray/windows/dark/${shape}.ico`) },
	{ name: "macOS", bar: 0.95, picture: (shape: string) => readPng(kept(`tray/mac/${shape}Template.png`)) },
];
const pairs = trayShapes.flatMap((one, i) => trayShapes.slice(i + 1).map((other) => [one, other] as const));
/** 12 % of the 256 pixels of a 16 by 16 picture. */
const least = Math.ceil(0.12 * 256);

it.each(bars.flatMap((bar) => pairs.map(([one, other]) => ({ ...bar, one, other }))))(
	"$one and $other differ by shape on a $name bar at 16 pixels",
	({ bar, picture, one, other }) => {
		const [a, b] = [picture(one), picture(other)];
		const greyB = onBar(b, bar);
		// A quarter of the whole range is a difference nobody overlooks.
		const grey = onBar(a, bar).filter((value, i) => Math.abs(value - (greyB[i] ?? 0)) > 0.25).length;
		const bitB = inked(b);
		const bit = inked(a).filter((value, i) => value !== bitB[i]).length;
		expect(grey).toBeGreaterThanOrEqual(least);
		expect(bit).toBeGreaterThanOrEqual(least);
	},
);

it("gives macOS templates without any colour", () => {
	for (const shape of trayShapes) {
		for (const at of ["", "@2x"]) {
			const { rgba, width } = readPng(kept(`tray/mac/${shape}Template${at}.png`));
			expect(width).toBe(at ? 32 : 16);
			expect(rgba.every((value, i) => i % 4 === 3 || value === 0 || rgba[i - (i % 4) + 3] === 0)).toBe(true);
		}
	}
});

it("puts walls on whole pixels", () => {
	const { rgba } = readPng(kept("tray/mac/offTemplate.png"));
	const alpha = (x: number, y: number) => rgba[(y * 16 + x) * 4 + 3];
	for (let y = 8; y < 15; y++) {
		expect([0, 1, 2, 13, 14, 15].map((x) => alpha(x, y))).toEqual(
			y === 14 ? [0, 255, 255, 255, 255, 0] : [0, 255, 0, 0, 255, 0],
		);
	}
});

it("packs icon files whose parts add up", () => {
	for (const path of [...drawn.keys()].filter((one) => one.endsWith(".ico"))) {
		const ico = kept(path);
		const count = ico.readUInt16LE(4);
		let end = 6 + 16 * count;
		for (let i = 0; i < count; i++) {
			const at = 6 + 16 * i;
			const size = ico.readUInt8(at) || 256;
			expect(ico.readUInt32LE(at + 12)).toBe(end);
			end += ico.readUInt32LE(at + 8);
			const data = ico.subarray(ico.readUInt32LE(at + 12));
			if (size === 256) expect(readPng(data).width).toBe(256);
			else expect([data.readInt32LE(4), data.readInt32LE(8)]).toEqual([size, size * 2]);
		}
		expect(end).toBe(ico.length);
	}
	const icns = kept("app/icon.icns");
	expect(icns.readUInt32BE(4)).toBe(icns.length);
	const sizes: number[] = [];
	for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
		sizes.push(readPng(icns.subarray(at + 8, at + icns.readUInt32BE(at + 4))).width);
	}
	expect(new Set(sizes)).toEqual(new Set(icnsSizes));
});
