// The whole main job with the keyboard alone: Tab, Space, arrows and Enter, never a pointer, the focus always in sight.
import { type BrowserContext, expect, type Locator, test } from "@playwright/test";
import type { TestAgent } from "../harness/agents.ts";
import { printed } from "../harness/ask.ts";
import { entriesOf } from "../harness/ledger-lines.ts";
import { processesOf } from "../harness/processes.ts";
import { openScene } from "../harness/scene.ts";
import { noChromium, orWhyNot } from "./chromium.ts";
import { LendingPage } from "./pages/lending-page.ts";
import { endlessJob, newProfile, openWindow, shownAfterMs, watchFor } from "./real-window.ts";

interface Focus {
	readonly where: string;
	/** The ring around it, or around the part of its label that stands for it, in pixels. */
	readonly ringPx: number;
	readonly inSight: boolean;
}

/** What has the focus; null when the page itself has. In sight: its middle is on the screen and nothing lies over it. */
const focusNow = `(() => {
	const focused = document.activeElement;
	if (focused === document.body) return null;
	const label = focused.closest("label");
	const parts = [focused, ...(label ? [label, ...label.querySelectorAll("*")] : [])].map((one) => getComputedStyle(one));
	const rings = parts.filter((style) => style.outlineStyle !== "none").map((style) => parseFloat(style.outlineWidth));
	const box = (label ?? focused).getBoundingClientRect();
	const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
	return {
		where: focused.outerHTML.slice(0, 160),
		ringPx: Math.max(0, ...rings),
		inSight: top !== null && (label ?? focused).contains(top),
	};
})()`;

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

	/** Does it look different with the focus? For what no style tells, such as the thumb of a slider. */
	const looksFocused = async () => {
		const focused = lending.page.locator(":focus");
		const withFocus = await focused.screenshot();
		const element = await focused.elementHandle();
		await element?.evaluate((one) => one.blur());
		const without = await element?.screenshot();
		await element?.evaluate((one) => one.focus());
		return without !== undefined && !withFocus.equals(without);
	};

	/** Tabs on until `target` has the focus; every stop on the way is seen, whole, and not covered. */
	const tabTo = async (target: Locator) => {
		const { keyboard } = lending.page;
		await expect(target).toBeVisible();
		for (let stops = 0; stops < 40; stops++) {
			await keyboard.press("Tab");
			const focus = (await lending.page.evaluate(focusNow)) as Focus | null;
			if (focus) expect(focus).toMatchObject({ inSight: true });
			if (focus && focus.ringPx < 3) expect(await looksFocused(), focus.where).toBe(true);
			if (await target.evaluate((one) => one === one.ownerDocument.activeElement)) return;
		}
		throw new Error("Tab never reached it");
	};

	test("gives consent, sees the work, stops it, reads the receipt", async () => {
		const { keyboard } = lending.page;
		const { id } = await agent.door.jobs.submit(endlessJob("Count for ever"));
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		await tabTo(lending.page.getByRole("link", { name: "Choose what to lend" }));
		await keyboard.press("Enter");
		await expect(lending.sentence).toHaveText("What may this PC lend?");
		await expect(lending.sentence).toBeFocused();

		await expect(lending.kind("Small programs")).toBeEnabled();
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
