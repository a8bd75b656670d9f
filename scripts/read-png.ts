// Reads the pictures the icon script makes: PNG, 8 bits, RGBA, not interlaced (W3C PNG, third edition). Anything else is
// refused.
import { inflateSync } from "node:zlib";

export interface Pixels {
	readonly width: number;
	readonly height: number;
	/** Rows from the top, four bytes a pixel: red, green, blue, alpha (straight, not multiplied). */
	readonly rgba: Uint8Array;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Throws when `png` is no PNG of that kind. */
export function readPng(png: Uint8Array): Pixels {
	const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
	if (!bytes.subarray(0, 8).equals(signature)) throw new Error("not a PNG");
	const width = bytes.readUInt32BE(16);
	const height = bytes.readUInt32BE(20);
	const [depth, colour, , , interlace] = bytes.subarray(24, 29);
	if (depth !== 8 || colour !== 6 || interlace !== 0) throw new Error("not an 8-bit RGBA PNG");
	const data: Buffer[] = [];
	for (let at = 8; at < bytes.length; ) {
		const length = bytes.readUInt32BE(at);
		if (bytes.toString("latin1", at + 4, at + 8) === "IDAT") data.push(bytes.subarray(at + 8, at + 8 + length));
		at += 12 + length;
	}
	return { width, height, rgba: unfilter(inflateSync(Buffer.concat(data)), width * 4, height) };
}

/** Undoes the five row filters (PNG, section 9.2). */
function unfilter(raw: Uint8Array, stride: number, height: number): Uint8Array {
	const out = new Uint8Array(stride * height);
	for (let y = 0; y < height; y++) {
		const kind = raw[y * (stride + 1)] ?? 0;
		for (let x = 0; x < stride; x++) {
			const at = y * stride + x;
			const left = x < 4 ? 0 : (out[at - 4] ?? 0);
			const up = y === 0 ? 0 : (out[at - stride] ?? 0);
			const corner = x < 4 || y === 0 ? 0 : (out[at - stride - 4] ?? 0);
			const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind];
			if (guess === undefined) throw new Error(`unknown PNG filter ${kind}`);
			out[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess;
		}
	}
	return out;
}

function paeth(left: number, up: number, corner: number): number {
	const guess = left + up - corner;
	const [dl, du, dc] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
	if (dl <= du && dl <= dc) return left;
	return du <= dc ? up : corner;
}
