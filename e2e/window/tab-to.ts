// A person at the keys alone: Tab from stop to stop, each of which has to be seen, whole and not covered.
import { expect, type Locator, type Page } from "@playwright/test";

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

/** Does it look different with the focus? For what no style tells, such as the thumb of a slider. */
async function looksFocused(page: Page): Promise<boolean> {
	const focused = page.locator(":focus");
	const withFocus = await focused.screenshot();
	const element = await focused.elementHandle();
	await element?.evaluate((one) => one.blur());
	const without = await element?.screenshot();
	await element?.evaluate((one) => one.focus());
	return without !== undefined && !withFocus.equals(without);
}

/** Tabs on until `target` has the focus; every stop on the way is seen, whole, and not covered. */
export async function tabTo(target: Locator): Promise<void> {
	const page = target.page();
	await expect(target).toBeVisible();
	for (let stops = 0; stops < 40; stops++) {
		await page.keyboard.press("Tab");
		const focus = (await page.evaluate(focusNow)) as Focus | null;
		if (focus) expect(focus).toMatchObject({ inSight: true });
		if (focus && focus.ringPx < 3) expect(await looksFocused(page), focus.where).toBe(true);
		if (await target.evaluate((one) => one === one.ownerDocument.activeElement)) return;
	}
	throw new Error("Tab never reached it");
}
