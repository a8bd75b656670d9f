// Makes the pictures of the documentation: the built window on the stand-in agent, with a household worth looking at.
// By hand, after a build: `node e2e/window/pictures.ts`.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "@playwright/test";
import { startFixtureAgent } from "./fixture-agent.ts";
import { LendingPage } from "./pages/lending-page.ts";
import { packPng } from "./png.ts";
import type { ScenarioName } from "./scenarios.ts";

interface Picture {
	readonly name: string;
	readonly scenario: ScenarioName;
	readonly hash: string;
	/** Words that stand on the page once it is whole. */
	readonly shows: string;
	readonly theme?: "dark";
	readonly size?: { readonly width: number; readonly height: number };
	readonly prepare?: (page: Page) => Promise<void>;
}

const folder = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
const mostBytes = 150_000;
const wide = { width: 1280, height: 860 };
const tall = { width: 1280, height: 1112 };

const pictures: readonly Picture[] = [
	{ name: "lending-light", scenario: "lending", hash: "#/lending", shows: "Resize holiday photos", size: tall },
	{
		name: "lending-dark",
		scenario: "lending",
		hash: "#/lending",
		shows: "Resize holiday photos",
		size: tall,
		theme: "dark",
	},
	{
		name: "lending-narrow-light",
		scenario: "lending",
		hash: "#/lending",
		shows: "Resize holiday photos",
		size: { width: 390, height: 844 },
	},
	{ name: "first-light", scenario: "first", hash: "#/lending", shows: "Try it on this PC" },
	{ name: "allow-light", scenario: "first", hash: "#/allow", shows: "What may run?", prepare: chooseSome },
	{ name: "history-light", scenario: "week", hash: "#/history", shows: "Scan old letters" },
	{
		name: "receipt-light",
		scenario: "week",
		hash: "#/history/00000000-0000-4000-8000-000000001003",
		shows: "Checked and true.",
	},
	{ name: "this-pc-light", scenario: "ready", hash: "#/this-pc", shows: "What it knows right now" },
];

async function chooseSome(page: Page): Promise<void> {
	const lending = new LendingPage(page);
	await lending.press(lending.kind("Small programs"));
	await lending.press(lending.asker("photo-box"));
	await lending.press(lending.when("Only while nobody uses the PC"));
	await lending.slip.getByText("may run small programs").waitFor();
	await page.evaluate("document.activeElement.blur(); scrollTo(0, 0)");
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
	executablePath: process.env.HEARTH_CHROMIUM ?? "/usr/bin/chromium",
	args: ["--no-sandbox", "--disable-gpu"],
});
try {
	for (const one of pictures) {
		const agent = await startFixtureAgent(one.scenario);
		const context = await browser.newContext({
			viewport: one.size ?? wide,
			colorScheme: one.theme ?? "light",
			reducedMotion: "reduce",
			locale: "en-GB",
		});
		const page = await context.newPage();
		await page.goto(`${agent.url}${one.hash}`);
		await page.getByText(one.shows).first().waitFor();
		await one.prepare?.(page);
		await page.evaluate("document.fonts.ready.then(() => undefined)");
		const png = packPng(await page.screenshot());
		if (png.length > mostBytes) throw new Error(`${one.name} has ${png.length} bytes, more than ${mostBytes}`);
		writeFileSync(`${folder}${one.name}.png`, png);
		process.stdout.write(`${one.name}.png ${Math.round(png.length / 1000)} kB\n`);
		await context.close();
		await agent.close();
	}
} finally {
	await browser.close();
}
