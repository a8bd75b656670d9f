// Every page and state in German, in words 40 % longer than English, and from right to left, wide and narrow: nothing is
// cut off, nothing sticks out, nothing lies on something else. A picture of each is kept in test-results/looks/.
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { directionOf } from "../../main/contract/locales.ts";
import { speaker } from "../../main/contract/words.ts";
import { noChromium } from "./chromium.ts";
import { startFixtureAgent } from "./fixture-agent.ts";
import { looks } from "./looks.ts";
import { buildPseudoWindow, foreignCatalogues, pseudoDirectory } from "./pseudo-window.ts";

test.skip(noChromium !== "", noChromium);
test.beforeAll(buildPseudoWindow);

/** Runs inside the page, which is why it is no module. */
const findClipped = readFileSync(new URL("find-clipped.js", import.meta.url), "utf8");

const viewports = [
	{ width: 1280, height: 860 },
	{ width: 320, height: 720 },
] as const;

for (const [locale, catalogue] of Object.entries(foreignCatalogues)) {
	const say = speaker(catalogue, locale);
	test.describe(locale, () => {
		for (const look of looks) {
			test(`${look.name} fits`, async ({ browser }) => {
				const agent = await startFixtureAgent(look.scenario, 0, pseudoDirectory);
				try {
					for (const viewport of viewports) {
						const context = await browser.newContext({ viewport, locale, reducedMotion: "reduce" });
						const page = await context.newPage();
						const complaints: string[] = [];
						page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
						page.on("pageerror", (error) => complaints.push(error.message));
						await page.goto(`${agent.url}${look.hash}`);
						const html = page.locator("html");
						await expect(html).toHaveAttribute("lang", locale);
						await expect(html).toHaveAttribute("dir", directionOf(locale));
						await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
						await expect(page.getByRole("status").getByText("…")).toHaveCount(0);
						await page.evaluate("document.fonts.ready.then(() => true)");
						await look.prepare?.(page, say);
						await page.screenshot({
							path: `test-results/looks/${look.name}-${viewport.width}-${locale}.png`,
							fullPage: true,
						});
						expect(
							await page.evaluate(`(() => {${findClipped}; return findClipped(); })()`),
							`at ${viewport.width} pixels`,
						).toEqual([]);
						expect(complaints).toEqual([]);
						await context.close();
					}
				} finally {
					await agent.close();
				}
			});
		}
	});
}
