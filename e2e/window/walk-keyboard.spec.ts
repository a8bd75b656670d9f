// The whole main job with the keyboard alone: Tab, Space, arrows and Enter, never a pointer, the focus always in sight.
import { type BrowserContext, expect, test } from "@playwright/test";
import type { TestAgent } from "../harness/agents.ts";
import { printed } from "../harness/ask.ts";
import { entriesOf } from "../harness/ledger-lines.ts";
import { processesOf } from "../harness/processes.ts";
import { openScene } from "../harness/scene.ts";
import { noChromium, orWhyNot } from "./chromium.ts";
import { LendingPage } from "./pages/lending-page.ts";
import { endlessJob, newProfile, openWindow, shownAfterMs, watchFor } from "./real-window.ts";
import { tabTo } from "./tab-to.ts";

test.describe(`the walk by keyboard alone${orWhyNot}`, () => {
	test.skip(noChromium !== "", noChromium);
	const scene = openScene();
	let agent: TestAgent;
	let profile: BrowserContext;
	let lending: LendingPage;

	test.beforeAll(async ({ browser }) => {
		agent = await scene.agent();
		profile = await newProfile(browser);
		lending = new LendingPage(await openWindow(profile, agent.door));
	});
	test.afterAll(async () => {
		await profile?.close();
		await scene.end();
	});

	test("gives consent, sees the work, stops it, reads the receipt", async () => {
		const { keyboard } = lending.page;
		const { id } = await agent.door.jobs.submit(endlessJob("Count for ever"));
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		await tabTo(lending.page.getByRole("link", { name: "Choose what to lend" }));
		await keyboard.press("Enter");
		await expect(lending.sentence).toHaveText("What may this PC lend?");
		await expect(lending.sentence).toBeFocused();

		// A busy PC takes its time to try what it can do.
		await expect(lending.kind("Small programs")).toBeEnabled({ timeout: 30_000 });
		await tabTo(lending.kind("Small programs"));
		await keyboard.press("Space");
		await tabTo(lending.asker("You, on this PC"));
		await keyboard.press("Space");
		await tabTo(lending.border("Cores to lend"));
		const cores = lending.amount("Cores to lend");
		await keyboard.press("ArrowDown");
		await expect(cores).toHaveValue("0.5");
		await keyboard.press("ArrowUp");
		await expect(cores).toHaveValue("1");
		await tabTo(lending.page.getByRole("radio").and(lending.page.locator(":enabled")).first());
		for (const key of ["ArrowDown", "Space"]) await keyboard.press(key);
		await expect(lending.when("Any time")).toBeChecked();
		await expect(lending.slip.getByText("may run small programs")).toBeVisible();
		await tabTo(lending.lend);
		await keyboard.press("Enter");
		await expect(lending.sentence).toHaveText(/helping you|ready to help/);
		await expect(lending.sentence).toBeFocused();
		await printed(agent.door, id, "counting");
		await expect(lending.running("Count for ever")).toBeVisible();

		await tabTo(lending.stop);
		await watchFor(lending.page, "Stopping");
		await keyboard.press("Enter");
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		await expect(lending.sentence).toBeFocused();
		expect(await shownAfterMs(lending.page)).toBeLessThanOrEqual(100);
		expect(processesOf(id)).toEqual([]);
		await tabTo(lending.proof);
		await keyboard.press("Enter");
		await expect(lending.sentence).toHaveText("Receipt: Count for ever");
		await expect(lending.sentence).toBeFocused();
		const end = entriesOf(agent.data, "JobEnded").map((one) => one.event.receipt.body.end);
		expect(end).toEqual(["owner-stop"]);
	});
});
