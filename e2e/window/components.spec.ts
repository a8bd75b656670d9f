// Every component in every state, under each wish of a reader: free of access faults, and a picture of each kept in
// test-results/looks/.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { noChromium } from "./chromium.ts";
import { buildGallery, openGallery } from "./gallery.ts";
import { judge } from "./judge.ts";

test.skip(noChromium !== "", noChromium);
test.beforeAll(buildGallery);

const wishes = [
	{ name: "light", media: { colorScheme: "light" } },
	{ name: "dark", media: { colorScheme: "dark" } },
	{ name: "contrast-light", media: { colorScheme: "light", contrast: "more" } },
	{ name: "contrast-dark", media: { colorScheme: "dark", contrast: "more" } },
	{ name: "forced-light", media: { colorScheme: "light", forcedColors: "active" } },
	{ name: "forced-dark", media: { colorScheme: "dark", forcedColors: "active" } },
] as const;

for (const wish of wishes) {
	test(`all components are clean: ${wish.name}`, async ({ page }) => {
		const complaints: string[] = [];
		page.on("console", (one) => one.type() === "error" && complaints.push(one.text()));
		page.on("pageerror", (error) => complaints.push(error.message));
		await page.emulateMedia({ ...wish.media, reducedMotion: "reduce" });
		for (const width of [1280, 768, 320]) {
			await page.setViewportSize({ width, height: 900 });
			await openGallery(page);
			await judge(page, `components-${width}-${wish.name}`, "forcedColors" in wish.media ? "shapes" : "all");
		}
		expect(complaints).toEqual([]);
	});
}

test("a wish can be switched on by hand, and off again", async ({ page }) => {
	await page.emulateMedia({ colorScheme: "light", contrast: "no-preference", reducedMotion: "no-preference" });
	await openGallery(page);
	const token = (name: string) =>
		page.evaluate(`getComputedStyle(document.documentElement).getPropertyValue("${name}")`);
	const soft = await token("--soft");
	const press = async (name: string) => {
		await page.getByRole("switch", { name }).focus();
		await page.keyboard.press("Space");
	};
	await press("High contrast");
	expect(await token("--soft")).toBe(await token("--ink"));
	await press("High contrast");
	expect(await token("--soft")).toBe(soft);
	expect(await page.evaluate("document.getAnimations().length")).toBeGreaterThan(0);
	await press("Reduced motion");
	await expect.poll(() => page.evaluate("document.getAnimations().length")).toBe(0);
	await page.getByRole("combobox", { name: "Theme" }).selectOption("dark");
	expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(25, 22, 19)");
});

test("the window people get holds none of this page", () => {
	const folder = new URL("../../dist/window/", import.meta.url);
	const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
	expect(files).toContain("index.html");
	expect(files.filter((name) => name.includes("gallery"))).toEqual([]);
	for (const name of files.filter((one) => one.endsWith(".js"))) {
		expect(readFileSync(new URL(name, folder), "utf8")).not.toContain("Components of Hearth");
	}
});
