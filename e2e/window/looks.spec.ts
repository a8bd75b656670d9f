// Every page and state of the window: free of access faults (axe, WCAG 2.2 AA), in both themes, at 320 and 1280 pixels,
// without sideways scrolling; a picture of each is kept in test-results/looks/.
import { expect, type Page, test } from "@playwright/test";
import { noChromium } from "./chromium.ts";
import { startFixtureAgent } from "./fixture-agent.ts";
import { judge } from "./judge.ts";
import type { ScenarioName } from "./scenarios.ts";

test.skip(noChromium !== "", noChromium);

interface Look {
	readonly name: string;
	readonly scenario: ScenarioName;
	readonly hash: string;
	readonly sentence: RegExp;
	readonly prepare?: (page: Page) => Promise<void>;
}

const looks: readonly Look[] = [
	{ name: "first", scenario: "first", hash: "#/lending", sentence: /Nothing is lent/ },
	{ name: "allow-empty", scenario: "first", hash: "#/allow", sentence: /What may this PC lend/ },
	{
		name: "allow-open",
		scenario: "first",
		hash: "#/allow",
		sentence: /What may this PC lend/,
		prepare: async (page) => {
			await page.getByRole("button", { name: "Lend", exact: true }).click();
			await expect(page.getByText("Choose at least one kind.")).toBeVisible();
		},
	},
	{
		name: "allow-change",
		scenario: "ready",
		hash: "#/allow",
		sentence: /Change what this PC lends/,
		prepare: async (page) => {
			await page.getByText("may run small programs").waitFor();
		},
	},
	{
		name: "allow-again",
		scenario: "stopped",
		hash: "#/allow",
		sentence: /What may this PC lend/,
		prepare: async (page) => {
			await page.getByText("may run small programs").waitFor();
		},
	},
	{ name: "ready", scenario: "ready", hash: "#/lending", sentence: /Two of your eight cores are ready to help/ },
	{ name: "lending", scenario: "lending", hash: "#/lending", sentence: /are helping photo-box/ },
	{ name: "held-in-use", scenario: "held-in-use", hash: "#/lending", sentence: /someone is using the PC/ },
	{ name: "held-battery", scenario: "held-battery", hash: "#/lending", sentence: /on battery/ },
	{ name: "paused", scenario: "paused", hash: "#/lending", sentence: /Paused until/ },
	{ name: "problem", scenario: "problem", hash: "#/lending", sentence: /the record was changed/ },
	{ name: "stopped", scenario: "stopped", hash: "#/lending", sentence: /Nothing is lent/ },
	{ name: "history-empty", scenario: "first", hash: "#/history", sentence: /Nothing has run here yet/ },
	{ name: "history-week", scenario: "week", hash: "#/history", sentence: /This week your PC helped for/ },
	{ name: "history-many", scenario: "many-rows", hash: "#/history", sentence: /This week your PC helped for/ },
	{
		name: "receipt",
		scenario: "week",
		hash: "#/history/00000000-0000-4000-8000-000000001003",
		sentence: /Receipt: Small picture/,
	},
	{
		name: "receipt-unproven",
		scenario: "problem",
		hash: "#/history/00000000-0000-4000-8000-000000001007",
		sentence: /Receipt: Scan old letters/,
	},
	{ name: "this-pc", scenario: "ready", hash: "#/this-pc", sentence: /This PC can run one kind of work/ },
	{ name: "this-pc-problem", scenario: "problem", hash: "#/this-pc", sentence: /One thing needs a look/ },
];

const widths = [
	{ width: 1280, height: 860 },
	{ width: 320, height: 720 },
] as const;
const themes = ["light", "dark"] as const;

for (const look of looks) {
	test(`${look.name} is clean in both themes, wide and narrow`, async ({ browser }) => {
		const agent = await startFixtureAgent(look.scenario);
		try {
			for (const viewport of widths) {
				for (const colorScheme of themes) {
					const context = await browser.newContext({ viewport, colorScheme, locale: "en-GB" });
					const page = await context.newPage();
					const complaints: string[] = [];
					page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
					page.on("pageerror", (error) => complaints.push(error.message));
					await page.goto(`${agent.url}${look.hash}`);
					await expect(page.getByRole("heading", { level: 1 })).toHaveText(look.sentence);
					await expect(page.getByRole("status").getByText("…")).toHaveCount(0);
					await page.evaluate("document.fonts.ready.then(() => true)");
					await look.prepare?.(page);
					await judge(page, `${look.name}-${viewport.width}-${colorScheme}`);
					expect(complaints).toEqual([]);
					await context.close();
				}
			}
		} finally {
			await agent.close();
		}
	});
}
