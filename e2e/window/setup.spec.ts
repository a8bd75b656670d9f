// Setup as a family member does it, on a real agent that changes real files in a home of its own.
import { type BrowserContext, expect, test } from "@playwright/test";
import en from "../../assets/words/en.json" with { type: "json" };
import type { SetupWords } from "../../main/contract/setup.ts";
import { speaker } from "../../main/contract/words.ts";
import type { TestAgent } from "../harness/agents.ts";
import { noChromium, orWhyNot } from "./chromium.ts";
import { judge } from "./judge.ts";
import { SetupPage } from "./pages/setup-page.ts";
import { complaintsOf, newProfile, openWindow } from "./real-window.ts";
import { openSetupStage, type SetupStage } from "./setup-stage.ts";

const say = speaker(en, "en-GB");
const told = ({ code, args }: SetupWords) => say(code, args);

test.describe(`setting up${orWhyNot}`, () => {
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
	const open = async () => {
		agent = await stage.start();
		setup = new SetupPage(await openWindow(profile, agent.door));
		return complaintsOf(setup.page);
	};
	const toFirstQuestion = async () => {
		await setup.toFirstQuestion();
		await expect(setup.sentence).toHaveText("Make a place for your tools?");
	};

	test("with the mouse: at most seven screens, one password a part, the plan word for word, and lending still off", async () => {
		const complaints = await open();
		const screens = new Set<string>();
		const screen = async (sentence: string | RegExp) => {
			await expect(setup.sentence).toHaveText(sentence);
			await judge(setup.page, `setup-${screens.size + 1}`);
			screens.add(String(sentence));
		};
		await setup.openPage("Set up");
		await screen("Set up this PC.");
		await expect(setup.row("Look at this PC")).toContainText("Done");
		await expect(setup.row("Your tools")).toContainText("Not started");
		await expect(setup.row("Join a home")).toContainText("Cannot start yet");
		await setup.begin();

		await screen("Choose where this PC belongs.");
		await expect(setup.page.getByRole("radio", { checked: true })).toHaveCount(0);
		await setup.button("Next").click();
		await expect(setup.page.getByText("Choose one of the two first.")).toBeVisible();
		await setup.chooseThisPc();

		await screen("See what will change.");
		const shown = await agent.door.setup.plan({ choices: { home: "this-pc" } });
		for (const { shown: step } of shown.plan.steps) {
			const details = setup.page.getByRole("group").filter({ hasText: told(step.title) });
			await details.getByText(told(step.title), { exact: true }).click();
			for (const { place } of step.changes) await expect(details.getByText(place, { exact: true })).toBeVisible();
			for (const words of [step.undone, step.byHand]) await expect(details.getByText(told(words))).toBeVisible();
			await expect(details.getByText(say(`setup.rights.${step.rights}`))).toBeVisible();
		}
		await setup.page.getByText("For those who check it themselves").click();
		await expect(setup.page.getByText(shown.hash)).toBeVisible();
		await judge(setup.page, "setup-3-open");
		await setup.link("Next").click();

		await screen("Make a place for your tools?");
		await expect(setup.sheet("Your PC will ask for a password")).toContainText("store/tools");
		const sizes = await Promise.all(
			[setup.button("Yes, ask for it"), setup.button("Not now")].map((one) => one.boundingBox()),
		);
		expect([sizes[0]?.width, sizes[0]?.height]).toEqual([sizes[1]?.width, sizes[1]?.height]);
		await setup.button("Yes, ask for it").click();
		await screen("Get your tools ready?");
		await expect(setup.sheet("Your PC will ask for a password")).toHaveCount(0);
		expect(stage.contents()).toEqual([]);
		await setup.button("Yes, do this").click();

		await screen("Setting up this PC: 2 of 5.");
		await expect(setup.row(/store\/tools/)).toContainText("In progress");
		await expect(setup.row(/store\/tools/)).toContainText("340 MB of 680 MB");
		const percent = () => setup.progress.getAttribute("value").then(Number);
		const before = await percent();
		stage.open("store");
		await expect(setup.sentence).toHaveText("Setting up this PC: 5 of 5.");
		expect(await percent()).toBeGreaterThan(before);
		stage.open("download");

		await screen("This PC is set up.");
		await expect(setup.sheet("Lend some of this PC?")).toBeVisible();
		await expect(setup.row("Lending")).toContainText("Not started");
		expect((await agent.door.status.get({})).grants).toEqual([]);
		expect(stage.contents()).toEqual([
			"settings/",
			"settings/editor: tabs = true\n",
			"settings/tools: slowly\n",
			"store/",
			"store/tools: slowly\n",
		]);
		const asks = shown.plan.steps.filter((one) => one.shown.rights === "administrator").length;
		console.log(`screens: ${screens.size}, passwords: ${asks} in ${shown.parts.length} parts`);
		expect(screens.size).toBeLessThanOrEqual(7);
		expect(asks).toBeLessThanOrEqual(shown.parts.length);
		expect(complaints).toEqual([]);
	});

	test("Back from every screen keeps the answers; what the address names alone starts at the question", async () => {
		await open();
		await toFirstQuestion();
		await setup.link("Back").click();
		await setup.link("Back").click();
		await expect(setup.choice("Only this PC")).toBeChecked();
		await setup.link("Back").click();
		await expect(setup.sentence).toHaveText("Set up this PC.");
		await setup.page.goto(`${new URL(setup.page.url()).origin}/#/setup/agree/tools`);
		await setup.page.reload();
		await expect(setup.sentence).toHaveText("Choose where this PC belongs.");
		await expect(setup.page.getByRole("radio", { checked: true })).toHaveCount(0);
		expect(stage.contents()).toEqual([]);
	});

	test("no to everything ends at Done, and nothing was changed", async () => {
		await open();
		await toFirstQuestion();
		await setup.button("Not now").click();
		await expect(setup.sentence).toHaveText("Nothing was changed.");
		await judge(setup.page, "setup-declined");
		await setup.sheet("Lend some of this PC?").getByRole("link", { name: "Not now" }).click();
		await expect(setup.sentence).toHaveText("Nothing is lent.");
		expect(stage.contents()).toEqual([]);
		expect((await agent.door.setup.get({})).status.steps).toEqual([]);
	});

	test("yes to one part only: that part runs, the rest stays to be asked for", async () => {
		await open();
		await toFirstQuestion();
		stage.open("store");
		await setup.button("Yes, ask for it").click();
		await setup.button("Not now").click();
		await expect(setup.sentence).toHaveText("What you agreed to is done.");
		await expect(setup.row("Your tools")).toContainText("Not started");
		expect(stage.contents()).toEqual(["store/", "store/tools: slowly\n"]);
	});
});
