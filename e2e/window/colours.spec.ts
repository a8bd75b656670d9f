// Colour is never the only sign, and the system's wishes about it are followed at once, without loading anything again.
import { expect, type Page } from "@playwright/test";
import { noChromium } from "./chromium.ts";
import { startFixtureAgent } from "./fixture-agent.ts";
import { it } from "./fixture-test.ts";
import { LendingPage } from "./pages/lending-page.ts";
import type { ScenarioName } from "./scenarios.ts";

it.skip(noChromium !== "", noChromium);

const ground = (page: Page) =>
	page.evaluate(
		`getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color`,
	) as Promise<string>;

it("follows the system's dark mode while it is open, and back", async ({ page, agent }) => {
	await page.emulateMedia({ colorScheme: "light" });
	await page.goto(agent.url);
	await expect(new LendingPage(page).stop).toBeVisible();
	await page.evaluate("window.sameWindow = true");
	const light = await ground(page);
	await page.emulateMedia({ colorScheme: "dark" });
	await expect.poll(() => ground(page)).not.toBe(light);
	await page.emulateMedia({ colorScheme: "light" });
	await expect.poll(() => ground(page)).toBe(light);
	expect(await page.evaluate("window.sameWindow")).toBe(true);
});

it("says each state in words of its own: without any colour no two states read alike", async ({ page }) => {
	const states: ScenarioName[] = ["stopped", "ready", "lending", "held-in-use", "held-battery", "paused", "problem"];
	const read = new Map<string, string>();
	for (const scenario of states) {
		const agent = await startFixtureAgent(scenario);
		try {
			await page.goto(agent.url);
			const words = await new LendingPage(page).sentence.innerText();
			expect([...read.values()], scenario).not.toContain(words);
			read.set(scenario, words);
		} finally {
			await agent.close();
		}
	}
});

for (const colorScheme of ["light", "dark"] as const) {
	it(`keeps an edge and a sign on every control in the system's own colours, ${colorScheme}`, async ({
		page,
		agent,
	}) => {
		await page.emulateMedia({ forcedColors: "active", colorScheme });
		const lending = new LendingPage(page);
		for (const hash of ["#/lending", "#/allow", "#/history", "#/this-pc"]) {
			await page.goto("about:blank");
			await page.goto(`${agent.url}${hash}`);
			await expect(lending.stop).toBeVisible();
			// The edge may be its own or that of the group it is a part of, as with the two steps of an amount.
			const bare = await page.evaluate(`(() => {
				const edged = (one) => {
					const style = getComputedStyle(one);
					return parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none";
				};
				return [...document.querySelectorAll("button, select")]
					.filter((one) => one.checkVisibility())
					.filter((one) => !edged(one) && !(one.closest("[role=group]") && edged(one.closest("[role=group]"))))
					.map((one) => one.outerHTML.slice(0, 120));
			})()`);
			expect(bare, hash).toEqual([]);
		}
		// On and off of a switch differ by more than their colour: by the place of the knob, or by a sign.
		await page.goto("about:blank");
		await page.goto(`${agent.url}#/allow`);
		const one = lending.kind("Small programs");
		await expect(one).toBeVisible();
		const shot = () => one.locator("xpath=ancestor::label[1]").screenshot({ animations: "disabled" });
		const before = await shot();
		await lending.press(one);
		await expect(one).toBeChecked({ checked: false });
		expect((await shot()).equals(before)).toBe(false);
	});
}
