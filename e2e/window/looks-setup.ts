// Every page and state of setup.
import { expect, type Page } from "@playwright/test";
import type { Say } from "../../main/contract/words.ts";
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
