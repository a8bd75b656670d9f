import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { probeModule } from "../probe-module.ts";
import { withoutDebugSections } from "./wasm-sections.ts";

/** A reader that gives at most `most` bytes at a time. */
const readerOf =
	(bytes: Uint8Array, most = 7) =>
	(target: Uint8Array, at: number) => {
		const part = bytes.subarray(at, at + Math.min(most, target.length));
		target.set(part);
		return part.length;
	};
const custom = (name: string, body: number) => [0, body + 2, 1, name.charCodeAt(0), ...new Array(body).fill(7)];

describe("withoutDebugSections", () => {
	it("leaves out custom sections at the end and nothing else", () => {
		const module = probeModule();
		const bytes = Uint8Array.from([...module, ...custom("d", 40), ...custom("e", 3)]);
		expect([...withoutDebugSections(bytes.length, readerOf(bytes))]).toEqual([...module]);
		expect([...withoutDebugSections(module.length, readerOf(module))]).toEqual([...module]);
	});

	it("gives back a beginning of whatever it is, and always ends", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
				const read = withoutDebugSections(bytes.length, readerOf(bytes));
				expect([...read]).toEqual([...bytes.subarray(0, read.length)]);
			}),
		);
	});
});
