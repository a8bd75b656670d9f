// Stop: one press from anywhere, told honestly whatever happens to it.
import { expect } from "@playwright/test";
import { noChromium } from "./chromium.ts";
import { it } from "./fixture-test.ts";
import { LendingPage } from "./pages/lending-page.ts";

it.skip(noChromium !== "", noChromium);

it.describe("stop", () => {
	it("is one press, on every page, and leaves the keyboard at the sentence", async ({ page, agent }) => {
		const lending = new LendingPage(page);
		await page.goto(agent.url);
		await expect(lending.running("Resize holiday photos")).toBeVisible();
		for (const name of ["History", "This PC", "Lending"] as const) {
			await lending.openPage(name);
			await expect(lending.stop).toBeVisible();
			await expect(lending.sentence).toBeFocused();
		}
		await lending.stop.focus();
		await page.keyboard.press("Enter");
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		await expect(lending.stop).toHaveCount(0);
		await expect(lending.sentence).toBeFocused();
	});

	it.describe(() => {
		it.use({ scenario: "deaf-stop" });
		it("says Stopping at once and gives the button back when nothing confirms it", async ({ page, agent }) => {
			const lending = new LendingPage(page);
			await page.goto(agent.url);
			await lending.stop.click();
			await expect(lending.stopping).toBeVisible({ timeout: 500 });
			await expect(page.getByRole("alert")).toHaveText(/not confirmed the stop/, { timeout: 6000 });
			await expect(lending.stop).toBeEnabled();
		});
	});

	it("stays in sight however far one scrolls, wide and narrow", async ({ page, agent }) => {
		const lending = new LendingPage(page);
		for (const viewport of [
			{ width: 1280, height: 700 },
			{ width: 320, height: 600 },
		]) {
			await page.setViewportSize(viewport);
			await page.goto(`${agent.url}#/allow`);
			await expect(lending.stop).toBeInViewport({ ratio: 1 });
			await page.getByRole("combobox", { name: "Ends after" }).focus();
			await page.mouse.wheel(0, 5000);
			await expect(lending.stop).toBeInViewport({ ratio: 1 });
			await lending.stop.click({ trial: true });
		}
	});

	it("tells when the press did not reach the agent", async ({ page, agent }) => {
		const lending = new LendingPage(page);
		await page.goto(agent.url);
		await expect(lending.stop).toBeVisible();
		await agent.close();
		await lending.stop.click();
		await expect(page.getByRole("alert")).toHaveText(/did not reach Hearth/);
	});
});
