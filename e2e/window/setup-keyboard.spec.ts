// Setup with the keyboard alone: every screen to the end, the focus always in sight and at the new heading.
import { expect, test } from "@playwright/test";
import { noChromium, orWhyNot } from "./chromium.ts";
import { SetupPage } from "./pages/setup-page.ts";
import { newProfile, openWindow } from "./real-window.ts";
import { openSetupStage } from "./setup-stage.ts";
import { tabTo } from "./tab-to.ts";

test(`sets up by keyboard alone, every screen to the end, and lends nothing${orWhyNot}`, async ({ browser }) => {
	test.skip(noChromium !== "", noChromium);
	test.setTimeout(120_000);
	const stage = openSetupStage();
	const profile = await newProfile(browser);
	try {
		const agent = await stage.start();
		const setup = new SetupPage(await openWindow(profile, agent.door));
		const { keyboard } = setup.page;
		/** The new screen, with the focus at its heading. */
		const screen = async (sentence: string | RegExp) => {
			await expect(setup.sentence).toHaveText(sentence);
			await expect(setup.sentence).toBeFocused();
		};
		await tabTo(setup.page.getByRole("navigation").getByRole("link", { name: "Set up" }));
		await keyboard.press("Enter");
		await screen("Set up this PC.");
		await tabTo(setup.link("Begin"));
		await keyboard.press("Enter");
		await screen("Choose where this PC belongs.");
		await tabTo(setup.page.getByRole("radio").first());
		await keyboard.press("Space");
		if (!(await setup.choice("Only this PC").isChecked())) await keyboard.press("ArrowDown");
		await expect(setup.choice("Only this PC")).toBeChecked();
		await tabTo(setup.button("Next"));
		await keyboard.press("Enter");
		await screen("See what will change.");
		await tabTo(setup.link("Next"));
		await keyboard.press("Enter");
		await screen("Make a place for your tools?");
		await tabTo(setup.button("Yes, ask for it"));
		await keyboard.press("Enter");
		await screen("Get your tools ready?");
		expect(stage.contents()).toEqual([]);
		await tabTo(setup.button("Yes, do this"));
		await keyboard.press("Enter");
		await expect(setup.sentence).toHaveText("Setting up this PC: 2 of 5.");
		await expect(setup.sentence).toBeFocused();
		stage.open("store");
		stage.open("download");
		await expect(setup.sentence).toHaveText("This PC is set up.");
		await expect(setup.sentence).toBeFocused();
		expect((await agent.door.status.get({})).grants).toEqual([]);
		expect(stage.contents()).not.toEqual([]);
	} finally {
		await profile.close();
		await stage.scene.end();
	}
});
