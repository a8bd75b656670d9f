// Draws the contact sheets of docs/contact-sheet/ and their list from the pictures the looks and the components kept in
// test-results/looks. By hand, after `playwright test e2e/window/looks.spec.ts e2e/window/components.spec.ts`:
// `node e2e/window/looks-sheet.ts`. HEARTH_LOOKS_DIRECTORY names another folder of pictures.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, chromium } from "@playwright/test";
import { chromiumPath } from "./chromium.ts";
import { sheetHtml, sheetWidth } from "./looks-sheet-page.ts";
import { type NamedPlan, planSheets } from "./looks-sheet-plans.ts";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const looks = process.env.HEARTH_LOOKS_DIRECTORY ?? at("test-results/looks/");
const docs = at("docs/contact-sheet/");
const letters = pathToFileURL(
	at(
		"node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
	),
).href;
const mostBytes = 1_500_000;

/** The sheet as a JPEG that is small enough: the best quality that fits. */
async function draw(browser: Browser, plan: NamedPlan, folder: string): Promise<Buffer> {
	const page = await browser.newPage({ viewport: { width: sheetWidth(plan), height: 800 } });
	try {
		const file = join(folder, `${plan.name}.html`);
		writeFileSync(file, sheetHtml(plan, letters));
		await page.goto(pathToFileURL(file).href);
		await page.evaluate("Promise.all([document.fonts.ready, ...[...document.images].map((one) => one.decode())])");
		for (const quality of [84, 76, 68, 60]) {
			const jpeg = await page.screenshot({ type: "jpeg", quality, fullPage: true });
			if (jpeg.length <= mostBytes) return jpeg;
		}
		throw new Error(`${plan.name} is larger than ${mostBytes} bytes`);
	} finally {
		await page.close();
	}
}

function list(plans: readonly NamedPlan[]): string {
	const sections = plans.map(
		(plan) =>
			`## ${plan.title}\n\n[![${plan.title}](contact-sheet/${plan.name}.jpg)](contact-sheet/${plan.name}.jpg)\n\n${plan.tiles
				.map((one) => `- ${one.caption}`)
				.join("\n")}\n`,
	);
	return `# Contact sheet\n\nEvery page and state of the window, from the pictures the tests keep. \`node e2e/window/looks-sheet.ts\` draws these sheets and writes this page after the looks and the components ran; nothing here is drawn by hand. The window talks to the stand-in agent of \`e2e/window/fixture-agent.ts\`, so every state can be shown. Tiles are in columns; the first ones are at the top.\n\n${sections.join("\n")}`;
}

const folder = mkdtempSync(join(tmpdir(), "hearth-sheets-"));
const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu"] });
try {
	mkdirSync(docs, { recursive: true });
	const plans = planSheets(looks);
	for (const plan of plans) {
		const jpeg = await draw(browser, plan, folder);
		writeFileSync(`${docs}${plan.name}.jpg`, jpeg);
		process.stdout.write(`${plan.name}.jpg ${Math.round(jpeg.length / 1000)} kB, ${plan.tiles.length} tiles\n`);
	}
	writeFileSync(at("docs/contact-sheet.md"), list(plans));
} finally {
	await browser.close();
	rmSync(folder, { recursive: true, force: true });
}
