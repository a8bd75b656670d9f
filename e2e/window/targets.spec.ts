// Everything that can be pressed, on every page and in every state, is large enough for a finger: 24 pixels at least, and
// 40 for what a person came to press. Measured is what answers a press: a control, or the label that stands for it.
import { expect, type Page, test } from "@playwright/test";
import { noChromium } from "./chromium.ts";
import { startFixtureAgent } from "./fixture-agent.ts";
import { englishLooks, looks } from "./looks.ts";

test.skip(noChromium !== "", noChromium);

interface Target {
	readonly what: string;
	readonly width: number;
	readonly height: number;
	/** A link inside a sentence: as tall as its line, which the rule lets be. */
	readonly inline: boolean;
}

const targets = (page: Page) =>
	page.evaluate(`(() => {
		const pressed = "a[href], button, select, summary, textarea, input, [role=switch], [role=slider]";
		return [...document.querySelectorAll(pressed)]
			.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled)
			.map((one) => {
				const own = one.getBoundingClientRect();
				// A native control that is only there for the keyboard lies hidden inside what is pressed.
				const shown = own.width <= 2 || own.height <= 2 || getComputedStyle(one).opacity === "0" || one.closest("[style*='clip']")
					? (one.closest("label") ?? one.closest("[data-orientation]") ?? one.parentElement.parentElement)
					: one;
				const label = one.labels?.[0]?.contains(one) ? one.labels[0] : shown;
				const box = label.getBoundingClientRect();
				const style = getComputedStyle(one);
				const sentence = [...(one.parentElement?.childNodes ?? [])].some((node) => node.nodeType === 3 && node.data.trim() !== "");
				return {
					what: one.tagName.toLowerCase() + " " + (one.getAttribute("aria-label") ?? one.innerText ?? one.name ?? "").slice(0, 60),
					width: box.width,
					height: box.height,
					inline: one.tagName === "A" && style.display === "inline" && sentence,
				};
			});
	})()`) as Promise<Target[]>;

for (const look of looks) {
	test(`${look.name}: every target is at least 24 pixels each way, each control at least 40 high`, async ({ page }) => {
		const agent = await startFixtureAgent(look.scenario);
		try {
			for (const width of [1280, 320]) {
				await page.setViewportSize({ width, height: 800 });
				await page.goto("about:blank");
				await page.goto(`${agent.url}${look.hash}`);
				await expect(page.getByRole("heading", { level: 1 })).toHaveText(look.sentence);
				await expect(page.getByRole("status").getByText("…")).toHaveCount(0);
				await look.prepare?.(page, englishLooks);
				const found = await targets(page);
				expect(found.length).toBeGreaterThan(3);
				const small = found.filter((one) => !one.inline && (one.width < 23.9 || one.height < 23.9));
				expect(small, `${width}`).toEqual([]);
				const low = found.filter((one) => /^(button|select|input|summary)/.test(one.what) && one.height < 39.9);
				expect(low, `${width}`).toEqual([]);
			}
		} finally {
			await agent.close();
		}
	});
}

test("the measure finds a target that is too small", async ({ page }) => {
	await page.setContent(`<button style="inline-size:20px;block-size:20px;padding:0">x</button>
		<p>In a sentence stands <a href="#">a link</a> as tall as its line.</p>
		<label style="display:block;block-size:48px"><input type="checkbox"> A whole line</label>`);
	const found = await targets(page);
	expect(found.map((one) => [one.what, one.inline, Math.round(one.height)])).toEqual([
		["button x", false, 20],
		["a a link", true, expect.any(Number)],
		["input ", false, 48],
	]);
});
