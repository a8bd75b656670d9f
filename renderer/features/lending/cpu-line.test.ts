import { expect, it } from "vitest";
import { cpuArea, cpuLine } from "./cpu-line.ts";

it("needs two samples to draw a line", () => {
	expect(cpuLine([], 1, 300, 48)).toBe("");
	expect(cpuArea([0.4], 1, 300, 48)).toBe("");
});

it("runs from edge to edge and stays inside the box", () => {
	expect(cpuLine([0, 1, 9], 1, 300, 48)).toBe("M0 46.5L150 1.5L300 1.5");
	expect(cpuArea([0, 1], 1, 300, 48)).toBe("M0 46.5L300 1.5V48H0Z");
});
