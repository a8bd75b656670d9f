// The main job where something is in the way: a mistake in the form, a window that is gone, a pool that does not answer.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type BrowserContext, expect, test } from "@playwright/test";
import { lend, type TestAgent } from "../harness/agents.ts";
import { printed } from "../harness/ask.ts";
import { hearth } from "../harness/command-line.ts";
import { entriesOf, ledgerStory } from "../harness/ledger-lines.ts";
import { processesOf } from "../harness/processes.ts";
import { openScene, type Scene } from "../harness/scene.ts";
import { findNatsServer, startNats } from "../real/nats.ts";
import { noChromium, orWhyNot } from "./chromium.ts";
import { LendingPage } from "./pages/lending-page.ts";
import { changesNothing, endlessJob, newProfile, openWindow } from "./real-window.ts";
import { look } from "./walk-look.ts";

const noNats = process.env.CI === "true" || findNatsServer() !== null ? "" : "nats-server is not built";

test.describe(`with something in the way${orWhyNot}`, () => {
	test.skip(noChromium !== "", noChromium);
	let scene: Scene;
	let profile: BrowserContext;

	test.beforeEach(async ({ browser }) => {
		scene = openScene();
		profile = await newProfile(browser);
	});
	test.afterEach(async () => {
		await profile.close();
		await scene.end();
	});

	/** A window on an agent that lends and runs a job without end. */
	const lendingWindow = async (agent: TestAgent) => {
		await lend(agent.door);
		const { id } = await agent.door.jobs.submit(endlessJob("Count for ever"));
		await printed(agent.door, id, "counting");
		expect(processesOf(id).length).toBeGreaterThan(0);
		const lending = new LendingPage(await openWindow(profile, agent.door));
		await expect(lending.running("Count for ever")).toBeVisible();
		return { lending, id };
	};

	/** One press ends it, and the ledger says so. */
	const stopWorks = async (agent: TestAgent, lending: LendingPage, id: string) => {
		const pressedAt = Date.now();
		await lending.stop.click();
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		expect(processesOf(id)).toEqual([]);
		const proof = entriesOf(agent.data, "JobEnded").at(-1)?.event.receipt.body;
		expect(proof).toMatchObject({ jobId: id, end: "owner-stop", proof: { processesLeft: 0, scratchErased: true } });
		expect(ledgerStory(agent.data).slice(-2)).toEqual(["ConsentWithdrawn", "JobEnded"]);
		expect(entriesOf(agent.data, "ConsentWithdrawn").at(-1)?.at).toBeLessThan(pressedAt + 1_000);
	};

	test("hours that never lend are said where they are chosen, and change nothing", async () => {
		const agent = await scene.agent();
		await lend(agent.door);
		const lending = new LendingPage(await openWindow(profile, agent.door));
		await changesNothing(agent, async () => {
			await lending.change.click();
			await lending.page.getByText("Only between certain hours", { exact: true }).click();
			await lending.page.getByRole("combobox", { name: "to" }).selectOption({ label: "09:00" });
			const problem = lending.page.getByRole("alert");
			await expect(problem).toContainText("The hours begin and end at the same time, so this would never lend.");
			const field = lending.sheet("More limits");
			await expect(field.getByRole("alert")).toHaveCount(1);
			await look(lending.page, "14-allow-never");
			await lending.confirmChange.click();
			await expect(lending.sentence).toHaveText("Change what this PC lends");
			await expect(field.locator(":focus")).toHaveCount(1);
			await lending.page.getByRole("button", { name: "Keep it as it was" }).click();
			await expect(lending.sentence).toHaveText(/ready to help/);
		});
	});

	test("a window that is gone does not keep the command line from stopping all", async () => {
		const agent = await scene.agent();
		const { lending, id } = await lendingWindow(agent);
		await lending.page.close({ runBeforeUnload: false });
		const ran = await hearth(agent.data, ["stop", "--json"]);
		expect(ran).toMatchObject({ code: 0, json: { withdrawn: 1, stopped: [{ body: { jobId: id } }] } });
		expect(processesOf(id)).toEqual([]);
		const again = new LendingPage(await openWindow(profile, agent.door));
		await expect(again.sentence).toHaveText("Nothing is lent.");
		await expect(again.proof).toBeVisible();
	});

	test("a pool that somebody keeps locked does not keep Stop from working", async () => {
		const pool = scene.directory();
		const agent = await scene.agent({ pool: `embedded:${pool}` });
		const { lending, id } = await lendingWindow(agent);
		const other = new DatabaseSync(join(pool, "queue.db"));
		scene.onEnd(() => other.close());
		other.exec("BEGIN IMMEDIATE");
		await stopWorks(agent, lending, id);
		other.exec("ROLLBACK");
	});

	test(`a pool whose server died does not keep Stop from working${noNats && ` (skipped: ${noNats})`}`, async () => {
		test.skip(noNats !== "", noNats);
		const nats = await startNats();
		scene.onEnd(() => nats.stop());
		const agent = await scene.agent({ pool: nats.url });
		const { lending, id } = await lendingWindow(agent);
		await nats.kill();
		await stopWorks(agent, lending, id);
		// Ending in order, it would still try for a while to tell the pool.
		await agent.kill();
	});
});
