import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FrameError, frameHead, frameKind } from "./child/frames.ts";
import { readResult } from "./read-result.ts";

const frame = (kind: number, name: string, body: Uint8Array) =>
	Buffer.concat([frameHead(kind, name, body.length), body]);
const output = (name: string, bytes: number) => frame(frameKind.output, name, new Uint8Array(bytes));
const report = (value: unknown) => frame(frameKind.end, "", Buffer.from(JSON.stringify(value)));
const declared = [
	{ name: "a", maxBytes: 10 },
	{ name: "b", maxBytes: 1_000 },
];

describe("readResult", () => {
	it("reads outputs and the report", () => {
		const result = readResult(declared);
		expect(result.push(output("a", 10))).toBeNull();
		expect(result.push(report({ kind: "exit", code: 3, detail: "" }))).toEqual({ kind: "exit", code: 3, detail: "" });
		expect([...result.outputs.keys()]).toEqual(["a"]);
	});

	it.each([
		["an output nobody declared", output("c", 1)],
		["an output over its own cap", output("a", 11)],
		["the same output twice", Buffer.concat([output("a", 1), output("a", 1)])],
		["another kind of frame", frame(frameKind.module, "a", new Uint8Array(1))],
		["a report that is not JSON", frame(frameKind.end, "", Buffer.from("{"))],
		["an unknown end", report({ kind: "stopped", code: 0, detail: "" })],
		["an exit without a code", report({ kind: "exit", code: null, detail: "" })],
		["a code that is no number", report({ kind: "exit", code: "0", detail: "" })],
		["a negative code", report({ kind: "exit", code: -1, detail: "" })],
		["a report of null", report(null)],
		["too large a report", report({ kind: "exit", code: 0, detail: "x".repeat(9_000) })],
	])("refuses %s", (_title, bytes) => {
		expect(() => readResult(declared).push(bytes)).toThrow(FrameError);
	});

	it("gives a report, nothing or a FrameError for any bytes", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
				const result = readResult(declared);
				try {
					result.push(bytes);
				} catch (error) {
					expect(error).toBeInstanceOf(FrameError);
				}
				for (const [name, body] of result.outputs)
					expect(body.length).toBeLessThanOrEqual(declared.find((one) => one.name === name)?.maxBytes ?? -1);
			}),
		);
	});
});
