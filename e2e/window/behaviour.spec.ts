// How the window behaves: the way from the first window to a result, focus, keyboard, loss of the
// agent. Against the fixture agent; the same way against the real agent is walked elsewhere.
import { expect } from "@playwright/test";
import { noChromium } from "./chromium.ts";
import { it } from "./fixture-test.ts";
import { judge } from "./judge.ts";
import { HistoryPage } from "./pages/history-page.ts";
import { LendingPage } from "./pages/lending-page.ts";
import { ThisPcPage } from "./pages/this-pc-page.ts";

it.skip(noChromium !== "", noChromium);

it("pauses until a visible time and resumes", async ({ page, agent }) => {
	const lending = new LendingPage(page);
	await page.goto(agent.url);
	await lending.pauseFor("until tomorrow").click();
	await expect(lending.sentence).toHaveText("Paused until tomorrow 07:00.");
	await expect(lending.stop).toBeVisible();
	await lending.resume.click();
	await expect(lending.sentence).toHaveText("Two of your eight cores are ready to help.");
});

it.describe("from the first window", () => {
	it.use({ scenario: "first" });

	it("leads by keyboard alone to a picture and its receipt", async ({ page, agent }) => {
		const lending = new LendingPage(page);
		await page.goto(agent.url);
		await lending.tryIt.focus();
		await page.keyboard.press("Enter");
		await expect(lending.sentence).toHaveText("What may this PC lend?");
		await expect(lending.sentence).toBeFocused();
		await expect(page).toHaveTitle("What may this PC lend? · Hearth");
		await expect(page.getByText("A small picture is waiting to be drawn.")).toBeVisible();
		await expect(page.getByRole("switch", { checked: true })).toHaveCount(0);
		await expect(page.getByRole("checkbox", { checked: true })).toHaveCount(0);
		await expect(page.getByRole("radio", { checked: true })).toHaveCount(0);
		await lending.allowOwnSmallPrograms();
		await expect(lending.picture).toBeVisible();
		expect(
			await lending.picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
		).toBeGreaterThan(0);
		await judge(page, "trial-done-1280-light");
		await page.setViewportSize({ width: 320, height: 720 });
		await page.emulateMedia({ colorScheme: "dark" });
		await judge(page, "trial-done-320-dark");
		await lending.pictureReceipt.click();
		await expect(new HistoryPage(page).verified).toBeVisible();
		await page.goBack();
		await expect(lending.picture).toBeVisible();
	});

	it("lets a person say not now, and nothing is lent", async ({ page, agent }) => {
		const lending = new LendingPage(page);
		await page.goto(`${agent.url}#/allow`);
		const [yes, no] = [await lending.lend.boundingBox(), await lending.notNow.boundingBox()];
		expect(no?.width).toBe(yes?.width);
		expect(no?.height).toBe(yes?.height);
		await lending.notNow.click();
		await expect(lending.sentence).toHaveText("Nothing is lent.");
	});

	it("takes an amount dragged, typed and pressed as the same thing", async ({ page, agent }) => {
		const lending = new LendingPage(page);
		await page.goto(`${agent.url}#/allow`);
		await expect(lending.amount("Cores to lend")).toHaveValue("2");
		await lending.border("Cores to lend").focus();
		await page.keyboard.press("ArrowUp");
		await expect(lending.amount("Cores to lend")).toHaveValue("2.5");
		await lending.amount("Cores to lend").fill("99");
		await page.keyboard.press("Tab");
		await expect(lending.amount("Cores to lend")).toHaveValue("8");
		const box = await lending.border("Cores to lend").boundingBox();
		if (!box) throw new Error("no border to drag");
		await page.mouse.click(box.x + 14 + (box.width - 28) / 2, box.y + box.height / 2);
		await expect(lending.amount("Cores to lend")).toHaveValue("4");
	});

	it("shows a problem where it belongs and does not lend", async ({ page, agent }) => {
		const lending = new LendingPage(page);
		await page.goto(`${agent.url}#/allow`);
		await lending.lend.click();
		await expect(lending.kind("Small programs")).toBeFocused();
		await lending.press(lending.kind("Small programs"));
		await lending.press(lending.asker("You, on this PC"));
		await lending.press(lending.when("Any time"));
		await lending.press(lending.limit("Only between certain hours"));
		await page.getByRole("combobox", { name: "to" }).selectOption("09:00");
		await expect(page.getByRole("alert")).toHaveText(/begin and end at the same time/);
		await lending.lend.click();
		await expect(lending.sentence).toHaveText("What may this PC lend?");
	});
});

