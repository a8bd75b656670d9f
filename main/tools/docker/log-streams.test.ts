import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLog } from "./log-streams.ts";

function frame(stream: 1 | 2, bytes: Uint8Array): Buffer {
	const header = Buffer.alloc(8);
	header[0] = stream;
	header.writeUInt32BE(bytes.length, 4);
	return Buffer.concat([header, bytes]);
}

function collect(cap?: number) {
	const text = { stdout: "", stderr: "" };
	const reader = readLog((piece) => {
		text[piece.stream] += piece.text;
	}, cap);
	return { reader, text };
}

describe("reading an engine's log stream", () => {
	it("gives the same text however the wire cuts the bytes", () => {
		const parts = fc.array(
			fc.tuple(fc.constantFrom(1 as const, 2 as const), fc.string({ unit: "binary", maxLength: 12 })),
			{
				maxLength: 8,
			},
		);
		fc.assert(
			fc.property(parts, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }), (frames, cuts) => {
				const wire = Buffer.concat(frames.map(([stream, text]) => frame(stream, Buffer.from(text))));
				const { reader, text } = collect();
				for (let at = 0, turn = 0; at < wire.length; turn++) {
					const size = cuts[turn % cuts.length] ?? 1;
					reader.push(wire.subarray(at, at + size));
					at += size;
				}
				reader.end();
				const whole = (wanted: 1 | 2) =>
					Buffer.concat(frames.filter(([stream]) => stream === wanted).map(([, part]) => Buffer.from(part))).toString();
				expect(text.stdout).toBe(whole(1));
				expect(text.stderr).toBe(whole(2));
			}),
		);
	});

	it("joins a character that two frames share, though the other stream speaks between", () => {
		const { reader, text } = collect();
		const bytes = Buffer.from("ž");
		for (const part of [frame(1, bytes.subarray(0, 1)), frame(2, Buffer.from("!")), frame(1, bytes.subarray(1))])
			reader.push(part);
		expect(text).toEqual({ stdout: "ž", stderr: "!" });
	});

	it("marks bad bytes, also a cut character at the end", () => {
		const { reader, text } = collect();
		reader.push(frame(1, Uint8Array.of(0x61, 0xff, 0x62, 0xe2, 0x82)));
		reader.end();
		expect(text.stdout).toBe("a\ufffdb\ufffd");
	});

	it("keeps at most the cap with its mark, whole characters only, and wants no more", () => {
		const { reader, text } = collect(100);
		expect(reader.push(frame(1, Buffer.from("é".repeat(20))))).toBe(true);
		expect(reader.push(frame(2, Buffer.from("é".repeat(60))))).toBe(false);
		expect(reader.push(frame(1, Buffer.from("more")))).toBe(false);
		reader.end();
		expect(Buffer.byteLength(text.stdout + text.stderr)).toBeLessThanOrEqual(100);
		expect(text.stdout).toBe("é".repeat(20));
		expect(text.stderr).toMatch(/^é+\n\[the rest of the output was not kept\]\n$/);
	});

	it("stays within the cap for any text", () => {
		fc.assert(
			fc.property(
				fc.array(fc.string({ unit: "binary", maxLength: 60 })),
				fc.integer({ min: 40, max: 200 }),
				(texts, cap) => {
					const { reader, text } = collect(cap);
					for (const part of texts) reader.push(frame(1, Buffer.from(part)));
					reader.end();
					expect(Buffer.byteLength(text.stdout)).toBeLessThanOrEqual(cap);
				},
			),
		);
	});
});
