// The page of all components, built apart from the window and handed to a browser without any server.
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { build } from "vite";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const origin = "http://components.test";
const folder = at("dist/components");

/** Builds the page into dist/components: the window's own folder never holds it. */
export async function buildGallery(): Promise<void> {
	await build({
		configFile: at("renderer/vite.config.ts"),
		logLevel: "error",
		build: { outDir: folder, rolldownOptions: { input: at("renderer/gallery.html") } },
	});
}

/** Opens it; every file comes from the build, nothing from a network. */
export async function openGallery(page: Page): Promise<void> {
	await page.route(`${origin}/**`, (route) => {
		const { pathname } = new URL(route.request().url());
		return route.fulfill({ path: join(folder, extname(pathname) === "" ? "gallery.html" : pathname) });
	});
	await page.goto(`${origin}/`);
	await page.getByRole("heading", { name: "Components of Hearth." }).waitFor();
	await page.getByText("Asking Hearth what is going on…").waitFor();
	await page.evaluate("document.fonts.ready.then(() => undefined)");
}