it("asks for the probes again", async ({ page, agent }) => {
	const thisPc = new ThisPcPage(page);
	await page.goto(`${agent.url}#/this-pc`);
	const before = await thisPc.abilities
		.getByText(/^Checked/)
		.first()
		.textContent();
	await thisPc.checkAgain.click();
	await expect(thisPc.abilities.getByText(/^Checked/).first()).not.toHaveText(before ?? "");
	await expect(thisPc.facts.getByText("not known").first()).toBeVisible();
	await thisPc.sends.getByText("That this PC lends").click();
	await expect(thisPc.sends.getByText("A random number that stands for this PC").first()).toBeVisible();
});

it("says when it lost the agent, claims nothing meanwhile, and heals by itself", async ({ page, agent }) => {
	const lending = new LendingPage(page);
	await page.goto(agent.url);
	await expect(lending.stop).toBeVisible();
	await agent.close();
	await expect(lending.sentence).toHaveText("Hearth does not answer.");
	await expect(page.getByText(/Last heard at \d\d:\d\d/)).toBeVisible();
	for (const width of [1280, 320]) {
		for (const colorScheme of ["light", "dark"] as const) {
			await page.setViewportSize({ width, height: 760 });
			await page.emulateMedia({ colorScheme });
			await judge(page, `offline-${width}-${colorScheme}`);
		}
	}
	await agent.reopen();
	await expect(lending.sentence).toHaveText(/are helping photo-box/, { timeout: 20_000 });
});

it("shows how to open the window again when the door does not know it", async ({ page, agent }) => {
	agent.signOut();
	await page.goto(agent.url);
	await expect(new LendingPage(page).sentence).toHaveText("This window is closed.");
	await expect(page.getByText("hearth ui")).toBeVisible();
	for (const width of [1280, 320]) {
		for (const colorScheme of ["light", "dark"] as const) {
			await page.setViewportSize({ width, height: 760 });
			await page.emulateMedia({ colorScheme });
			await judge(page, `signed-out-${width}-${colorScheme}`);
		}
	}
});

it("stops listening while nobody looks, and listens again", async ({ page, agent }) => {
	const lending = new LendingPage(page);
	const visibility = (hidden: boolean) =>
		page.evaluate(`Object.defineProperty(document, "hidden", { value: ${hidden}, configurable: true });
			document.dispatchEvent(new Event("visibilitychange"));`);
	await page.goto(agent.url);
	await expect(lending.stop).toBeVisible();
	const ended = page.waitForEvent("requestfailed", (one) => one.url().endsWith("/rpc/status/watch"));
	await visibility(true);
	await ended;
	const opened = page.waitForRequest((one) => one.url().endsWith("/rpc/status/watch"));
	await visibility(false);
	await opened;
	await expect(lending.stop).toBeVisible();
});

it("keeps every target at least 24 pixels, the main ones 48", async ({ page, agent }) => {
	await page.setViewportSize({ width: 320, height: 720 });
	for (const hash of ["#/lending", "#/allow", "#/history", "#/this-pc"]) {
		await page.goto(`${agent.url}${hash}`);
		const lending = new LendingPage(page);
		await expect(lending.stop).toBeVisible();
		expect((await lending.stop.boundingBox())?.height).toBeGreaterThanOrEqual(48);
		for (const target of await page.locator("button:visible, a:visible, select:visible, summary:visible").all()) {
			const box = await target.boundingBox();
			expect(box?.height ?? 24, await target.innerText()).toBeGreaterThanOrEqual(24);
		}
	}
});

it("keeps shapes and words in forced colours and without motion", async ({ page, agent }) => {
	await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
	await page.goto(agent.url);
	await expect(new LendingPage(page).stop).toBeVisible();
	expect(await page.evaluate("document.getAnimations().length")).toBe(0);
	await page.screenshot({ path: "test-results/looks/lending-1280-forced-colours.png", fullPage: true });
});
