// Who gets in at the window's door: the person with the fresh address, once; nobody else, whatever page they are on.
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { lend, type TestAgent } from "../harness/agents.ts";
import { ledgerStory } from "../harness/ledger-lines.ts";
import { openScene } from "../harness/scene.ts";
import { noChromium, orWhyNot } from "./chromium.ts";
import { serveForeignPage, stopCall } from "./foreign-page.ts";
import { LendingPage } from "./pages/lending-page.ts";
import { changesNothing, newProfile, openWindow } from "./real-window.ts";
import { look } from "./walk-look.ts";

test.describe.configure({ mode: "serial" });
test.describe(`the door of the window${orWhyNot}`, () => {
	test.skip(noChromium !== "", noChromium);
	const scene = openScene();
	let agent: TestAgent;
	let profile: BrowserContext;
	let page: Page;
	let door: string;

	test.beforeAll(async ({ browser }) => {
		agent = await scene.agent();
		await lend(agent.door);
		profile = await newProfile(browser);
		page = await openWindow(profile, agent.door);
		door = new URL(page.url()).origin;
	});
	test.afterAll(async () => {
		await profile?.close();
		await scene.end();
	});

	test("stays shut for a browser without the address, and shows how to open it", async ({ browser }) => {
		const stranger = await newProfile(browser);
		const outside = await stranger.newPage();
		await outside.goto(`${door}/`);
		const shut = new LendingPage(outside);
		await expect(shut.sentence).toHaveText("This window is closed.");
		await expect(outside.getByText("hearth ui")).toBeVisible();
		await expect(shut.stop).toHaveCount(0);
		await expect(outside.getByText("ready to help")).toHaveCount(0);
		await look(outside, "12-closed");
		await stranger.close();
	});

	test("takes each address once", async ({ browser }) => {
		const { url } = await agent.door.window.open({ port: 0 });
		const sentences: string[] = [];
		for (let time = 1; time <= 2; time++) {
			const visitor = await newProfile(browser);
			const window = new LendingPage(await visitor.newPage());
			await window.page.goto(url);
			expect(window.page.url()).toBe(`${door}/`);
			await window.sentence.waitFor();
			sentences.push((await window.sentence.textContent()) ?? "");
			await visitor.close();
		}
		expect(sentences[0]).toMatch(/ready to help/);
		expect(sentences[1]).toBe("This window is closed.");
	});

	test("lets no page of another origin in, though the browser sends it the cookie", async () => {
		const foreign = await serveForeignPage(door);
		scene.onEnd(() => foreign.close());
		const visited = await profile.newPage();
		const asked: string[] = [];
		visited.on("request", (request) => request.url().startsWith(door) && asked.push(request.url()));
		const answers: Promise<{ status: number; cookie: string | null }>[] = [];
		visited.on("response", (response) => {
			if (!response.url().startsWith(door)) return;
			const cookie = response.request().headerValue("cookie");
			answers.push(cookie.then((value) => ({ status: response.status(), cookie: value })));
		});
		await changesNothing(agent, async () => {
			await visited.goto(foreign.url);
			await expect(visited).toHaveTitle("tried");
			expect(await visited.evaluate("window.read")).toEqual([]);
			for (const frame of visited.frames().slice(1)) {
				await expect(frame.getByRole("heading")).toHaveCount(0);
			}
			await visited.getByRole("link").click();
			await expect(visited.getByText("door.foreign-origin")).toBeVisible();
			await visited.close();
		});
		expect(asked.length, "requests of the page to the door").toBeGreaterThanOrEqual(10);
		const sent = await Promise.all(answers);
		expect(sent.filter((one) => one.status !== 403)).toEqual([]);
		expect(sent.filter((one) => one.cookie?.startsWith("hearth-")).length).toBeGreaterThan(0);
		expect((await agent.door.status.get({})).state).toBe("ready");
		// The very same call from the window itself is heard, so it was the door that refused, not a mistake in the call.
		const heard = await page.evaluate(`fetch(${JSON.stringify(stopCall.path)}, {
			method: "POST", headers: { "content-type": "application/json" }, body: ${JSON.stringify(stopCall.body)},
		}).then((answer) => answer.status)`);
		expect(heard).toBe(200);
		expect(ledgerStory(agent.data).at(-1)).toBe("ConsentWithdrawn");
	});

	test("says calmly that the agent is away, and asks to be opened anew after it came back", async () => {
		const lending = new LendingPage(page);
		await lend(agent.door);
		await expect(lending.sentence).toHaveText(/ready to help/);
		await agent.stop();
		await expect(lending.sentence).toHaveText("Hearth does not answer.");
		await expect(page.getByText(/Last heard at \d\d:\d\d/)).toBeVisible();
		await look(page, "13-offline");

		agent = await scene.agent({ data: agent.data });
		const { url } = await agent.door.window.open({ port: Number(new URL(door).port) });
		await page.getByRole("button", { name: "Try again" }).click();
		await expect(lending.sentence).toHaveText("This window is closed.");
		await page.goto(url);
		await expect(lending.sentence).toHaveText(/ready to help/);
	});
});
