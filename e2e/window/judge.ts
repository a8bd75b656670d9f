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
	const found = await new AxeBuilder({ page })
		.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
		.disableRules(forced ? ["color-contrast"] : [])
		.analyze();
	await page.screenshot({ path: `test-results/looks/${name}.png`, fullPage: true });
	expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual(
		[],
	);
	const sideways = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
	expect(sideways, "pixels of sideways scrolling").toBeLessThanOrEqual(0);
}
