// What a person sees first, and that it stays where it is: the sentence with the first paint, nothing that moves
// afterwards, no motion for those who want none, and a window that nobody sees does nothing at all.
import { expect, type Page } from "@playwright/test";
import { noChromium } from "./chromium.ts";
import { it } from "./fixture-test.ts";
import { LendingPage } from "./pages/lending-page.ts";

it.skip(noChromium !== "", noChromium);

const pages = ["#/lending", "#/allow", "#/history", "#/history/00000000-0000-4000-8000-000000001003", "#/this-pc"];

/** Notes when the sentence came onto the page, and every piece that moved, from before the first script on. */
const watchSight = (page: Page) =>
	page.addInitScript(`
		window.sentenceAt = null;
		new MutationObserver((_, watcher) => {
			if (!document.querySelector("h1")) return;
			window.sentenceAt = performance.now();
			watcher.disconnect();
		}).observe(document, { subtree: true, childList: true });
		window.moved = [];
		new PerformanceObserver((list) => {
			for (const one of list.getEntries()) {
				// What follows a person's own press at once is expected by them, and counts for nobody.
				if (!one.hadRecentInput) window.moved.push({
					by: one.value,
					what: one.sources.map((source) => source.node?.outerHTML?.slice(0, 90) ?? "gone").join(" | "),
				});
			}
		}).observe({ type: "layout-shift", buffered: true });
	`);

for (const [name, viewport] of [
	["wide", { width: 1280, height: 860 }],
	["narrow", { width: 320, height: 720 }],
] as const) {
	it(`paints the sentence first, and nothing moves on any page or between them, ${name}`, async ({ page, agent }) => {
		await page.setViewportSize(viewport);
		await watchSight(page);
		const lending = new LendingPage(page);
		const firstPaintAt = `performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null`;
		for (const hash of pages) {
			await page.goto("about:blank");
			await page.goto(`${agent.url}${hash}`);
			await expect(lending.stop).toBeVisible();
			await expect.poll(() => page.evaluate(firstPaintAt)).not.toBeNull();
			if (hash === "#/lending")
				expect(await page.evaluate(`window.sentenceAt <= ${firstPaintAt}`), "the sentence is in the first paint").toBe(
					true,
				);
			await settled(page);
			await expectStill(page, `${hash}, opened`);
		}
		for (const to of ["Lending", "History", "This PC", "Lending"] as const) {
			await lending.openPage(to);
			await settled(page);
		}
		await expectStill(page, "a walk by the links");
	});
}

/** What is asked for late has come. */
async function settled(page: Page): Promise<void> {
	await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
	await expect(page.getByRole("status").getByText("…")).toHaveCount(0);
	await page.waitForTimeout(400);
}

async function expectStill(page: Page, where: string): Promise<void> {
	const moved = (await page.evaluate("window.moved")) as { by: number; what: string }[];
	const sum = moved.reduce((all, one) => all + one.by, 0);
	expect(sum, `${where}: ${JSON.stringify(moved, null, 1)}`).toBeLessThanOrEqual(0.01);
}

it("asks instead of believing a page that was kept", async ({ page, agent }) => {
	await page.route(agent.url, async (route) => {
		const answer = await route.fetch();
		const old = (await answer.text()).replace(/"servedAt":\d+/, '"servedAt":1');
		expect(old).toContain('"servedAt":1,');
		await route.fulfill({ response: answer, body: old });
	});
	await page.route("**/rpc/status/watch", () => undefined); // never answered
	await page.goto(agent.url);
	await expect(page.getByText("Asking Hearth what is going on…")).toBeVisible();
	await expect(new LendingPage(page).sentence).toHaveCount(0);
});

it("says a word about waiting only when it takes longer than 400 ms", async ({ page, agent }) => {
	await page.clock.install({ time: 0 });
	await page.clock.pauseAt(1000);
	await page.route(agent.url, async (route) => {
		const answer = await route.fetch();
		await route.fulfill({
			response: answer,
			body: (await answer.text()).replace(/<script type="application\/json".*?<\/script>/s, ""),
		});
	});
	await page.route("**/rpc/status/watch", () => undefined);
	await page.goto(agent.url);
	await expect(page.getByRole("navigation", { name: "Pages" })).toBeVisible();
	await page.clock.runFor(390);
	await expect(page.getByText("Asking Hearth what is going on…")).toHaveCount(0);
	await page.clock.runFor(20);
	await expect(page.getByText("Asking Hearth what is going on…")).toBeVisible();
});

it("moves nothing for those who want no motion, on no page", async ({ page, agent }) => {
	await page.goto(agent.url);
	await expect(new LendingPage(page).stop).toBeVisible();
	expect(await page.evaluate("document.getAnimations().length"), "the ember breathes").toBeGreaterThan(0);
	await page.emulateMedia({ reducedMotion: "reduce" });
	for (const hash of pages) {
		await page.evaluate(`location.hash = "${hash}"`);
		await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
		for (const target of await page.locator("main a:visible, main button:visible, nav a:visible").all()) {
			await target.hover({ trial: false, force: true, timeout: 2000 }).catch(() => undefined);
			expect(await page.evaluate("document.getAnimations().length"), hash).toBe(0);
		}
	}
});

it("does nothing while nobody sees it: no timer, no frame, no call", async ({ page, agent }) => {
	await page.addInitScript(`
		window.work = [];
		for (const name of ["setTimeout", "setInterval", "requestAnimationFrame", "fetch"]) {
			const real = window[name];
			window[name] = (first, ...rest) => {
				const note = (what) => { if (window.hiddenNow) window.work.push(what); };
				note(name);
				return real(typeof first === "function" ? (...args) => { note(name + " fired"); return first(...args); } : first, ...rest);
			};
		}
	`);
	await page.goto(agent.url);
	await expect(new LendingPage(page).running("Resize holiday photos")).toBeVisible();
	const show = (hidden: boolean) =>
		page.evaluate(`Object.defineProperty(document, "hidden", { value: ${hidden}, configurable: true });
			Object.defineProperty(document, "visibilityState", { value: ${hidden ? '"hidden"' : '"visible"'}, configurable: true });
			if (!${hidden}) window.hiddenNow = false;
			document.dispatchEvent(new Event("visibilitychange"));
			window.hiddenNow = ${hidden};`);
	await show(true);
	await page.waitForTimeout(2500); // longer than every clock of the page
	expect(await page.evaluate("window.work")).toEqual([]);
	await show(false);
	await expect(new LendingPage(page).stop).toBeVisible();
	expect(await page.evaluate("window.work")).toEqual([]);
});
