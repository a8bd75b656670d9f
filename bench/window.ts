// How the window feels, in counts and ratios: script before the first content, time until it can be used beside a bare
// React page, what a fast stream of changes costs, and whether 10,000 runs scroll without a long task.
import { type Browser, chromium, type Page } from "@playwright/test";
import { chromiumPath, noChromium } from "../e2e/window/chromium.ts";
import { builtWindow, openFeelStage, scriptsBeforeContent, stream } from "../e2e/window/feel-stage.ts";
import { median } from "./numbers.ts";
import type { Report } from "./report.ts";
import { type BenchRun, runBench } from "./run-bench.ts";
import { buildBarePage } from "./window-bare.ts";
import { longestTasks, type Scrolled, scroll, scrollPx } from "./window-scroll.ts";

const streamMs = 20_000;
const perSecond = 50;

/** Presses the button with this word as soon as it is there, and notes when the page has answered. */
const pressWhenThere = (word: string) => `
	const look = () => {
		if (window.answeredMs) return;
		const button = [...document.querySelectorAll("button")].find((one) => one.textContent.includes(${JSON.stringify(word)}));
		if (button && document.querySelector("h1") && !window.pressedMs) {
			window.pressedMs = performance.now();
			button.click();
		}
		if (window.pressedMs && (document.body.innerText.includes("Stopping") || document.body.innerText.includes("Nothing is lent"))) {
			window.answeredMs = performance.now();
		}
	};
	new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
`;

const isUsed = `window.answeredMs > 0 && performance.getEntriesByName("first-contentful-paint").length > 0`;

async function newPage(browser: Browser): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: "en-GB" });
	return context.newPage();
}

interface Use {
	readonly contentMs: number;
	readonly usableMs: number;
	readonly scripts: ReadonlyMap<string, number>;
}

/** One visit by a browser that has never been there. */
async function visit(browser: Browser, directory: string, path: "" | "bare.html"): Promise<Use> {
	const stage = await openFeelStage("lending", directory);
	const page = await newPage(browser);
	try {
		const address = await stage.address();
		// The token is changed for the cookie first: both pages are measured from their own request on.
		await page.context().request.get(address);
		await page.addInitScript(pressWhenThere("Stop lending"));
		await page.goto(`${new URL(address).origin}/${path}`);
		for (const until = performance.now() + 30_000; !(await page.evaluate(isUsed)); ) {
			if (performance.now() > until) throw new Error(`/${path} never answered`);
			await page.waitForTimeout(20);
		}
		const times = (await page.evaluate(
			`({ contentMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN, usableMs: window.answeredMs })`,
		)) as { contentMs: number; usableMs: number };
		return { ...times, scripts: await scriptsBeforeContent(page, directory) };
	} finally {
		await page.context().close();
		await stage.close();
	}
}

interface Cost {
	/** Share of one core the page's main thread was at work, in percent. */
	readonly mainPercent: number;
	/** The whole renderer process, in percent of a core. */
	readonly processPercent: number;
	readonly changes: number;
}

/** TaskDuration and ProcessTime of the DevTools protocol (Performance.getMetrics), before and after. */
async function streamCost(browser: Browser, directory: string, rate: number): Promise<Cost> {
	const stage = await openFeelStage("lending", directory);
	const page = await newPage(browser);
	try {
		await page.goto(await stage.address());
		await page.getByRole("heading", { level: 1 }).waitFor();
		await page.waitForTimeout(1500);
		const session = await page.context().newCDPSession(page);
		await session.send("Performance.enable");
		const read = async () => {
			const { metrics } = await session.send("Performance.getMetrics");
			const value = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
			return { at: performance.now() / 1000, task: value("TaskDuration"), process: value("ProcessTime") };
		};
		const before = await read();
		const changes = rate === 0 ? 0 : await stream(stage, rate, streamMs);
		if (rate === 0) await page.waitForTimeout(streamMs / 2);
		const after = await read();
		const seconds = after.at - before.at;
		return {
			mainPercent: (100 * (after.task - before.task)) / seconds,
			processPercent: (100 * (after.process - before.process)) / seconds,
			changes,
		};
	} finally {
		await page.context().close();
		await stage.close();
	}
}

