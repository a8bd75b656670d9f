// The main job as a person does it, in a real browser on a real agent: from the first window to a picture, its receipt,
// and one press that ends it all. Each test goes on where the one before left the window.
import { createHash } from "node:crypto";
import { type BrowserContext, expect, test } from "@playwright/test";
import type { TestAgent } from "../harness/agents.ts";
import { printed } from "../harness/ask.ts";
import { entriesOf, ledgerEntries, ledgerStory } from "../harness/ledger-lines.ts";
import { processesOf } from "../harness/processes.ts";
import { openScene } from "../harness/scene.ts";
import { noChromium, orWhyNot } from "./chromium.ts";
import { HistoryPage } from "./pages/history-page.ts";
import { LendingPage } from "./pages/lending-page.ts";
import { ThisPcPage } from "./pages/this-pc-page.ts";
import {
	changesNothing,
	complaintsOf,
	countPresses,
	endlessJob,
	newProfile,
	openWindow,
	paintedEmber,
	presses,
	shownAfterMs,
	watchFor,
} from "./real-window.ts";
import { look } from "./walk-look.ts";

const sample = "Draw a small picture";
test.describe.configure({ mode: "serial" });
test.describe(`the walk${orWhyNot}`, () => {
	test.skip(noChromium !== "", noChromium);
	const scene = openScene();
	let agent: TestAgent;
	let profile: BrowserContext;
	let lending: LendingPage;
	let history: HistoryPage;
	let complaints: string[];
	/** Presses it took to start lending, from the first window. */
	let pressesToStart = 0;

	test.beforeAll(async ({ browser }) => {
		agent = await scene.agent();
		profile = await newProfile(browser);
		const page = await openWindow(profile, agent.door);
		complaints = complaintsOf(page);
		lending = new LendingPage(page);
		history = new HistoryPage(page);
	});
	test.afterEach(() => expect(complaints).toEqual([]));
	test.afterAll(async () => {
		await profile?.close();
		await scene.end();
	});

	test("begins with everything off, nothing in the colour of lending, nothing recorded", async () => {
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		await expect(lending.stop).toHaveCount(0);
		expect(await paintedEmber(lending.page)).toEqual([]);
		expect(ledgerStory(agent.data)).toEqual(["LedgerOpened"]);
		await look(lending.page, "01-first");
		await lending.openPage("History");
		await expect(lending.sentence).toHaveText("Nothing has run here yet.");
		await lending.openPage("Lending");
	});

	test("asks before anything runs: nothing ticked, no yes before all is chosen", async () => {
		await countPresses(lending.page);
		await lending.tryIt.click();
		await expect(lending.sentence).toHaveText("What may this PC lend?");
		await expect(lending.sentence).toBeFocused();
		const jobs = await agent.door.jobs.list({});
		expect(jobs.map(({ title, state }) => ({ title, state }))).toEqual([{ title: sample, state: "queued" }]);
		await expect(lending.page.getByText("A small picture is waiting to be drawn.")).toBeVisible();
		await expect(lending.kind("Small programs")).toBeEnabled();
		for (const role of ["switch", "checkbox", "radio"] as const) {
			await expect(lending.page.getByRole(role, { checked: true })).toHaveCount(0);
		}
		await changesNothing(agent, async () => {
			await lending.lend.focus();
			await lending.page.keyboard.press("Enter");
			await expect(lending.page.getByRole("alert")).toHaveText([
				"Choose at least one kind.",
				"Choose at least one.",
				"Choose one of the two.",
			]);
			await expect(lending.kind("Small programs")).toBeFocused();
		});
		const [yes, no] = [await lending.lend.boundingBox(), await lending.notNow.boundingBox()];
		expect([no?.width, no?.height]).toEqual([yes?.width, yes?.height]);
		await look(lending.page, "02-allow-open");
	});

	test("records exactly the sentence that was read, once it is confirmed", async () => {
		for (const name of ["Small programs", "You, on this PC", "Any time"]) {
			await lending.page.getByText(name, { exact: true }).click();
		}
		const sentence = lending.slip.getByText("may run small programs on this PC");
		await expect(sentence).toBeVisible();
		await expect(lending.page.getByRole("alert")).toHaveCount(0);
		const read = await sentence.textContent();
		await look(lending.page, "03-allow-chosen");
		expect(ledgerStory(agent.data)).toEqual(["LedgerOpened"]);
		// Listened for from before: it may be done sooner than a slow look at the page.
		const shown = lending
			.running(sample)
			.getByText("asked by you, a small program, no network, at most 256 MiB and 2 min")
			.waitFor({ timeout: 30_000 });
		await lending.lend.click();
		await shown;
		await expect(lending.sentence).toHaveText(/helping you|ready to help/);
		await expect(lending.sentence).toBeFocused();
		pressesToStart = await presses(lending.page);
		const given = entriesOf(agent.data, "ConsentGiven").map((one) => one.event.grant);
		expect(given).toHaveLength(1);
		expect(given[0]?.shown.text).toBe(read);
		expect(given[0]?.shown.digest).toBe(
			`sha256:${createHash("sha256")
				.update(read ?? "")
				.digest("hex")}`,
		);
		expect(given[0]).toMatchObject({ classes: ["wasm"], via: "window", conditions: { when: "any-time" } });
	});

	test("shows what this PC proved it can do, and the picture once it is drawn", async () => {
		test.setTimeout(120_000);
		const thisPc = new ThisPcPage(lending.page);
		await thisPc.openPage("This PC");
		await expect(thisPc.abilities.getByText("Tried and it works")).toBeVisible();
		await expect(thisPc.findings.getByText(/fine\.$/)).toBeVisible();
		await look(lending.page, "04-this-pc");
		await lending.openPage("Lending");
		await expect(lending.picture).toBeVisible({ timeout: 90_000 });
		await expect(lending.picture).not.toHaveJSProperty("naturalWidth", 0);
		await expect(lending.running(sample)).toHaveCount(0);
		await look(lending.page, "05-picture");
	});

	test("keeps the run in History, its receipt checked first of all", async () => {
		await history.openPage("History");
		await expect(history.rows).toHaveCount(1);
		await expect(history.rows).toContainText([sample]);
		await expect(history.rows).toContainText(["finished"]);
		await history.checkRecord.click();
		const lines = ledgerEntries(agent.data).length;
		await expect(history.page.getByText(`Unbroken: ${lines} lines, all signed by this PC.`)).toBeVisible();
		await look(history.page, "06-history");
		await history.receiptOf(sample).click();
		await expect(history.sentence).toHaveText(`Receipt: ${sample}`);
		await expect(history.sentence).toBeFocused();
		await expect(history.page.getByRole("article").locator(":scope > *").first()).toContainText("Checked and true.");
		await expect(history.page.getByText("Nothing of it still runs")).toBeVisible();
		await look(history.page, "07-receipt");
	});

	test("ends a job that would run for ever: one press, no question, proven", async () => {
		const { id } = await agent.door.jobs.submit(endlessJob("Count for ever"));
		await printed(agent.door, id, "counting");
		await lending.openPage("Lending");
		const row = lending.running("Count for ever");
		await expect(row).toContainText("asked by you, a small program, no network, at most 256 MiB and 2 min");
		await expect(row).toContainText(/Uses [\d.]+ of 0.5 cores and \d+ MiB now/);
		await expect(row).toContainText(/\d+(\.\d)? sec/);
		await expect(lending.sentence).toHaveText(/helping you\.$/);
		expect((await paintedEmber(lending.page)).length).toBeGreaterThan(0);
		expect(await lending.page.evaluate("document.getAnimations().length"), "moving parts").toBe(0);
		await lending.page.emulateMedia({ reducedMotion: "no-preference" });
		expect(await lending.page.evaluate("document.getAnimations().length"), "the breathing ember").toBeGreaterThan(0);
		await lending.page.emulateMedia({ reducedMotion: "reduce" });
		expect(processesOf(id).length).toBeGreaterThan(0);
		await look(lending.page, "08-lending");

		await countPresses(lending.page);
		await watchFor(lending.page, "Stopping");
		await lending.stop.click();
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		expect(processesOf(id)).toEqual([]);
		expect(await shownAfterMs(lending.page)).toBeLessThanOrEqual(100);
		const pressesToStop = await presses(lending.page);
		expect(pressesToStop).toBe(1);
		expect(pressesToStop).toBeLessThanOrEqual(pressesToStart);
		await expect(lending.stop).toHaveCount(0);
		await expect(lending.sentence).toBeFocused();

		const receipt = entriesOf(agent.data, "JobEnded").at(-1)?.event.receipt.body;
		expect(receipt).toMatchObject({ jobId: id, end: "owner-stop", proof: { processesLeft: 0, scratchErased: true } });
		await expect(lending.page.getByText(/The last stop was proven in \d+ ms/)).toContainText(
			`${Math.round(receipt?.proof?.provenMs ?? -1)} ms`,
		);
		const story = ledgerStory(agent.data);
		expect(story.slice(story.indexOf("ConsentWithdrawn"))).toEqual(["ConsentWithdrawn", "JobEnded"]);
		await look(lending.page, "09-stopped");
		await lending.proof.click();
		await expect(history.sentence).toHaveText("Receipt: Count for ever");
		await expect(history.verified).toBeVisible();
		// Handed back, it would run again as soon as somebody lends.
		await agent.door.jobs.cancel({ id });
	});

	test("is turned on again with two presses, filled in as it was", async () => {
		const [first] = entriesOf(agent.data, "ConsentGiven");
		await lending.openPage("Lending");
		await countPresses(lending.page);
		await lending.lendSome.click();
		await expect(lending.slip.getByText("may run small programs on this PC")).toHaveText(
			first?.event.grant.shown.text ?? "",
		);
		await expect(lending.kind("Small programs")).toBeChecked();
		await look(lending.page, "10-allow-again");
		await lending.lend.click();
		await expect(lending.sentence).toHaveText(/ready to help/);
		expect(await presses(lending.page)).toBe(2);
	});

	test("pauses until a time that is shown, and goes on when told", async () => {
		await lending.pauseFor("30 min").click();
		await expect(lending.sentence).toHaveText(/^Paused until \d\d:\d\d\.$/);
		const until = entriesOf(agent.data, "LendingPaused").at(-1)?.event.until ?? 0;
		expect(Math.abs(until - Date.now() - 30 * 60_000)).toBeLessThan(10_000);
		await expect(lending.sentence).toContainText(new Date(until).toTimeString().slice(0, 5));
		await look(lending.page, "11-paused");
		await lending.resume.click();
		await expect(lending.sentence).toHaveText(/ready to help/);
		expect(ledgerStory(agent.data).at(-1)).toBe("LendingResumed");
	});
});
