// History: its numbers are the ledger's, its list holds 10,000 runs in one table, what is found is what was asked for,
// and everything can be taken along as a file.
import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { durationWords } from "../../main/contract/formats.ts";
import { filterRows, historyDays } from "../../main/core/history.ts";
import { noChromium } from "./chromium.ts";
import { historyRows } from "./fixture-history.ts";
import { it } from "./fixture-test.ts";
import { judge } from "./judge.ts";
import { HistoryPage } from "./pages/history-page.ts";

it.skip(noChromium !== "", noChromium);

const openHistory = async (page: Page, url: string) => {
	const history = new HistoryPage(page);
	await page.goto(`${url}#/history`);
	await expect(history.rows.first()).toBeVisible();
	return history;
};

it.describe("a week", () => {
	it.use({ scenario: "week" });
	it("tells the numbers of the fold of its receipts, in the sentence, by day and in all", async ({ page, agent }) => {
		const history = await openHistory(page, agent.url);
		const now = Date.now();
		const days = historyDays(historyRows(214, now), 7, now, -new Date(now).getTimezoneOffset());
		const sum = (of: (day: (typeof days)[number]) => number) => days.reduce((all, day) => all + of(day), 0);
		const told = durationWords(
			"en-GB",
			sum((day) => day.lentMs),
		);
		await expect(history.sentence).toHaveText(`This week your PC helped for ${told}.`);
		const rows = history.week.getByRole("row").filter({ has: page.getByRole("rowheader") });
		await expect(rows).toHaveCount(7);
		for (const [i, day] of days.entries()) {
			const words = day.lentMs > 0 ? durationWords("en-GB", day.lentMs) : "nothing";
			await expect(rows.nth(i).getByRole("cell").last()).toHaveText(words);
		}
		const cost = history.sheet("What it cost");
		await expect(cost).toContainText(`${sum((day) => day.runs)} times`);
		await expect(cost).toContainText(`${(sum((day) => day.wattHours) / 1000).toFixed(2)} kWh`);
	});
	it("is deleted when its owner says so, after a look at what goes, and not by the first press", async ({
		page,
		agent,
	}) => {
		const history = await openHistory(page, agent.url);
		const opener = page.getByRole("button", { name: "Delete the history…" });
		await opener.click();
		const question = page.getByRole("group", { name: "Delete the history?" });
		await expect(question.getByRole("heading")).toBeFocused();
		await expect(question.getByRole("listitem").first()).toHaveText(
			/^19\d runs since .+ will be gone for good, and every receipt\.$/,
		);
		await judge(page, "history-delete");
		const [copy] = await Promise.all([
			page.waitForEvent("download"),
			question.getByRole("button", { name: "Save for other programs" }).click(),
		]);
		expect(JSON.parse(readFileSync(await copy.path(), "utf8"))).toHaveLength(214);
		await question.getByRole("button", { name: "Keep the history" }).click();
		await expect(opener).toBeFocused();
		await expect(history.rows.first()).toBeVisible();
		await page.keyboard.press("Enter");
		await question.getByRole("button", { name: "Delete for good" }).click();
		await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nothing has run here yet.");
		const done = page.getByRole("status").filter({ hasText: "The history is deleted." });
		await expect(done).toBeVisible();
		await expect(done.locator("..")).toBeFocused();
		await judge(page, "history-deleted");
	});
	it("opens a receipt with the run's life on it", async ({ page, agent }) => {
		await page.goto(`${agent.url}#/history/00000000-0000-4000-8000-000000001002`);
		const life = page.getByRole("figure", { name: "Its life, as a line" });
		await expect(life.getByRole("listitem")).toHaveText([
			/^Asked for/,
			/^Waited for its turn 1 min 34 sec$/,
			/^Ran 4\d min$/,
			/^Stood still from \d\d:\d\d: on battery/,
			/^Stood still from \d\d:\d\d: somebody used the PC 5 sec$/,
			/^Ended/,
		]);
		const [file] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("button", { name: "Save this receipt" }).click(),
		]);
		expect(JSON.parse(readFileSync(await file.path(), "utf8")).body.id).toMatch(/1002$/);
	});
	it("keeps its rows and says once that the PC is away", async ({ page, agent }) => {
		const history = await openHistory(page, agent.url);
		await agent.close();
		await expect(
			page
				.getByRole("status")
				.filter({ hasText: "not answer" })
				.or(page.getByText(/not running|lost/i))
				.first(),
		).toBeVisible();
		await expect(history.row(1)).toBeVisible();
		await expect(page.getByRole("alert")).toHaveCount(0);
		await agent.reopen();
	});
});

