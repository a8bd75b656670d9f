// What every page has to pass, and the picture kept of it.
import { mkdirSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

mkdirSync("test-results/looks", { recursive: true });

/**
 * Access faults, sideways scrolling and the content security policy, judged on the page as it stands. `forced`: the
 * system's own palette is on. Contrast is then the system's, and axe reads the colours that were overruled.
 */
export async function judge(page: Page, name: string, forced = false): Promise<void> {
	// Half-way colours of a change of theme are nobody's design.
	await page.evaluate(
		"Promise.all(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished))",
	);
	// No frames inside a page: axe runs in it alone, in half the time.
	const found = await new AxeBuilder({ page })
		.setLegacyMode(true)
		.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
		.disableRules(forced ? ["color-contrast"] : [])
		.analyze();
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
	const height = (await page.evaluate("document.documentElement.scrollHeight")) as number;
	if (before && height > before.height) await page.setViewportSize({ width: before.width, height });
	await page.screenshot({ path, fullPage: true, animations: "disabled" });
	if (before && height > before.height) await page.setViewportSize(before);
}
