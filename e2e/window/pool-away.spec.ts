// Three lights that are never taken for each other: whether Hearth answers, whether the home's pool is reached, and
// whether anything is lent. Losing the pool is said calmly and heals without a hand, on a real server.
import { expect, test } from "@playwright/test";
import { lend } from "../harness/agents.ts";
import { openScene } from "../harness/scene.ts";
import { findNatsServer, startNats } from "../real/nats.ts";
import { noChromium } from "./chromium.ts";
import { LendingPage } from "./pages/lending-page.ts";
import { ThisPcPage } from "./pages/this-pc-page.ts";
import { complaintsOf, newProfile, openWindow } from "./real-window.ts";

const noNats = process.env.CI === "true" || findNatsServer() !== null ? "" : "nats-server is not built";

test.skip(noChromium !== "", noChromium);

test(`losing the pool is said calmly, takes nothing from Stop, and heals by itself${noNats && ` (skipped: ${noNats})`}`, async ({
	browser,
}) => {
	test.skip(noNats !== "", noNats);
	test.setTimeout(120_000);
	const scene = openScene();
	const profile = await newProfile(browser);
	try {
		const nats = await startNats();
		scene.onEnd(() => nats.stop());
		const agent = await scene.agent({ pool: nats.url });
		await lend(agent.door);
		const page = await openWindow(profile, agent.door);
		const complaints = complaintsOf(page);
		const lending = new LendingPage(page);
		await expect(lending.sentence).toHaveText(/ready to help/);

		await nats.kill();
		await expect(lending.sentence).toHaveText("Not connected. Nothing is lent.", { timeout: 30_000 });
		await expect(page.getByText("It connects again by itself, and lending goes on then.")).toBeVisible();
		await expect(page.getByRole("alert")).toHaveCount(0);
		await expect(lending.stop).toBeVisible();
		expect((await agent.door.status.get({})).pool.connected).toBe(false);

		await nats.restart();
		await expect(lending.sentence).toHaveText(/ready to help/, { timeout: 60_000 });

		// The pool away again, and this time lending off: two things, told in two places.
		await lending.stop.click();
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		await nats.kill();
		await expect.poll(async () => (await agent.door.status.get({})).pool.connected, { timeout: 30_000 }).toBe(false);
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		await lending.openPage("This PC");
		const thisPc = new ThisPcPage(page);
		await thisPc.checkAgain.click();
		await expect(thisPc.findings.getByText(/pool/).first()).toBeVisible({ timeout: 30_000 });

		// And Hearth itself away: the third.
		await agent.kill();
		await lending.openPage("Lending");
		await expect(lending.sentence).toHaveText("Hearth does not answer.", { timeout: 30_000 });
		expect(complaints.filter((one) => !/ERR_|Failed to load/.test(one))).toEqual([]);
	} finally {
		await profile.close();
		await scene.end();
	}
});
