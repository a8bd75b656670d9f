import { describe, expect, it } from "vitest";
import { type Report, reportAsJson, reportAsText } from "./report.ts";

const report: Report = {
	bench: "start",
	runs: 3,
	tables: [
		{
			title: "container",
			unit: "ms",
			rows: [
				{ name: "Hearth", values: [300, 280, 290], beside: "docker run" },
				{ name: "docker run", values: [200, 210, 190] },
			],
		},
	],
	goals: [
		{ name: "beside docker run", limit: 1.3, measured: 1.45, unit: "x" },
		{ name: "stop", limit: 1000, measured: 90, unit: "ms" },
	],
	skipped: [{ part: "jetstream", reason: "nats-server is not built" }],
	notes: [],
};

describe("the report", () => {
	it("says in text what was reached and what was not", () => {
		const text = reportAsText(report);
		expect(text).toMatch(/Hearth\s+290\s+300\s+300\s+1\.45 x docker run/);
		expect(text).toContain("NOT REACHED  beside docker run: 1.45 of at most 1.3 x");
		expect(text).toContain("reached      stop: 90.0 of at most 1000 ms");
		expect(text).toContain("skipped      jetstream: nats-server is not built");
	});

	it("carries every value and every verdict as JSON", () => {
		const json = reportAsJson(report) as { tables: { rows: object[] }[]; goals: { reached: boolean }[] };
		expect(json.tables[0]?.rows[0]).toMatchObject({ values: [300, 280, 290], p50: 290, p99: 300, ratio: 1.45 });
		expect(json.goals.map((goal) => goal.reached)).toEqual([false, true]);
	});
});
