// What every page has to pass, and the picture kept of it.
import { mkdirSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

mkdirSync("test-results/looks", { recursive: true });

/**
 * What axe is asked: all it knows; the colours alone, for a page whose markup was judged already; or all but the colours,
 * for the system's own palette, where axe would read the colours that were overruled.
 */
export type Question = "all" | "colours" | "shapes";

/** Access faults, sideways scrolling and the content security policy, judged on the page as it stands. */
export async function judge(page: Page, name: string, question: Question = "all"): Promise<void> {
	// Half-way colours of a change of theme are nobody's design.
	await page.evaluate(
		"Promise.all(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished))",
	);
	// No frames inside a page: axe runs in it alone, in half the time.
	const axe = new AxeBuilder({ page }).setLegacyMode(true);
	if (question === "colours") axe.withRules(["color-contrast"]);
	else axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
	if (question === "shapes") axe.disableRules(["color-contrast"]);
	const found = await axe.analyze();
	await keepPicture(page, name);
	expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual(
		[],
	);
	const sideways = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
	expect(sideways, "pixels of sideways scrolling").toBeLessThanOrEqual(0);
}

/** Keeps the whole page as test-results/looks/`name`.png, as on a screen that is tall enough: bars stand at its end. */
export async function keepPicture(page: Page, name: string): Promise<void> {
	const path = `test-results/looks/${name}.png`;
	const before = page.viewportSize();
	const measure = () => page.evaluate("document.documentElement.scrollHeight") as Promise<number>;
	if (before) {
		// A box that scrolls in itself grows with the screen, so the page is measured again.
		for (let height = await measure(), at = before.height; height > at; at = height, height = await measure())
			await page.setViewportSize({ width: before.width, height });
	}
	await page.screenshot({ path, fullPage: true, animations: "disabled" });
	if (before) await page.setViewportSize(before);
}
