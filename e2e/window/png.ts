// Packs a PNG tighter without changing a pixel. A window is mostly plain surfaces and repeated letters, which compress
// best unfiltered. Format: W3C Portable Network Graphics, sections 5 (chunks), 9 (filters), 10 (compression).
import { crc32, deflateSync, inflateSync } from "node:zlib";

const signatureBytes = 8;
/** Bytes of a pixel by colour type, at 8 bits a sample: grey, RGB, indexed, grey with alpha, RGBA. */
const pixelBytes: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface Chunk {
	readonly type: string;
	readonly body: Buffer;
}

/** The same picture in fewer bytes; never more than before. Takes what a browser makes: 8 bits, not interlaced. */
export function packPng(png: Buffer): Buffer {
	const chunks = [...chunksOf(png)];
	const header = chunks.find((one) => one.type === "IHDR")?.body;
	if (!header) throw new Error("not a PNG");
	const data = Buffer.concat(chunks.filter((one) => one.type === "IDAT").map((one) => one.body));
	const pixel = pixelBytes[header.readUInt8(9)] ?? 0;
	const lines = unfilter(inflateSync(data), header.readUInt32BE(0) * pixel, pixel);
	const packed = { type: "IDAT", body: deflateSync(lines, { level: 9, memLevel: 9 }) };
	const others = chunks.filter((one) => one.type === "PLTE" || one.type === "tRNS");
	const order = [{ type: "IHDR", body: header }, ...others, packed, { type: "IEND", body: Buffer.alloc(0) }];
	const result = Buffer.concat([png.subarray(0, signatureBytes), ...order.map(framed)]);
	return result.length < png.length ? result : png;
}

function* chunksOf(png: Buffer): Generator<Chunk> {
	for (let at = signatureBytes; at < png.length; ) {
		const length = png.readUInt32BE(at);
		yield { type: png.toString("latin1", at + 4, at + 8), body: png.subarray(at + 8, at + 8 + length) };
		at += 12 + length;
	}
}

function framed({ type, body }: Chunk): Buffer {
	const named = Buffer.concat([Buffer.from(type, "latin1"), body]);
	const whole = Buffer.alloc(named.length + 8);
	whole.writeUInt32BE(body.length, 0);
	named.copy(whole, 4);
	whole.writeUInt32BE(crc32(named), named.length + 4);
	return whole;
}

/** Scanlines as they are, each with filter type 0; `length` bytes a line, `pixel` bytes a pixel. */
function unfilter(lines: Buffer, length: number, pixel: number): Buffer {
	const whole = length + 1;
	const plain = Buffer.alloc(lines.length);
	for (let start = 0; start < lines.length; start += whole) {
		const filter = lines[start] ?? 0;
		for (let i = 1; i < whole; i++) {
			const left = i > pixel ? (plain[start + i - pixel] ?? 0) : 0;
			const above = start > 0 ? (plain[start + i - whole] ?? 0) : 0;
			const corner = start > 0 && i > pixel ? (plain[start + i - whole - pixel] ?? 0) : 0;
			plain[start + i] = (lines[start + i] ?? 0) + predicted(filter, left, above, corner);
		}
	}
	return plain;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
	if (filter === 1) return left;
	if (filter === 2) return above;
	if (filter === 3) return (left + above) >> 1;
	if (filter !== 4) return 0;
	const guess = left + above - corner;
	const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
	return a <= b && a <= c ? left : b <= c ? above : corner;
}
