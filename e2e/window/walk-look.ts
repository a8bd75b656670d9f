// What every page and state of the walk has to pass: no access faults, no sideways scrolling; a picture of each is kept
// in test-results/walk/ for people to look at.
import { mkdirSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const folder = "test-results/walk";
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

interface Size {
	readonly name: string;
	readonly width: number;
	readonly height: number;
	readonly themes: readonly ("light" | "dark")[];
}

const wide: Size = { name: "1280", width: 1280, height: 860, themes: ["light", "dark"] };
const narrow: Size = { name: "320", width: 320, height: 720, themes: ["light", "dark"] };
/** The wide window at 200 %: half as many CSS pixels each way. */
const zoomed: Size = { name: "zoom-200", width: 640, height: 430, themes: ["light"] };

mkdirSync(folder, { recursive: true });

/** Judges the page as it stands at every size and in both themes; leaves it wide and light. */
export async function look(page: Page, name: string): Promise<void> {
	for (const size of [zoomed, narrow, wide]) {
		await page.setViewportSize({ width: size.width, height: size.height });
		// As tall as the page, so that what stays at the edge of the screen is not pictured in the middle of it.
		const height = (await page.evaluate("document.documentElement.scrollHeight")) as number;
		await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) });
		await page.evaluate("scrollTo(0, 0); document.fonts.ready.then(() => undefined)");
		for (const colorScheme of size.themes) {
			await page.emulateMedia({ colorScheme });
			await judge(page, `${name}-${size.name}-${colorScheme}`);
		}
	}
	await page.setViewportSize({ width: wide.width, height: wide.height });
	await page.emulateMedia({ colorScheme: "light" });
}

async function judge(page: Page, name: string): Promise<void> {
	await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
	await page.screenshot({ path: `${folder}/${name}.png` });
	// The other mode opens a second page for every look; the window has no frames that would need it.
	const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(rules).analyze();
	const faults = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
	expect(faults, `access faults of ${name}`).toEqual([]);
	const sideways = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
	expect(sideways, `pixels of sideways scrolling of ${name}`).toBeLessThanOrEqual(0);
}
