// The window in a real Chromium on a real agent: what every walk starts from.
import type { Browser, BrowserContext, Page } from "@playwright/test";
import type { AgentDoor } from "../../main/cli/door-client.ts";
import type { TestAgent } from "../harness/agents.ts";
import { pythonJob } from "../harness/ask.ts";
import { ledgerEntries } from "../harness/ledger-lines.ts";

/** A fresh browser profile: no cookie of another one, nothing moving, British English. */
export function newProfile(browser: Browser): Promise<BrowserContext> {
	return browser.newContext({ viewport: { width: 1280, height: 860 }, locale: "en-GB", reducedMotion: "reduce" });
}

/** Opens the window as `hearth ui` says: through a fresh address that works once. */
export async function openWindow(context: BrowserContext, door: AgentDoor): Promise<Page> {
	const page = await context.newPage();
	const { url } = await door.window.open({ port: 0 });
	await page.goto(url);
	return page;
}

/** Collects what the page complains about: errors on its console, uncaught errors, questions put to the person. */
export function complaintsOf(page: Page): string[] {
	const complaints: string[] = [];
	page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
	page.on("pageerror", (error) => complaints.push(error.message));
	page.on("dialog", (dialog) => {
		complaints.push(`asked: ${dialog.message()}`);
		void dialog.dismiss();
	});
	return complaints;
}

const endless = `
print("counting", flush=True)
while True:
    pass
`;
/** A program that says "counting" and then never ends by itself. */
export const endlessJob = (title: string) => pythonJob(endless, { title });

/** Runs `act` and expects the ledger to be the same to the byte after it. */
export async function changesNothing(agent: TestAgent, act: () => Promise<void>): Promise<void> {
	const before = JSON.stringify(ledgerEntries(agent.data));
	await act();
	const after = JSON.stringify(ledgerEntries(agent.data));
	if (after !== before) throw new Error(`the ledger changed: ${after.slice(before.length - 1)}`);
}

/** Counts what a person does with a pointer from now on; read with `presses`. */
export const countPresses = (page: Page) =>
	page.evaluate(`{
		if (!("presses" in window)) addEventListener("pointerup", () => { window.presses += 1; }, true);
		window.presses = 0;
	}`);
export const presses = async (page: Page) => (await page.evaluate("window.presses")) as number;

/** Notes how long after the next press `text` stands on the page, in milliseconds; read with `shownAfterMs`. */
export const watchFor = (page: Page, text: string) =>
	page.evaluate(`{
		let pressedAt = null;
		window.shownAfterMs = null;
		const note = (event) => { pressedAt ??= event.timeStamp; };
		addEventListener("pointerup", note, { capture: true, once: true });
		addEventListener("keydown", note, { capture: true, once: true });
		const watcher = new MutationObserver(() => {
			if (pressedAt === null || !document.body.innerText.includes(${JSON.stringify(text)})) return;
			window.shownAfterMs = performance.now() - pressedAt;
			watcher.disconnect();
		});
		watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
	}`);
/** null when it never stood there. */
export const shownAfterMs = async (page: Page) => (await page.evaluate("window.shownAfterMs")) as number | null;

/** Everything visible that is painted in the colour that means "lent". */
export const paintedEmber = async (page: Page) =>
	(await page.evaluate(`(() => {
		const probe = document.body.appendChild(document.createElement("i"));
		probe.style.color = "var(--ember)";
		const ember = getComputedStyle(probe).color;
		probe.remove();
		return [...document.querySelectorAll("body *")]
			.filter((one) => one.checkVisibility())
			.filter((one) => {
				const style = getComputedStyle(one);
				return [style.color, style.backgroundColor, style.backgroundImage, style.fill, style.stroke, style.borderTopColor]
					.some((value) => value.includes(ember));
			})
			.map((one) => one.outerHTML.slice(0, 120));
	})()`)) as string[];
