// An invite as a family member meets it, on a real agent: pasted, read at once, refused with a reason, and kept nowhere.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContext, expect, test } from "@playwright/test";
import { leaked, type TestInvite, testInvite } from "../../main/tools/crypto/fixture-invite.ts";
import type { TestAgent } from "../harness/agents.ts";
import { noChromium, orWhyNot } from "./chromium.ts";
import { judge } from "./judge.ts";
import { SetupPage } from "./pages/setup-page.ts";
import { complaintsOf, newProfile, openWindow } from "./real-window.ts";
import { openSetupStage, type SetupStage } from "./setup-stage.ts";
import { tabTo } from "./tab-to.ts";

const day = 86_400_000;
/** Without a list of tools: what it names would be fetched where this machine has Nix. */
const invite = (from = Date.now()) => testInvite(from, { fleet: null });

test.describe(`an invite${orWhyNot}`, () => {
	test.skip(noChromium !== "", noChromium);
	let stage: SetupStage;
	let agent: TestAgent;
	let profile: BrowserContext;
	let setup: SetupPage;
	let complaints: string[];
	/** Everything the agent has answered. */
	let answered: string[];

	test.beforeEach(async ({ browser }) => {
		stage = openSetupStage();
		profile = await newProfile(browser);
		await profile.grantPermissions(["clipboard-read", "clipboard-write"]);
		agent = await stage.start();
		setup = new SetupPage(await openWindow(profile, agent.door));
		complaints = complaintsOf(setup.page);
		answered = [];
		setup.page.on("response", (response) => {
			if (!response.url().includes("/rpc/") || response.url().endsWith("/watch")) return;
			response.text().then(
				(text) => answered.push(text),
				() => undefined,
			);
		});
	});
	test.afterEach(async () => {
		await profile.close();
		await stage.scene.end();
	});
	const kept = (given: TestInvite) => {
		const files = readdirSync(agent.data, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
		return leaked(given, ...files.map((one) => readFileSync(join(one.parentPath, one.name), "latin1")));
	};

	test("pasted with the line breaks of a mail: whose it is, what it cannot do yet, and setup goes on", async () => {
		const given = invite();
		await setup.toInvite();
		await setup.paste(`\n ${given.link.replace(/(.{60})/g, "$1\n")}\n`);
		await expect(setup.aboutInvite).toHaveText(/^An invite to Linden home from Rowan, good until \d+ \w+ at /);
		await setup.page.getByText("Details", { exact: true }).click();
		await expect(setup.page.getByText(/^[0-9a-f]{4}( [0-9a-f]{4}){7}$/)).toBeVisible();
		await expect(setup.page.getByText("Who made it, it cannot show.")).toBeVisible();
		await judge(setup.page, "setup-invite-real");
		await setup.button("Next").click();
		await expect(setup.sentence).toHaveText("See what will change.");
		await expect(setup.page.getByText("An invite to Linden home from Rowan")).toBeVisible();
		await expect(setup.page.getByText("Joining Linden home comes with a later version.")).toBeVisible();
		await setup.link("Next").click();
		await setup.button("Yes, ask for it").click();
		await setup.button("Yes, do this").click();
		stage.open("store");
		stage.open("download");
		await expect(setup.sentence).toHaveText("This PC is set up.");
		expect((await agent.door.status.get({})).grants).toEqual([]);

		expect(answered.join()).toContain("Linden home");
		expect(leaked(given, ...answered, await setup.page.content(), setup.page.url())).toEqual([]);
		expect(leaked(given, JSON.stringify(await agent.door.setup.get({})))).toEqual([]);
		expect(kept(given)).toEqual([]);
		expect(leaked(given, agent.errors())).toEqual([]);
		expect(complaints).toEqual([]);
	});

	test("each refusal says why and what to do, at once, and Next leads nowhere", async () => {
		const { link } = invite();
		const changed = `${link.slice(0, 100)}${link[100] === "A" ? "B" : "A"}${link.slice(101)}`;
		await setup.toInvite();
		await setup.button("Next").click();
		await expect(setup.aboutInvite).toHaveText("Paste the link first, or choose “Only this PC”.");
		await expect(setup.invite).toHaveAttribute("aria-invalid", "true");
		for (const [text, words] of [
			[invite(Date.now() - 3 * day).link, /^This invite to Linden home ended on .*\. Ask Rowan for a new one\.$/],
			[changed, /^This invite is not whole, or it was changed\. Copy the whole link once more\./],
			[link.slice(0, -20), /^This invite is not whole/],
			[link.replace("#v1.", "#v7."), "This invite was made for a newer Hearth. Update Hearth, then paste it again."],
			[invite(Date.now() + 3 * day).link, /^This invite to Linden home is good from /],
			[`${link}${"A".repeat(200_000)}`, /^This is much longer than an invite\. Copy the link alone\./],
		] as const) {
			await setup.invite.fill(text);
			await expect(setup.aboutInvite).toHaveText(words);
			await expect(setup.invite).toHaveAttribute("aria-invalid", "true");
			await setup.button("Next").click();
			await expect(setup.sentence).toHaveText("Choose where this PC belongs.");
		}
		// What nobody would call a link is not judged while it is being typed.
		await setup.invite.fill("hello");
		await expect(setup.invite).toHaveAttribute("aria-invalid", "false");
		await setup.button("Next").click();
		await expect(setup.aboutInvite).toHaveText(/^This is not an invite\. Copy the whole link\./);
		await setup.invite.fill(link);
		await expect(setup.aboutInvite).toHaveText(/^An invite to Linden home/);
		await expect(setup.invite).toHaveAttribute("aria-invalid", "false");
		expect(stage.contents()).toEqual([]);
		expect(complaints).toEqual([]);
	});

	test("from the first window by keyboard alone: the field is there, the words are read out, the plan has the focus", async () => {
		const { keyboard } = setup.page;
		await expect(setup.sentence).toHaveText("Nothing is lent.");
		await tabTo(setup.button("I have an invite"));
		await keyboard.press("Enter");
		await expect(setup.sentence).toHaveText("Choose where this PC belongs.");
		await expect(setup.sentence).toBeFocused();
		await expect(setup.choice("I have an invite")).toBeChecked();
		await tabTo(setup.invite);
		await keyboard.insertText(invite().link);
		await expect(setup.aboutInvite).toHaveText(/^An invite to Linden home/);
		await tabTo(setup.button("Next"));
		await keyboard.press("Enter");
		await expect(setup.sentence).toHaveText("See what will change.");
		await expect(setup.sentence).toBeFocused();
	});

	test("Back keeps the link and asks for it no second time; the other answer sends nothing of it", async () => {
		const given = invite();
		await setup.toInvite();
		await setup.invite.fill(given.link);
		await setup.button("Next").click();
		await setup.link("Back").click();
		await expect(setup.invite).toHaveValue(given.link);
		await expect(setup.aboutInvite).toHaveText(/^An invite to Linden home/);
		const sent: string[] = [];
		await setup.choose("Only this PC");
		setup.page.on("request", (request) => sent.push(request.postData() ?? ""));
		await setup.button("Next").click();
		await expect(setup.sentence).toHaveText("See what will change.");
		await expect(setup.page.getByText("Linden home")).toHaveCount(0);
		expect(leaked(given, ...sent)).toEqual([]);
	});

	test("opened as a link, it stands in the field and nowhere in the address, not even behind Back", async () => {
		const given = invite();
		const rest = given.link.slice("hearth://join#".length);
		const at = new URL(setup.page.url()).origin;
		await setup.page.goto(`${at}/#/history`);
		await setup.page.evaluate(`location.hash = ${JSON.stringify(`#/setup/join/${rest}`)}`);
		await expect(setup.invite).toHaveValue(given.link);
		await expect(setup.aboutInvite).toHaveText(/^An invite to Linden home/);
		expect(new URL(setup.page.url()).hash).toBe("#/setup/who");
		await setup.page.goBack();
		expect(new URL(setup.page.url()).hash).toBe("#/history");
		await setup.page.goForward();
		await expect(setup.invite).toHaveValue(given.link);
		const other = invite();
		await setup.page.evaluate(`location.hash = ${JSON.stringify(`#/setup/join/${other.link.slice(14)}`)}`);
		await expect(setup.invite).toHaveValue(other.link);
		await setup.page.evaluate(`location.hash = "#/setup/join/"`);
		await expect(setup.invite).toHaveValue(other.link);
		expect(complaints).toEqual([]);
	});
});
