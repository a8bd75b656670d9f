import fc from "fast-check";
import { expect, test } from "vitest";
import { keepEnds } from "./keep-ends.ts";
import { splitLines } from "./split-lines.ts";

test("start and end are kept, and what is missing is counted", () => {
	const chunks = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 30 }), { maxLength: 20 });
	fc.assert(
		fc.property(chunks, fc.integer({ min: 2, max: 40 }), (pieces, cap) => {
			const kept = keepEnds(cap);
			for (const piece of pieces) kept.take(Buffer.from(piece));
			const { text, leftOut } = kept.end();
			const all = pieces.join("");
			expect(leftOut).toBe(Math.max(0, all.length - cap));
			if (leftOut === 0) {
				expect(text).toBe(all);
				return;
			}
			const gap = `\n[${leftOut} bytes left out]\n`;
			const head = Math.ceil(cap / 2);
			expect(text).toBe(`${all.slice(0, head)}${gap}${all.slice(all.length - (cap - head))}`);
		}),
	);
});

test("lines are the same however the stream is cut, and a long one is bounded", () => {
	const lines = (pieces: readonly string[]) => {
		const seen: string[] = [];
		const split = splitLines((line) => seen.push(line));
		for (const piece of pieces) split.take(Buffer.from(piece));
		split.end();
		return seen;
	};
	expect(lines(["a\r\nb", "c\n", "\n", "d"])).toEqual(["a", "bc", "", "d"]);
	expect(lines(["x".repeat(70_000), "\ny\n"]).map(({ length }) => length)).toEqual([65_536, 1]);
	const piece = fc.string({ unit: fc.constantFrom("a", "\n"), maxLength: 6 });
	fc.assert(
		fc.property(fc.array(piece), (pieces) => {
			expect(lines(pieces)).toEqual(lines([pieces.join("")]));
		}),
	);
});
