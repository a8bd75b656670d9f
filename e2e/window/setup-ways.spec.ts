// Setup when something comes between, and the way out: refused, killed, stopped, undone. Real agent, real files.
import { readFileSync, writeFileSync } from "node:fs";
import { type BrowserContext, expect, test } from "@playwright/test";
import en from "../../assets/words/en.json" with { type: "json" };
import { speaker } from "../../main/contract/words.ts";
import type { TestAgent } from "../harness/agents.ts";
import { noChromium, orWhyNot } from "./chromium.ts";
import { judge } from "./judge.ts";
import { SetupPage } from "./pages/setup-page.ts";
import { complaintsOf, newProfile, openWindow } from "./real-window.ts";
import { openSetupStage, type SetupStage } from "./setup-stage.ts";

const say = speaker(en, "en-GB");

test.describe(`setting up, interrupted and undone${orWhyNot}`, () => {
	test.skip(noChromium !== "", noChromium);
	let stage: SetupStage;
	let agent: TestAgent;
	let profile: BrowserContext;
	let setup: SetupPage;

	test.beforeEach(async ({ browser }) => {
		stage = openSetupStage();
		profile = await newProfile(browser);
	});
	test.afterEach(async () => {
		await profile.close();
		await stage.scene.end();
	});
	const open = async (how?: "declined") => {
		agent = await stage.start(how);
		setup = new SetupPage(await openWindow(profile, agent.door));
		return complaintsOf(setup.page);
	};
	const toFirstQuestion = async () => {
		await setup.toFirstQuestion();
		await expect(setup.sentence).toHaveText("Make a place for your tools?");
	};

	test("no at the password is no error: it says so, and can be gone on with", async () => {
		await open("declined");
		await toFirstQuestion();
		await setup.button("Yes, ask for it").click();
		await setup.button("Yes, do this").click();
		await expect(setup.sentence).toHaveText("Setup has stopped half way.");
		await expect(setup.page.getByText(say("setup.fault.declined")).first()).toBeVisible();
		await judge(setup.page, "setup-refused");
		stage.open("store");
		stage.open("download");
		await setup.button("Go on").click();
		await expect(setup.sentence).toHaveText("This PC is set up.");
	});

	test("killed in the middle, it comes back by itself where it was, and goes on", async () => {
		await open();
		await toFirstQuestion();
		await setup.button("Yes, ask for it").click();
		await setup.button("Yes, do this").click();
		await expect(setup.sentence).toHaveText("Setting up this PC: 2 of 5.");
		await agent.kill();
		await expect(setup.page.getByText("Hearth has not answered since", { exact: false })).toBeVisible();
		const complaints = await open();
		await expect(setup.sentence).toHaveText("Setup has stopped half way.");
		await expect(setup.row(/store\/tools/)).toContainText("Stopped");
		await judge(setup.page, "setup-stopped");
		await setup.button("Go on").click();
		await expect(setup.sentence).toHaveText("Setting up this PC: 2 of 5.");
		stage.open("store");
		stage.open("download");
		await expect(setup.sentence).toHaveText("This PC is set up.");
		expect(complaints).toEqual([]);
	});

	test("stopped safely and undone: the list first, then nothing left, and the home as it was", async () => {
		await open();
		await toFirstQuestion();
		stage.open("store");
		await setup.button("Yes, ask for it").click();
		await setup.button("Yes, do this").click();
		await expect(setup.sentence).toHaveText("Setting up this PC: 5 of 5.");
		await setup.button("Stop safely").click();
		await expect(setup.sentence).toHaveText("Setup has stopped half way.");
		await setup.link("Undo these 5 steps").click();
		await expect(setup.sentence).toHaveText("Remove Hearth from this PC.");
		await judge(setup.page, "setup-remove");
		expect(stage.contents()).toHaveLength(5);
		await setup.button("Remove these 5 things").click();
		await expect(setup.sentence).toHaveText("Nothing left.");
		await judge(setup.page, "setup-nothing-left");
		expect(stage.contents()).toEqual([]);
	});

	test("what the person changed since stays, is named with what to do, and the way out is on This PC too", async () => {
		await open();
		await toFirstQuestion();
		stage.open("store");
		stage.open("download");
		await setup.button("Yes, ask for it").click();
		await setup.button("Yes, do this").click();
		await expect(setup.sentence).toHaveText("This PC is set up.");
		writeFileSync(`${stage.home}/settings/editor`, "tabs = false\n");
		await setup.openPage("This PC");
		await setup.link("Remove Hearth").click();
		await setup.button("Remove these 5 things").click();
		await expect(setup.sentence).toHaveText("2 things are left.");
		await expect(setup.sheet("What is left")).toContainText("You changed");
		await judge(setup.page, "setup-left");
		expect(readFileSync(`${stage.home}/settings/editor`, "utf8")).toBe("tabs = false\n");
	});
});
