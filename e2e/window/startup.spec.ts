// Start with the PC: two switches, off until asked, and the file each writes.
import { expect } from "@playwright/test";
import { noChromium } from "./chromium.ts";
import { it } from "./fixture-test.ts";

it.skip(noChromium !== "", noChromium);

it("each switch is off until asked, shows its file, and can be turned back by keyboard", async ({ page, agent }) => {
	await page.goto(`${agent.url}#/this-pc`);
	const part = page.getByRole("region", { name: "Start with the PC" });
	const app = part.getByRole("switch", { name: "Start the app when you sign in" });
	const alone = part.getByRole("switch", { name: "Start without the app when you sign in" });
	await expect(app).not.toBeChecked();
	await expect(alone).not.toBeChecked();
	await expect(part.getByText("Would be written to /home/owner/.config/systemd")).toBeVisible();
	await alone.focus();
	await page.keyboard.press("Space");
	await expect(alone).toBeChecked();
	await expect(alone).toBeFocused();
	await expect(app).not.toBeChecked();
	await expect(part.getByText("It stops when you sign out.")).toBeVisible();
	await part.getByText("Written to /home/owner/.config/systemd").click();
	await expect(part.getByText("WantedBy=default.target")).toBeVisible();
	await alone.focus();
	await page.keyboard.press("Space");
	await expect(alone).not.toBeChecked();
});
