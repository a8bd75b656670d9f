// Every page and state of setup.
import { expect, type Page } from "@playwright/test";
import type { Say } from "../../main/contract/words.ts";
import { testInvite } from "../../main/tools/crypto/fixture-invite.ts";
import { listWithoutThisPc } from "./fixture-setup.ts";
import type { Look } from "./looks.ts";

const toPlan = async (page: Page, say: Say) => {
	await page.getByText(say("page.setup.just-this"), { exact: true }).click();
	await page.getByRole("button", { name: say("page.setup.next") }).click();
	await expect(page.getByText(say("page.setup.check-plan"))).toBeVisible();
};
const toQuestion = async (page: Page, say: Say) => {
	await toPlan(page, say);
	await page.getByRole("link", { name: say("page.setup.next") }).click();
	await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("setup.part.base.ask"));
};

/** The first question with this link in its field. */
const withInvite = async (page: Page, say: Say, link: string) => {
	await page.getByText(say("page.setup.invite"), { exact: true }).click();
	await page.getByRole("textbox", { name: say("page.setup.link") }).fill(link);
};
const invited = (name: string, link: string, prepare: (page: Page, say: Say) => Promise<void>): Look => ({
	name,
	scenario: "setup-new",
	hash: "#/setup/who",
	sentence: /Choose where this PC belongs|See what will change/,
	prepare: async (page, say) => {
		await withInvite(page, say, link);
		await prepare(page, say);
	},
});
const now = Date.now();
const good = testInvite(now).link;
const ended = testInvite(now - 3 * 86_400_000).link;
const unlisted = testInvite(now, { fleet: listWithoutThisPc }).link;
const longNames = testInvite(now, {
	inviter: "Bartholomea von der Wiese-Lindenthal am Oberen Bach",
}).link;
const stays = (code: string) => async (page: Page, say: Say) => {
	await expect(page.getByText(say(code))).toBeVisible();
};
const isRead = async (page: Page, say: Say) => {
	await page.getByText(say("window.details")).click();
	await expect(page.getByText(say("page.setup.invite-key"), { exact: true })).toBeVisible();
};
const toItsPlan = async (page: Page, say: Say) => {
	await expect(page.getByText(say("window.details"))).toBeVisible();
	await page.getByRole("button", { name: say("page.setup.next") }).click();
	await expect(page.getByText(say("page.setup.check-plan"))).toBeVisible();
};

export const setupLooks: readonly Look[] = [
	{ name: "setup", scenario: "setup-new", hash: "#/setup", sentence: /Set up this PC/ },
	{
		name: "setup-who",
		scenario: "setup-new",
		hash: "#/setup/who",
		sentence: /Choose where this PC belongs/,
		prepare: async (page, say) => {
			await page.getByText(say("page.setup.invite"), { exact: true }).click();
			await page.getByRole("button", { name: say("page.setup.next") }).click();
			await expect(page.getByText(say("page.setup.open.paste"))).toBeVisible();
		},
	},
	invited("setup-invite", good, isRead),
	invited("setup-invite-long-names", longNames, isRead),
	invited("setup-invite-ended", ended, async (page) => {
		await expect(page.getByText(/Rowan/)).toBeVisible();
	}),
	invited("setup-invite-broken", good.slice(0, 300), stays("problem.setup.invite-broken.what")),
	invited("setup-invite-plan", good, toItsPlan),
	invited("setup-invite-unlisted", unlisted, async (page, say) => {
		await toItsPlan(page, say);
		await page.getByText(say("page.setup.entry")).click();
	}),
	{
		name: "setup-plan",
		scenario: "setup-new",
		hash: "#/setup/who",
		sentence: /Choose where this PC belongs|See what will change/,
		prepare: async (page, say) => {
			await toPlan(page, say);
			await page.getByRole("group").locator("summary").first().click();
		},
	},
	{
		name: "setup-agree-password",
		scenario: "setup-new",
		hash: "#/setup/who",
		sentence: /Choose where this PC belongs|Make a place/,
		prepare: toQuestion,
	},
	{
		name: "setup-agree-restart",
		scenario: "setup-may-restart",
		hash: "#/setup/who",
		sentence: /Choose where this PC belongs|Make a place/,
		prepare: toQuestion,
	},
	{
		name: "setup-agree",
		scenario: "setup-new",
		hash: "#/setup/who",
		sentence: /Choose where this PC belongs|Get your tools/,
		prepare: async (page, say) => {
			await toQuestion(page, say);
			await page.getByRole("button", { name: say("page.setup.yes-password") }).click();
			await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("setup.part.tools.ask"));
		},
	},
	{ name: "setup-working", scenario: "setup-working", hash: "#/setup", sentence: /Setting up this PC: 5 of 5/ },
	{ name: "setup-slow", scenario: "setup-slow", hash: "#/setup", sentence: /Setting up this PC: 5 of 5/ },
	{ name: "setup-failed", scenario: "setup-failed", hash: "#/setup", sentence: /Setup has stopped half way/ },
	{ name: "setup-stopped", scenario: "setup-stopped", hash: "#/setup", sentence: /Setup has stopped half way/ },
	{ name: "setup-restart", scenario: "setup-restart", hash: "#/setup", sentence: /Restart this PC to go on/ },
	{ name: "setup-restart-start", scenario: "setup-restart-start", hash: "#/setup", sentence: /Restart this PC/ },
	{ name: "setup-done", scenario: "setup-done", hash: "#/setup", sentence: /This PC is set up/ },
	{ name: "setup-unchanged", scenario: "setup-new", hash: "#/setup/done", sentence: /Nothing was changed/ },
	{ name: "setup-remove", scenario: "setup-done", hash: "#/setup/remove", sentence: /Remove Hearth from this PC/ },
	{ name: "setup-undoing", scenario: "setup-undoing", hash: "#/setup", sentence: /Undoing: 2 of 4/ },
	{ name: "setup-left", scenario: "setup-left", hash: "#/setup", sentence: /2 things are left/ },
	{ name: "setup-undone", scenario: "setup-undone", hash: "#/setup", sentence: /Nothing left/ },
];
