// A PC that must restart in the middle of setup: told before, a state of its own, and afterwards it goes on without a tap.
import { type BrowserContext, expect, test } from "@playwright/test";
import en from "../../assets/words/en.json" with { type: "json" };
import { speaker } from "../../main/contract/words.ts";
import { noChromium, orWhyNot } from "./chromium.ts";
import { judge } from "./judge.ts";
import { SetupPage } from "./pages/setup-page.ts";
import { complaintsOf, newProfile, openWindow } from "./real-window.ts";
import { openSetupStage, type SetupStage } from "./setup-stage.ts";

const say = speaker(en, "en-GB");

test.describe(`setting up a PC that must restart${orWhyNot}`, () => {
	test.skip(noChromium !== "", noChromium);
	let stage: SetupStage;
	let profile: BrowserContext;

	test.beforeEach(async ({ browser }) => {
		stage = openSetupStage();
		profile = await newProfile(browser);
	});
	test.afterEach(async () => {
		await profile.close();
		await stage.scene.end();
	});
	const open = async () => {
		const agent = await stage.start("restart");
		const setup = new SetupPage(await openWindow(profile, agent.door));
		return { agent, setup, complaints: complaintsOf(setup.page) };
	};
	const agree = async (setup: SetupPage) => {
		await setup.toFirstQuestion();
		await expect(setup.page.getByText(say("setup.may-restart")).first()).toBeVisible();
		await setup.button("Yes, ask for it").click();
		await setup.button("Yes, do this").click();
		await expect(setup.sentence).toHaveText("Restart this PC to go on.");
	};

	test("it says so, waits, and goes on by itself at the same step once the PC has restarted", async () => {
		const first = await open();
		await agree(first.setup);
		await expect(first.setup.row(/store\/tools/)).toContainText("Waits for a restart");
		await expect(first.setup.page.getByText(say("setup.fault.restart-needed")).first()).toBeVisible();
		await judge(first.setup.page, "setup-restart-real");
		// To look again is no restart.
		await first.setup.button("Look again").click();
		await expect(first.setup.sentence).toHaveText("Restart this PC to go on.");
		await first.agent.stop();

		// Hearth alone starting anew is none either.
		const second = await open();
		await expect(second.setup.sentence).toHaveText("Restart this PC to go on.");
		expect(await second.agent.door.setup.get({})).toMatchObject({ working: false, status: { phase: "restart" } });
		await second.agent.stop();

		stage.restartPc();
		const third = await open();
		await expect(third.setup.sentence).toHaveText("Setting up this PC: 2 of 5.");
		stage.open("store");
		stage.open("download");
		await expect(third.setup.sentence).toHaveText("This PC is set up.");
		expect(third.complaints).toEqual([]);
	});

	test("cut off after it went on, it waits for the person: once for each start of the PC", async () => {
		const first = await open();
		await agree(first.setup);
		await first.agent.stop();
		stage.restartPc();
		const second = await open();
		await expect(second.setup.sentence).toHaveText("Setting up this PC: 2 of 5.");
		await second.agent.kill();
		const third = await open();
		await expect(third.setup.sentence).toHaveText("Setup has stopped half way.");
		await expect(third.setup.row(/store\/tools/)).toContainText("Stopped");
		await expect(third.setup.button("Go on")).toBeVisible();
		await third.setup.link("Undo these 2 steps").click();
		await third.setup.button("Remove these 2 things").click();
		await expect(third.setup.sentence).toHaveText("Nothing left.");
		expect(stage.contents()).toEqual([]);
	});
});
