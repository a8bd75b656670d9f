import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Frame, FrameError, frameHead, readFrames } from "./frames.ts";

const anyFrame = fc.record({
	kind: fc.integer({ min: 0, max: 255 }),
	name: fc.string({ maxLength: 20, unit: "binary-ascii" }),
	body: fc.uint8Array({ maxLength: 300 }),
});
const encode = (frames: readonly Frame[]) =>
	Buffer.concat(frames.flatMap(({ kind, name, body }) => [frameHead(kind, name, body.length), body]));

/** Cuts `bytes` at the given places, in order. */
function cut(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
	const places = [...new Set(at.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
	return [...places, bytes.length].map((end, i) => bytes.subarray(places[i - 1] ?? 0, end));
}
const plain = (frames: readonly Frame[]) => frames.map(({ kind, name, body }) => ({ kind, name, body: [...body] }));

describe("readFrames", () => {
	it("gives back what was framed, however it was cut", () => {
		fc.assert(
			fc.property(fc.array(anyFrame, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 12 }), (frames, places) => {
				const reader = readFrames({ frames: 8, bytes: 2_400 });
				const read = cut(encode(frames), places).flatMap((chunk) => reader.push(chunk));
				expect(plain(read)).toEqual(plain(frames));
				expect(reader.atBorder()).toBe(true);
			}),
		);
	});

	it("never gives more than its caps allow, whatever comes", () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.array(anyFrame, { maxLength: 12 }).map(encode)),
				fc.array(fc.nat(), { maxLength: 6 }),
				fc.nat(5),
				fc.nat(500),
				(bytes, places, frames, cap) => {
					const reader = readFrames({ frames, bytes: cap });
					const read: Frame[] = [];
					try {
						for (const chunk of cut(bytes, places)) read.push(...reader.push(chunk));
					} catch (error) {
						expect(error).toBeInstanceOf(FrameError);
						expect(() => reader.push(new Uint8Array(1))).toThrow(FrameError);
					}
					expect(read.length).toBeLessThanOrEqual(frames);
					expect(read.reduce((sum, { body }) => sum + body.length, 0)).toBeLessThanOrEqual(cap);
				},
			),
		);
	});

	it("refuses a huge body before it holds memory for it", () => {
		const reader = readFrames({ frames: 1, bytes: 1_000 });
		expect(() => reader.push(frameHead(4, "a", 0xffff_ffff))).toThrow(FrameError);
	});

	it("is not at a border in the middle of a frame", () => {
		const reader = readFrames({ frames: 1, bytes: 10 });
		reader.push(frameHead(4, "a", 10));
		expect(reader.atBorder()).toBe(false);
	});

	it("does not frame what does not fit", () => {
		expect(() => frameHead(1, "n".repeat(256), 0)).toThrow(RangeError);
		expect(() => frameHead(1, "", 2 ** 32)).toThrow(RangeError);
	});
});
