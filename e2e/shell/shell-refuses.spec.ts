// What the built shell refuses of a page that turned against it: frames, wrong words, other places, other pages.
import { expect, type Page, test } from "@playwright/test";
import { newDataDirectory, removeDirectory, startAgent } from "../harness/agents.ts";
import { ledgerStory } from "../harness/ledger-lines.ts";
import { noChromium, orWhyNot } from "../window/chromium.ts";
import { LendingPage } from "../window/pages/lending-page.ts";
import { type StartedShell, startShell } from "./start-shell.ts";

const stop = JSON.stringify({ kind: "call", id: "x", path: ["lend", "stop"], input: { via: "window" } });
const say = (text: unknown) => `window.hearthDoubleSend("hearth:to-agent", [${JSON.stringify(text)}])`;

test.describe.configure({ mode: "serial" });
test.describe(`the desktop shell against its own page${orWhyNot}`, () => {
	test.skip(noChromium !== "", noChromium);
	let data: string;
	let agent: Awaited<ReturnType<typeof startAgent>>;
	let shell: StartedShell;
	let page: Page;
	let before: string[];

	test.beforeAll(async () => {
		data = newDataDirectory();
		agent = await startAgent({ data });
		shell = await startShell(data);
		page = await shell.page();
		await expect(new LendingPage(page).sentence).toHaveText("Nothing is lent.", { timeout: 30_000 });
		before = ledgerStory(data);
	});
	test.afterEach(() => expect(ledgerStory(data)).toEqual(before));
	test.afterAll(async () => {
		await shell?.quit();
		await agent?.stop();
		removeDirectory(data);
	});

	test("shows the agent that runs already instead of starting another", async () => {
		expect(await agent.door.status.get({})).toMatchObject({ state: "off" });
		expect(shell.notes()).not.toContain("keeps");
	});

	test("does not hear a frame inside the page, though it has the page's origin", async () => {
		await page.evaluate(`document.body.append(document.createElement("iframe"))`);
		const frame = page.frames().find((one) => one !== page.mainFrame());
		expect(await frame?.evaluate("'hearthPort' in window")).toBe(false);
		await frame?.evaluate(say(stop));
		await expect.poll(shell.notes).toContain("gate refused not-main-frame (1 so far)");
	});

	for (const [what, text, reason] of [
		["no frame of the contract", JSON.stringify({ kind: "run", id: "x", command: "rm" }), "not-a-frame"],
		["an object in place of a text", { kind: "call" }, "not-a-frame"],
		["two megabytes", "x".repeat(2_000_000), "too-long"],
		["a call that does not exist", stop.replace('"stop"', '"everything"'), "unknown-path"],
		["a call with a wrong input", stop.replace("window", "robot"), "bad-input"],
	] as const) {
		test(`refuses ${what}`, async () => {
			await page.evaluate(say(text));
			await expect.poll(shell.notes).toContain(`gate refused ${reason} (`);
		});
	}

	test("the page cannot leave, not even by a frame or a form", async () => {
		for (const act of [
			`location.href = "https://example.org/"`,
			`location.href = "file:///etc/passwd"`,
			`location.href = "app://hearth/assets/"`,
			`{ const a = document.body.appendChild(document.createElement("a")); a.href = "https://example.org/"; a.click(); }`,
		]) {
			await page.evaluate(act).catch(() => undefined);
		}
		await expect.poll(shell.notes).toContain("denied a frame's way to https://example.org/");
		await expect(new LendingPage(page).sentence).toHaveText("Nothing is lent.");
		expect(page.url()).toBe("http://hearth.localhost/");
	});

	test("the page cannot reach the network in any way a page has", async () => {
		const answered: string[] = [];
		page.on("response", (response) => answered.push(response.url()));
		await page.evaluate(`void navigator.sendBeacon("https://example.org/", "x")`);
		const reached = await page.evaluate(`Promise.all([
			fetch("https://example.org/").then(() => "fetch", () => null),
			fetch("/assets/").then(() => "own fetch", () => null),
			new Promise((done) => { const image = new Image(); image.onload = () => done("image"); image.onerror = () => done(null); image.src = "https://example.org/a.png"; }),
			new Promise((done) => { const one = document.createElement("script"); one.onload = () => done("script"); one.onerror = () => done(null); one.src = "https://example.org/a.js"; document.head.append(one); }),
			new Promise((done) => { try { const socket = new WebSocket("wss://example.org/"); socket.onopen = () => done("socket"); socket.onerror = () => done(null); } catch { done(null); } }),
		])`);
		expect(reached).toEqual([null, null, null, null, null]);
		expect(answered).toEqual([]);
		const inline = `{ const one = document.createElement("script"); one.textContent = "window.ran = true"; document.head.append(one); }`;
		await page.evaluate(inline);
		expect(await page.evaluate("window.ran")).toBeUndefined();
		const style = `{ const one = document.createElement("style"); one.textContent = "body { outline: 7px solid }"; document.head.append(one); }`;
		await page.evaluate(style);
		expect(await page.evaluate("getComputedStyle(document.body).outlineWidth")).not.toBe("7px");
	});

	test("the page opens no other window", async () => {
		const count = page.context().pages().length;
		await page.evaluate(`void window.open("https://example.org/")`);
		await expect.poll(shell.notes).toContain("denied a window for");
		await expect.poll(() => page.context().pages().length).toBe(count);
	});

	test("quitting lets the agent be that was there before", async () => {
		expect(await shell.quit()).toBe(0);
		expect((await agent.door.status.get({})).state).toBe("off");
	});
});
