// One look, judged and kept at every size and under every wish, in one page that is only resized and re-dressed.
import { expect, type Page } from "@playwright/test";
import { judge, keepPicture } from "./judge.ts";

/** What a reader may wish for; `forced`: the system's own palette. */
export interface Wish {
	readonly name: string;
	readonly colorScheme: "light" | "dark";
	readonly contrast?: "more";
	readonly forcedColors?: "active";
}

export const sizes = [
	{ width: 1280, height: 860 },
	{ width: 768, height: 1024 },
	{ width: 320, height: 720 },
] as const;

export const themes: readonly Wish[] = [
	{ name: "light", colorScheme: "light" },
	{ name: "dark", colorScheme: "dark" },
];

export const wishes: readonly Wish[] = [
	{ name: "contrast-light", colorScheme: "light", contrast: "more" },
	{ name: "contrast-dark", colorScheme: "dark", contrast: "more" },
	{ name: "forced-light", colorScheme: "light", forcedColors: "active" },
	{ name: "forced-dark", colorScheme: "dark", forcedColors: "active" },
];

/**
 * Judges the page as it stands at every one of `widths`, dressed for each of `dresses`; keeps `name`-width-dress. The
 * markup is the same in every dress, so only the light page is asked about all of it.
 */
export async function takeAll(
	page: Page,
	name: string,
	dresses: readonly Wish[] = themes,
	widths: readonly number[] = sizes.map((one) => one.width),
): Promise<void> {
	for (const size of sizes.filter((one) => widths.includes(one.width))) {
		await page.setViewportSize(size);
		for (const { name: dress, ...media } of dresses) {
			await page.emulateMedia({
				colorScheme: media.colorScheme,
				contrast: media.contrast ?? "no-preference",
				forcedColors: media.forcedColors ?? "none",
				reducedMotion: "reduce",
			});
			const kept = `${name}-${size.width}-${dress}`;
			if (media.forcedColors) await keepPicture(page, kept);
			else await judge(page, kept, dress === "light" ? "all" : "colours");
		}
	}
}

/** Everything that was asked for has come, and the letters too. */
export async function settled(page: Page): Promise<void> {
	await expect(page.getByRole("status").getByText("…")).toHaveCount(0);
	await page.evaluate("document.fonts.ready.then(() => true)");
}
