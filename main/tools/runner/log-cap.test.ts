import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openLog } from "./log-cap.ts";

function collect(cap: number) {
	const text = { stdout: "", stderr: "" };
	const log = openLog(({ stream, text: piece }) => {
		text[stream] += piece;
	}, cap);
	return { log, text };
}

describe("openLog", () => {
	it("keeps characters whole wherever the bytes were cut", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.integer({ min: 1, max: 7 }), (printed, step) => {
				const { log, text } = collect(10_000);
				const bytes = Buffer.from(printed);
				for (let at = 0; at < bytes.length; at += step) log.write("stdout", bytes.subarray(at, at + step));
				log.end();
				expect(text.stdout).toBe(printed);
			}),
		);
	});

	it("never goes over its cap, also when bad bytes grow to U+FFFD", () => {
		fc.assert(
			fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 }), (pieces) => {
				const { log, text } = collect(150);
				pieces.forEach((bytes, i) => {
					log.write(i % 2 ? "stdout" : "stderr", bytes);
				});
				log.end();
				expect(Buffer.byteLength(text.stdout + text.stderr)).toBeLessThanOrEqual(150);
			}),
		);
	});

	it("marks where it was cut, once", () => {
		const { log, text } = collect(100);
		for (let i = 0; i < 50; i++) log.write("stdout", Buffer.from("0123456789"));
		log.write("stderr", Buffer.from("more"));
		log.end();
		expect(text.stdout.match(/not kept/g)).toHaveLength(1);
		expect(text.stdout.startsWith("0123456789")).toBe(true);
		expect(text.stderr).toBe("");
	});
});