it.describe("a long history", () => {
	it.use({ scenario: "many-rows" });
	it("is one table: every row knows its place, and the end is as near as a key", async ({ page, agent }) => {
		const history = await openHistory(page, agent.url);
		await expect(history.table).toHaveAttribute("aria-rowcount", "10001");
		await expect(history.row(1)).toContainText("Resize holiday photos");
		expect(await history.rows.count()).toBeLessThan(60);
		await history.list.focus();
		await page.keyboard.press("End");
		await expect(history.row(10_000)).toBeInViewport();
		await expect(history.row(10_000)).toContainText("Translate the school newsletter");
		expect(await history.rows.count()).toBeLessThan(60);
		await judge(page, "history-end");
		await history.list.scrollIntoViewIfNeeded();
		await page.keyboard.press("Home");
		await expect(history.row(1)).toBeInViewport();
	});
	it("keeps the focus on a row that scrolls away, and goes on from there", async ({ page, agent }) => {
		const history = await openHistory(page, agent.url);
		const link = history.row(2).getByRole("link");
		await link.focus();
		await history.list.evaluate((box: { scrollTop: number }) => {
			box.scrollTop = 200_000;
		});
		await expect(history.row(3580)).toBeVisible();
		await expect(link).toBeFocused();
		await page.keyboard.press("Tab");
		await expect(history.row(3).getByRole("link")).toBeFocused();
		await expect(history.row(3)).toBeInViewport();
	});
	it("finds runs by words and by how they ended", async ({ page, agent }) => {
		const history = await openHistory(page, agent.url);
		const rows = historyRows(10_000, Date.now());
		await history.find.fill("LETTERS box");
		const found = filterRows(rows, { words: "letters box", ends: [] }).length;
		await expect(page.getByText(`${found.toLocaleString("en-GB")} runs fit`)).toBeVisible();
		await expect(history.rows.first()).toContainText("Scan old letters");
		await history.howItEnded.selectOption({ label: "turned away" });
		const both = filterRows(rows, { words: "letters box", ends: ["refused"] }).length;
		await expect(page.getByText(`${both.toLocaleString("en-GB")} runs fit`)).toBeVisible();
		await history.find.fill("no such run");
		await expect(page.getByText("Nothing in the list fits.")).toBeVisible();
		await judge(page, "history-nothing-fits");
		await history.find.fill("");
		await history.howItEnded.selectOption({ label: "any way" });
		await expect(page.getByText("10,000 runs", { exact: true })).toBeVisible();
	});
	it("is taken along whole, as a table or as JSON, and checked on demand", async ({ page, agent }) => {
		const history = await openHistory(page, agent.url);
		const [table] = await Promise.all([page.waitForEvent("download"), history.saveTable.click()]);
		expect(table.suggestedFilename()).toBe("hearth-history.csv");
		const lines = readFileSync(await table.path(), "utf8").split("\r\n");
		expect(lines).toHaveLength(10_002);
		const [json] = await Promise.all([page.waitForEvent("download"), history.saveJson.click()]);
		expect(json.suggestedFilename()).toBe("hearth-history.json");
		const rows = JSON.parse(readFileSync(await json.path(), "utf8")) as { title: string; receiptId: string }[];
		expect(rows).toHaveLength(10_000);
		expect(new Set(rows.map((row) => row.receiptId)).size).toBe(10_000);
		expect(lines[10_000]).toContain(rows.at(-1)?.receiptId);
		await history.checkRecord.click();
		await expect(page.getByText(/Unbroken: 40,003 lines/)).toBeVisible();
	});
});

it.describe("while work is here", () => {
	it.use({ scenario: "lending" });
	it("the history stays, and the page says why", async ({ page, agent }) => {
		const history = await openHistory(page, agent.url);
		await page.getByRole("button", { name: "Delete the history…" }).click();
		await expect(page.getByText("What you allow now stays as it is.")).toBeVisible();
		await page.getByRole("button", { name: "Delete for good" }).click();
		await expect(page.getByRole("alert")).toHaveText(/Work is running here now\. Nothing was deleted\./);
		await expect(history.rows.first()).toBeVisible();
	});
});
