// 10,000 runs scroll by: what it asks of the page's main thread, by the clock and in processor time.
import type { Page } from "@playwright/test";
import { openFeelStage, scrollRuns, taskCpuMs } from "../e2e/window/feel-stage.ts";
import type { Table } from "./report.ts";

/** How far the list moves in a frame: more than a screen of rows. */
export const scrollPx = 1200;

export interface Scrolled {
	/** Tasks over 50 ms by the clock, in ms. */
	readonly longTasks: readonly number[];
	readonly frames: number;
	readonly mostRows: number;
	/** Processor time of the longest task. */
	readonly longestCpuMs: number;
}

/** Scrolls the page's list from top to end; closes the page. `bare.html` holds an empty box of the same height. */
export async function scroll(page: Page, directory: string, path: "#/history" | "bare.html"): Promise<Scrolled> {
	const stage = await openFeelStage("many-rows", directory);
	try {
		const address = await stage.address();
		await page.goto(address);
		await page.goto(`${new URL(address).origin}/${path}`);
		await page.locator(path === "bare.html" ? "[data-runs]" : "[data-runs='10000'] tbody tr >> nth=10").waitFor();
		const { result, cpuMs } = await taskCpuMs(page, () => scrollRuns(page, scrollPx));
		return { ...result, longestCpuMs: cpuMs[0] ?? Number.NaN };
	} finally {
		await page.context().close();
		await stage.close();
	}
}

export function longestTasks(own: readonly Scrolled[], empty: readonly Scrolled[]): Table {
	return {
		title: "10,000 runs from top to end, processor time of the longest task",
		unit: "ms",
		rows: [
			{ name: "Hearth", values: own.map((one) => one.longestCpuMs) },
			{ name: "an empty box of that height", values: empty.map((one) => one.longestCpuMs) },
		],
	};
}
