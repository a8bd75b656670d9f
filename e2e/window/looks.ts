// Every page and state of the window, for every suite that looks at all of them.
import { expect, type Page } from "@playwright/test";
import en from "../../assets/words/en.json" with { type: "json" };
import { type Say, speaker } from "../../main/contract/words.ts";
import { setupLooks } from "./looks-setup.ts";
import type { ScenarioName } from "./scenarios.ts";

export const englishLooks: Say = speaker(en, "en-GB");

/** The consent sentence, which an agent says in English or German. */
const agreed = /may run small programs|dürfen kleine Programme/;

export interface Look {
	readonly name: string;
	readonly scenario: ScenarioName;
	readonly hash: string;
	/** The page's heading in English. */
	readonly sentence: RegExp;
	/** Brings the page into the state, in the language `say` speaks. */
	readonly prepare?: (page: Page, say: Say) => Promise<void>;
}

export const looks: readonly Look[] = [
	{ name: "first", scenario: "first", hash: "#/lending", sentence: /Nothing is lent/ },
	{ name: "allow-empty", scenario: "first", hash: "#/allow", sentence: /What may this PC lend/ },
	{
		name: "allow-open",
		scenario: "first",
		hash: "#/allow",
		sentence: /What may this PC lend/,
		prepare: async (page, say) => {
			await page.getByRole("button", { name: say("page.allow.lend-button"), exact: true }).click();
			await expect(page.getByText(say("page.allow.open.classes"))).toBeVisible();
		},
	},
	{
		name: "allow-change",
		scenario: "ready",
		hash: "#/allow",
		sentence: /Change what this PC lends/,
		prepare: async (page) => {
			await page.getByText(agreed).waitFor();
		},
	},
	{
		name: "allow-again",
		scenario: "stopped",
		hash: "#/allow",
		sentence: /What may this PC lend/,
		prepare: async (page) => {
			await page.getByText(agreed).waitFor();
		},
	},
	{
		name: "trial-asked",
		scenario: "first",
		hash: "#/lending",
		sentence: /Nothing is lent/,
		prepare: async (page, say) => {
			await page.getByRole("button", { name: say("page.first.try") }).click();
			await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("page.allow.title"));
		},
	},
	{ name: "ready", scenario: "ready", hash: "#/lending", sentence: /Two of your eight cores are ready to help/ },
	{ name: "lending", scenario: "lending", hash: "#/lending", sentence: /are helping photo-box/ },
	{ name: "held-in-use", scenario: "held-in-use", hash: "#/lending", sentence: /someone is using the PC/ },
	{ name: "lending-many", scenario: "many-jobs", hash: "#/lending", sentence: /Two of your eight cores are helping/ },
	{ name: "lending-long-names", scenario: "long-names", hash: "#/lending", sentence: /are helping photo-box-in/ },
	{ name: "all-kinds", scenario: "all-kinds", hash: "#/lending", sentence: /are ready to help/ },
	{ name: "held-hours", scenario: "held-hours", hash: "#/lending", sentence: /Waiting/ },
	{ name: "held-battery", scenario: "held-battery", hash: "#/lending", sentence: /on battery/ },
	{ name: "paused", scenario: "paused", hash: "#/lending", sentence: /Paused until/ },
	{ name: "problem", scenario: "problem", hash: "#/lending", sentence: /the record was changed/ },
	{ name: "stopped", scenario: "stopped", hash: "#/lending", sentence: /Nothing is lent/ },
	{ name: "history-empty", scenario: "first", hash: "#/history", sentence: /Nothing has run here yet/ },
	{ name: "history-week", scenario: "week", hash: "#/history", sentence: /This week your PC helped for/ },
	{ name: "history-many", scenario: "many-rows", hash: "#/history", sentence: /This week your PC helped for/ },
	{
		name: "history-nothing-fits",
		scenario: "week",
		hash: "#/history",
		sentence: /This week your PC helped for/,
		prepare: async (page, say) => {
			await page.getByRole("searchbox").fill("no such run");
			await expect(page.getByText(say("page.history.found-none"))).toBeVisible();
		},
	},
	{
		name: "history-checked",
		scenario: "week",
		hash: "#/history",
		sentence: /This week your PC helped for/,
		prepare: async (page, say) => {
			await page.getByRole("button", { name: say("page.history.record-check") }).click();
			await expect(page.getByText(/859/)).toBeVisible();
		},
	},
	{
		name: "receipt",
		scenario: "week",
		hash: "#/history/00000000-0000-4000-8000-000000001003",
		sentence: /Receipt: Small picture/,
	},
	{
		name: "receipt-unproven",
		scenario: "problem",
		hash: "#/history/00000000-0000-4000-8000-000000001007",
		sentence: /Receipt: Scan old letters/,
	},
	{
		name: "receipt-refused",
		scenario: "week",
		hash: "#/history/00000000-0000-4000-8000-000000001007",
		sentence: /Receipt: Scan old letters/,
	},
	{
		name: "this-pc-all-kinds",
		scenario: "all-kinds",
		hash: "#/this-pc",
		sentence: /This PC can run 3 kinds of work/,
	},
	{ name: "this-pc", scenario: "ready", hash: "#/this-pc", sentence: /This PC can run one kind of work/ },
	{ name: "this-pc-problem", scenario: "problem", hash: "#/this-pc", sentence: /One thing needs a look/ },
	...setupLooks,
];
