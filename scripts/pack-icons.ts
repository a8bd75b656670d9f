// Packs PNG pictures into the icon files of Windows and macOS.
import { readPng } from "./read-png.ts";

/** From this size on Windows reads a PNG inside an icon file; below, a bitmap is understood everywhere. */
const pngFromSize = 256;

/**
 * A Windows icon file: ICONDIR, one ICONDIRENTRY a picture, then the pictures ("Icons", learn.microsoft.com, Win32 menus
 * and other resources). Pictures are square, at most 256 pixels, smallest first.
 */
export function packIco(pngs: readonly Uint8Array[]): Buffer {
	const pictures = pngs.map((png) => {
		const { width, rgba } = readPng(png);
		return { width, data: width >= pngFromSize ? Buffer.from(png) : bitmap(width, rgba) };
	});
	const head = Buffer.alloc(6 + 16 * pictures.length);
	head.writeUInt16LE(1, 2);
	head.writeUInt16LE(pictures.length, 4);
	let offset = head.length;
	pictures.forEach(({ width, data }, i) => {
		const at = 6 + 16 * i;
		// 256 is written as 0: one byte is all there is.
		head.writeUInt8(width % 256, at);
		head.writeUInt8(width % 256, at + 1);
		head.writeUInt16LE(1, at + 4);
		head.writeUInt16LE(32, at + 6);
		head.writeUInt32LE(data.length, at + 8);
		head.writeUInt32LE(offset, at + 12);
		offset += data.length;
	});
	return Buffer.concat([head, ...pictures.map((one) => one.data)]);
}

/** BITMAPINFOHEADER with doubled height, 32-bit BGRA rows from the bottom, then the 1-bit mask (set = see-through). */
function bitmap(size: number, rgba: Uint8Array): Buffer {
	const maskStride = Math.ceil(size / 32) * 4;
	const out = Buffer.alloc(40 + size * size * 4 + maskStride * size);
	out.writeUInt32LE(40, 0);
	out.writeInt32LE(size, 4);
	out.writeInt32LE(size * 2, 8);
	out.writeUInt16LE(1, 12);
	out.writeUInt16LE(32, 14);
	out.writeUInt32LE(size * size * 4 + maskStride * size, 20);
	for (let y = 0; y < size; y++) {
		const row = size - 1 - y;
		for (let x = 0; x < size; x++) {
			const from = (y * size + x) * 4;
			const [r = 0, g = 0, b = 0, a = 0] = rgba.subarray(from, from + 4);
			out.set([b, g, r, a], 40 + (row * size + x) * 4);
			const mask = 40 + size * size * 4 + row * maskStride + (x >> 3);
			if (a === 0) out[mask] = (out[mask] ?? 0) | (0x80 >> (x & 7));
		}
	}
	return out;
}

/** Types that hold a PNG, by pixels: at one point a pixel, and at two ("Apple Icon Image format", Wikipedia). */
const icnsTypes: readonly (readonly [type: string, size: number])[] = [
	["ic11", 32],
	["ic12", 64],
	["ic07", 128],
	["ic13", 256],
	["ic08", 256],
	["ic14", 512],
	["ic09", 512],
	["ic10", 1024],
];

/** The sizes `packIcns` asks for, in pixels. */
export const icnsSizes: readonly number[] = [...new Set(icnsTypes.map(([, size]) => size))];

/** A macOS icon file: "icns", the length, then type, length and picture each. `png` gives the picture of that size. */
export function packIcns(png: (size: number) => Uint8Array): Buffer {
	const parts = icnsTypes.map(([type, size]) => icnsPart(type, png(size)));
	return icnsPart("icns", Buffer.concat(parts));
}

function icnsPart(type: string, data: Uint8Array): Buffer {
	const head = Buffer.alloc(8);
	head.write(type, 0, "latin1");
	head.writeUInt32BE(data.length + 8, 4);
	return Buffer.concat([head, data]);
}
