// Ways to Stop that do not need each other, counted in presses, and what the window says when the answer is lost.
import { expect, test } from "@playwright/test";
import { lend } from "../harness/agents.ts";
import { printed } from "../harness/ask.ts";
import { hearth } from "../harness/command-line.ts";
import { ledgerStory } from "../harness/ledger-lines.ts";
import { processesOf } from "../harness/processes.ts";
import { openScene } from "../harness/scene.ts";
import { noChromium } from "./chromium.ts";
import { it } from "./fixture-test.ts";
import { LendingPage } from "./pages/lending-page.ts";
import { countPresses, endlessJob, newProfile, openWindow, presses } from "./real-window.ts";
import type { ScenarioName } from "./scenarios.ts";

it.skip(noChromium !== "", noChromium);

test("a window whose page was killed does not keep the command line from stopping all", async ({ browser }) => {
	const scene = openScene();
	const profile = await newProfile(browser);
	try {
		const agent = await scene.agent();
		await lend(agent.door);
		const { id } = await agent.door.jobs.submit(endlessJob("Count for ever"));
		await printed(agent.door, id, "counting");
		const page = await openWindow(profile, agent.door);
		await expect(new LendingPage(page).running("Count for ever")).toBeVisible();
		const crashed = page.waitForEvent("crash");
		const session = await profile.newCDPSession(page);
		session.send("Page.crash").catch(() => undefined); // it has nobody left to answer
		await crashed;
		expect(processesOf(id).length).toBeGreaterThan(0);
		const ran = await hearth(agent.data, ["stop", "--json"]);
		expect(ran).toMatchObject({ code: 0, json: { withdrawn: 1, stopped: [{ body: { jobId: id } }] } });
		expect(processesOf(id)).toEqual([]);
		expect(ledgerStory(agent.data).slice(-2)).toEqual(["ConsentWithdrawn", "JobEnded"]);
		const again = new LendingPage(await openWindow(profile, agent.door));
		await expect(again.sentence).toHaveText("Nothing is lent.");
	} finally {
		await profile.close();
		await scene.end();
	}
});

const states: ScenarioName[] = ["ready", "lending", "held-in-use", "held-battery", "paused", "problem"];
for (const scenario of states) {
	it.describe(scenario, () => {
		it.use({ scenario });
		it("is stopped with one press from every page, and asks nothing", async ({ page, agent }) => {
			const lending = new LendingPage(page);
			const questions: string[] = [];
			page.on("dialog", (dialog) => {
				questions.push(dialog.message());
				void dialog.dismiss();
			});
			for (const hash of ["#/lending", "#/allow", "#/history", "#/this-pc"]) {
				await page.goto(`${agent.url}${hash}`);
				await expect(lending.stop).toBeVisible();
				await expect(lending.stop).toBeEnabled();
				await lending.stop.click({ trial: true });
			}
			await countPresses(page);
			await lending.stop.click();
			await expect(lending.stop).toHaveCount(0);
			await expect(page.getByRole("dialog")).toHaveCount(0);
			const toStop = await presses(page);
			await page.goto("about:blank");
			await page.goto(agent.url);
			await countPresses(page);
			await lending.lendSome.click();
			await lending.slip.getByText("may run small programs").waitFor();
			await lending.lend.click();
			await expect(lending.stop).toBeVisible();
			expect(toStop).toBe(1);
			expect(toStop).toBeLessThanOrEqual(await presses(page));
			expect(questions).toEqual([]);
		});
	});
}

it("says Stopping before any answer, and takes it back after 3 s without one", async ({ page, agent }) => {
	await page.clock.install();
	const lending = new LendingPage(page);
	await page.route("**/rpc/lend/stop", () => undefined); // the answer never comes
	await page.goto(agent.url);
	await expect(lending.stop).toBeVisible();
	await page.clock.pauseAt(Date.now() + 3_600_000);
	await lending.stop.click();
	await expect(lending.stopping).toBeVisible();
	await page.clock.runFor(2_900);
	await expect(lending.stopping).toBeVisible();
	await expect(page.getByRole("alert")).toHaveCount(0);
	await page.clock.runFor(200);
	await expect(page.getByRole("alert")).toHaveText(/not confirmed the stop/);
	await expect(lending.stop).toBeEnabled();
	await expect(lending.sentence).not.toHaveText("Nothing is lent.");
});