async function measure(run: BenchRun): Promise<Report> {
	if (noChromium) throw new Error(noChromium);
	const bare = await buildBarePage(builtWindow);
	run.undo(() => bare.close());
	const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu"] });
	run.undo(() => browser.close());
	const own: Use[] = [];
	const plain: Use[] = [];
	await visit(browser, bare.directory, "bare.html");
	for (let i = 0; i < run.runs; i++) {
		run.say(`visit ${i + 1} of ${run.runs}`);
		own.push(await visit(browser, bare.directory, ""));
		plain.push(await visit(browser, bare.directory, "bare.html"));
	}
	const streams: Cost[] = [];
	const calm: Cost[] = [];
	for (let i = 0; i < 3; i++) {
		run.say(`stream ${i + 1} of 3`);
		calm.push(await streamCost(browser, bare.directory, 0));
		streams.push(await streamCost(browser, bare.directory, perSecond));
	}
	const scrolls: Scrolled[] = [];
	const empty: Scrolled[] = [];
	for (let i = 0; i < 3; i++) {
		run.say(`scroll ${i + 1} of 3`);
		scrolls.push(await scroll(await newPage(browser), bare.directory, "#/history"));
		empty.push(await scroll(await newPage(browser), bare.directory, "bare.html"));
	}
	const bytes = (uses: readonly Use[]) =>
		uses.map((one) => [...one.scripts.values()].reduce((a, b) => a + b, 0) / 1000);
	const longTasks = scrolls.map((one) => one.longTasks.length);
	return {
		bench: "window",
		runs: run.runs,
		tables: [
			{
				title: "script asked for before the first content, gzip",
				unit: "kB",
				rows: [
					{ name: "Hearth", values: bytes(own), beside: "bare React page" },
					{ name: "bare React page", values: bytes(plain) },
				],
			},
			{
				title: "from the request to a page that is used",
				unit: "ms",
				rows: [
					{ name: "Hearth, first content", values: own.map((one) => one.contentMs), beside: "bare, first content" },
					{
						name: "Hearth, Stop has answered",
						values: own.map((one) => one.usableMs),
						beside: "bare, button has answered",
					},
					{ name: "bare, first content", values: plain.map((one) => one.contentMs) },
					{ name: "bare, button has answered", values: plain.map((one) => one.usableMs) },
				],
			},
			{
				title: `${perSecond} changes a second for ${streamMs / 1000} s`,
				unit: "% of a core",
				rows: [
					{ name: "main thread of the page", values: streams.map((one) => one.mainPercent) },
					{ name: "whole process of the page", values: streams.map((one) => one.processPercent) },
					{ name: "no changes, main thread", values: calm.map((one) => one.mainPercent) },
					{ name: "no changes, whole process", values: calm.map((one) => one.processPercent) },
				],
			},
			longestTasks(scrolls, empty),
			{
				title: `10,000 runs from top to end, ${scrollPx} px a frame`,
				unit: "count",
				rows: [
					{ name: "tasks over 50 ms", values: longTasks },
					{ name: "an empty box of that height, tasks over 50 ms", values: empty.map((one) => one.longTasks.length) },
					{ name: "frames", values: scrolls.map((one) => one.frames) },
					{ name: "most rows drawn at once", values: scrolls.map((one) => one.mostRows) },
				],
			},
		],
		goals: [
			{
				name: "10,000 runs, processor time of the longest task, worst run",
				limit: 50,
				measured: Math.max(...scrolls.map((one) => one.longestCpuMs)),
				unit: "ms",
			},
			{ name: "script before the first content, gzip", limit: 180, measured: Math.max(...bytes(own)), unit: "kB" },
			{
				name: "a stream of changes, whole process, beyond the page without changes",
				limit: 5,
				measured: median(streams.map((one) => one.processPercent)) - median(calm.map((one) => one.processPercent)),
				unit: "% of a core",
			},
			{
				name: "10,000 runs, tasks over 50 ms by the clock, worst run",
				limit: 0,
				measured: Math.max(...longTasks),
				unit: "",
			},
		],
		skipped: [],
		notes: [
			`changes sent: ${streams.map((one) => one.changes).join(", ")}`,
			"TaskDuration and ProcessTime of Performance.getMetrics; the browser's own process and the compositor are not in it",
		],
	};
}

await runBench(
	{
		name: "window",
		about: [
			"How the window feels in Chromium on the real web door with a stand-in agent behind it: bytes of script before the",
			"first content; time until Stop has answered, beside a bare React page of the same build and server; what 50 changes",
			"a second cost; long tasks while 10,000 runs scroll by. Needs `npm run build:window` and a Chromium.",
		].join("\n"),
		defaultRuns: 10,
		runsMean: "visits of each page",
	},
	measure,
);
