import { describe, expect, it } from "vitest";
import { leftovers } from "./keep-two-builds.ts";

describe("what older builds left", () => {
	it("goes, except the parts of the last two builds and their list", () => {
		const there = ["a-1.js", "a-2.js", "a-3.js", "child/b-1.js", "start.js", ".parts.json"];
		expect(
			leftovers(there, [
				["a-3.js", "start.js"],
				["a-2.js", "start.js"],
			]),
		).toEqual(["a-1.js", "child/b-1.js"]);
	});
	it("is everything when there was no build before", () => {
		expect(leftovers(["old.js", "new.js"], [["new.js"], []])).toEqual(["old.js"]);
	});
});
