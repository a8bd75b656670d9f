// The page "What this PC sends", as a person opens it: every message, every field, each with what it means.
import { expect } from "@playwright/test";
import en from "../../assets/words/en.json" with { type: "json" };
import { sentFields } from "../../main/contract/sent.ts";
import { speaker } from "../../main/contract/words.ts";
import { noChromium } from "./chromium.ts";
import { it } from "./fixture-test.ts";
import { ThisPcPage } from "./pages/this-pc-page.ts";

it.skip(noChromium !== "", noChromium);

it("lists every field of every message, in words", async ({ page, agent }) => {
	const say = speaker(en, "en-GB");
	await page.goto(`${agent.url}#/this-pc`);
	const { sends } = new ThisPcPage(page);
	const messages = [...new Set(sentFields().map((one) => one.message))];
	await expect(sends.locator("details")).toHaveCount(messages.length);
	for (const [place, message] of messages.entries()) {
		const part = sends.locator("details").nth(place);
		await part.locator("summary").click();
		await expect(part.locator("summary")).toContainText(say(`sent.message.${message}`));
		await expect(part.locator("summary")).toContainText(say(`sent.message.${message}.when`));
		const rows = part.locator("tbody tr");
		const wanted = sentFields().filter((one) => one.message === message);
		expect(await rows.locator("td:first-child").allInnerTexts()).toEqual(wanted.map((one) => say(one.meaning)));
		expect(await rows.locator("code").allInnerTexts()).toEqual(wanted.map((one) => one.field));
	}
});
