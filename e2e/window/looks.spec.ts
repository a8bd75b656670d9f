// Every page and state of the window: free of access faults (axe, WCAG 2.2 AA) in both themes at 1280, 768 and 320 pixels
// and without sideways scrolling; the main pages also in high contrast, in the system's own colours and in German. A
// picture of each is kept in test-results/looks/.
import { expect, test } from "@playwright/test";
import de from "../../assets/words/de.json" with { type: "json" };
import { speaker } from "../../main/contract/words.ts";
import { noChromium } from "./chromium.ts";
import { startFixtureAgent } from "./fixture-agent.ts";
import { englishLooks, looks } from "./looks.ts";
import { awayLooks } from "./looks-away.ts";
import { settled, takeAll, wishes } from "./looks-take.ts";
import { LendingPage } from "./pages/lending-page.ts";

test.skip(noChromium !== "", noChromium);
// Up to fourteen pictures a test, on a machine that may be busy.
test.beforeEach(() => test.setTimeout(180_000));
test.use({ viewport: { width: 1280, height: 860 }, contextOptions: { reducedMotion: "reduce" } });

/** Shown under every wish of a reader, and in German. */
const mainLooks = looks.filter((one) =>
	["first", "allow-change", "lending", "history-week", "receipt", "this-pc"].includes(one.name),
);

for (const look of looks) {
	const isMain = mainLooks.includes(look);
	test(`${look.name} is clean in both themes, wide and narrow${isMain ? ", under every wish" : ""}`, async ({
		page,
	}) => {
		const agent = await startFixtureAgent(look.scenario);
		try {
			const complaints: string[] = [];
			page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
			page.on("pageerror", (error) => complaints.push(error.message));
			await page.goto(`${agent.url}${look.hash}`);
			await expect(page.getByRole("heading", { level: 1 })).toHaveText(look.sentence);
			await settled(page);
			await look.prepare?.(page, englishLooks);
			await takeAll(page, look.name);
			if (isMain) await takeAll(page, look.name, wishes, [1280, 320]);
			expect(complaints).toEqual([]);
		} finally {
			await agent.close();
		}
	});
}

for (const look of awayLooks) {
	test(`${look.name} is clean in both themes, wide and narrow`, async ({ page }) => {
		const agent = await startFixtureAgent(look.scenario);
		try {
			await look.arrange?.(page, agent);
			await page.goto(`${agent.url}${look.hash}`);
			await look.prepare?.(page, agent);
			await expect(page.getByText(look.shows).first()).toBeVisible();
			await page.evaluate("document.fonts.ready.then(() => true)");
			await takeAll(page, look.name);
		} finally {
			await agent.close();
		}
	});
}

test.describe("in German", () => {
	test.use({ locale: "de-DE" });
	for (const look of mainLooks) {
		test(`${look.name} is clean`, async ({ page }) => {
			const agent = await startFixtureAgent(look.scenario);
			try {
				await page.goto(`${agent.url}${look.hash}`);
				await expect(page.locator("html")).toHaveAttribute("lang", /^de/);
				await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
				await settled(page);
				await look.prepare?.(page, speaker(de, "de-DE"));
				await takeAll(page, `${look.name}-german`, [{ name: "light", colorScheme: "light" }]);
			} finally {
				await agent.close();
			}
		});
	}
});

test("on a small phone Stop is a bar that stays, and hides nothing that has the focus", async ({ page }) => {
	const agent = await startFixtureAgent("lending");
	try {
		await page.setViewportSize({ width: 320, height: 568 });
		for (const [name, hash] of [
			["stop-bar", "#/lending"],
			["stop-bar-allow", "#/allow"],
		] as const) {
			await page.goto(`${agent.url}${hash}`);
			const { stop } = new LendingPage(page);
			await expect(stop).toBeInViewport({ ratio: 1 });
			await settled(page);
			for (const target of await page.locator("main :is(a, button, select, summary, input):visible").all()) {
				await target.focus();
				const held = (await page.evaluate(
					"(() => { const box = document.activeElement.getBoundingClientRect(); return [box.top, box.bottom]; })()",
				)) as [number, number];
				const bar = (await stop.boundingBox())?.y ?? 0;
				if (await target.evaluate((one) => one.textContent !== "Stop lending"))
					expect(held[1], await target.innerText()).toBeLessThanOrEqual(bar);
			}
			await page.evaluate("document.activeElement.blur(); scrollTo(0, document.body.scrollHeight / 3)");
			await page.screenshot({ path: `test-results/looks/${name}-320-light.png` });
		}
	} finally {
		await agent.close();
	}
});
