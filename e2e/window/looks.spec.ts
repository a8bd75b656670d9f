// Every page and state of the window: free of access faults (axe, WCAG 2.2 AA), in both themes, at 320 and 1280 pixels,
// without sideways scrolling; a picture of each is kept in test-results/looks/.
import { expect, test } from "@playwright/test";
import { noChromium } from "./chromium.ts";
import { startFixtureAgent } from "./fixture-agent.ts";
import { judge } from "./judge.ts";
import { englishLooks, looks } from "./looks.ts";

test.skip(noChromium !== "", noChromium);

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
					await look.prepare?.(page, englishLooks);
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
