// The tray's "half" and "a quarter" open the page that shows the words, filled in; nothing changes before it is agreed to.
import { expect } from "@playwright/test";
import { noChromium } from "./chromium.ts";
import { it } from "./fixture-test.ts";
import { LendingPage } from "./pages/lending-page.ts";

it.skip(noChromium !== "", noChromium);

it("fills in the share, follows another choice, and changes nothing by itself", async ({ page, agent }) => {
	const lending = new LendingPage(page);
	const cores = page.getByRole("textbox", { name: "Cores to lend" });
	await page.goto(`${agent.url}#/allow/half`);
	await expect(lending.sentence).toHaveText("Change what this PC lends");
	await expect(cores).toHaveValue("1");
	await page.evaluate("window.location.hash = '#/allow'");
	await expect(cores).toHaveValue("2");
	await page.evaluate("window.location.hash = '#/allow/quarter'");
	await expect(cores).toHaveValue("0.5");
	await page.evaluate("window.location.hash = '#/lending'");
	await expect(lending.sentence).toHaveText(/^Two of your eight cores/);
});
