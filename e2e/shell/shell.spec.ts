// The desktop shell as it is built, on the doubled electron: the main job through app://, the preload script and the gate,
// against the real agent in its own process. Each test goes on where the one before left the window.
import { expect, type Page, test } from "@playwright/test";
import { openDoor } from "../../main/cli/door-client.ts";
import { leaked, testInvite } from "../../main/tools/crypto/fixture-invite.ts";
import { doorPaths } from "../../main/tools/host/data-directory.ts";
import { newDataDirectory, removeDirectory } from "../harness/agents.ts";
import { entriesOf, ledgerEntries, ledgerStory } from "../harness/ledger-lines.ts";
import { processesOf } from "../harness/processes.ts";
import { noChromium, orWhyNot } from "../window/chromium.ts";
import { HistoryPage } from "../window/pages/history-page.ts";
import { LendingPage } from "../window/pages/lending-page.ts";
import { SetupPage } from "../window/pages/setup-page.ts";
import { ThisPcPage } from "../window/pages/this-pc-page.ts";
import { complaintsOf } from "../window/real-window.ts";
import { type StartedShell, startShell } from "./start-shell.ts";

const sample = "Draw a small picture";
test.describe.configure({ mode: "serial" });
test.describe(`the desktop shell, Electron doubled${orWhyNot}`, () => {
	test.skip(noChromium !== "", noChromium);
	let data: string;
	let shell: StartedShell;
	let complaints: string[];
	let lending: LendingPage;
	let history: HistoryPage;

	const meet = (page: Page) => {
		complaints = complaintsOf(page);
		lending = new LendingPage(page);
		history = new HistoryPage(page);
	};
	/** Ends the page's own process, as a defect in Chromium would. */
	const kill = async (page: Page) => {
		const crashed = page.waitForEvent("crash");
		void page.goto("chrome://crash").catch(() => undefined);
		await crashed;
	};
	test.beforeAll(async () => {
		data = newDataDirectory();
		shell = await startShell(data);
		meet(await shell.page());
	});
	test.afterAll(async () => {
		await shell?.quit();
		removeDirectory(data);
	});

	test("opens its window on a hosted agent: nothing is lent, nothing refused", async () => {
		await expect(lending.sentence).toHaveText("Nothing is lent.", { timeout: 30_000 });
		expect(ledgerStory(data)).toEqual(["LedgerOpened"]);
		expect(await lending.page.evaluate("Object.keys(window.hearthPort)")).toEqual(["post", "listen"]);
		expect(await lending.page.evaluate("Object.isFrozen(window.hearthPort)")).toBe(true);
		expect(await lending.page.evaluate("'require' in window || 'process' in window || 'ipcRenderer' in window")).toBe(
			false,
		);
		expect(shell.notes()).toBe("");
		expect(complaints).toEqual([]);
	});

	test("lends after a yes, draws the picture and keeps its receipt", async () => {
		test.setTimeout(120_000);
		await lending.tryIt.click();
		await expect(lending.kind("Small programs")).toBeEnabled({ timeout: 30_000 });
		await lending.allowOwnSmallPrograms();
		await expect(lending.sentence).toHaveText(/helping you|ready to help/);
		expect(entriesOf(data, "ConsentGiven").at(-1)?.event.grant).toMatchObject({ classes: ["wasm"], via: "window" });
		await expect(lending.picture).toBeVisible({ timeout: 90_000 });
		await expect(lending.picture).not.toHaveJSProperty("naturalWidth", 0);
		await history.openPage("History");
		await expect(history.rows).toHaveCount(1);
		await history.receiptOf(sample).click();
		await expect(history.verified).toBeVisible();
		const thisPc = new ThisPcPage(lending.page);
		await thisPc.openPage("This PC");
		await expect(thisPc.abilities.getByText("Tried and it works")).toBeVisible();
		expect(complaints).toEqual([]);
		expect(shell.notes()).toBe("");
	});

	test("stops with one press", async () => {
		await lending.openPage("Lending");
		await lending.stop.click();
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		expect(ledgerStory(data).at(-1)).toBe("ConsentWithdrawn");
		expect(complaints).toEqual([]);
	});

	test("loads its page again where the page asks for it, and goes on", async () => {
		await lending.page.evaluate("location.reload()");
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		expect(shell.notes()).toBe("");
	});

	test("closing the window destroys it; the agent goes on, and a second start opens it again on the link's page", async () => {
		expect((await shell.tell({ kind: "close-window" })).windows).toBe(0);
		await expect.poll(() => shell.pages().length).toBe(0);
		expect((await openDoor(doorPaths(data)).status.get({})).state).toBe("off");

		const second = await startShell(data, ["hearth://open/history"]);
		expect(await second.ended).toBe(0);
		expect(second.notes()).toBe("");
		meet(await shell.page());
		await expect(history.rows).toHaveCount(1);
		expect((await shell.tell({ kind: "look" })).windows).toBe(1);
		expect(complaints).toEqual([]);
	});

	test("a link to do something does nothing but show the window", async () => {
		const before = ledgerStory(data);
		const second = await startShell(data, ["hearth://lend/on?classes=wasm"]);
		expect(await second.ended).toBe(0);
		await expect(history.rows).toHaveCount(1);
		expect(ledgerStory(data)).toEqual(before);
		await shell.tell({ kind: "link", url: "hearth://open/lending" });
		await expect(lending.sentence).toHaveText("Nothing is lent.");
	});

	test("an invite that is opened stands in setup's first question, and in no address, log or record", async () => {
		const before = ledgerStory(data);
		const given = testInvite(Date.now());
		const setup = new SetupPage(lending.page);
		const second = await startShell(data, [given.link]);
		expect(await second.ended).toBe(0);
		await expect(setup.invite).toHaveValue(given.link);
		await expect(setup.aboutInvite).toHaveText(/^An invite to Linden home from Rowan/);
		await lending.openPage("Lending");
		await shell.tell({ kind: "link", url: `${given.link.slice(0, 400)}` });
		await expect(setup.aboutInvite).toHaveText(/^This invite is not whole/);
		await shell.tell({ kind: "link", url: "hearth://open/lending" });
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		expect(
			leaked(given, shell.notes(), second.notes(), lending.page.url(), JSON.stringify(ledgerEntries(data))),
		).toEqual([]);
		expect(ledgerStory(data)).toEqual(before);
		expect(complaints).toEqual([]);
	});

	test("a page that is killed is opened anew, and its stream ended with it", async () => {
		const killed = lending.page;
		await kill(killed);
		meet(await shell.page(killed));
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		expect(shell.notes()).toContain("the window's page ended: crashed");
	});

	test("killed again at once, it says so calmly, and one press opens it again", async () => {
		const killed = lending.page;
		await kill(killed);
		meet(await shell.page(killed));
		await expect(lending.sentence).toHaveText("The window stopped twice");
		await lending.page.screenshot({ path: "test-results/shell/broken-light.png" });
		await lending.page.getByRole("link", { name: "Open it again" }).click();
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		expect(complaints).toEqual([]);
	});

	test("quitting ends the agent in order; nothing is left", async () => {
		expect(processesOf(data).length).toBeGreaterThan(0);
		expect(await shell.quit()).toBe(0);
		expect(processesOf(data)).toEqual([]);
	});
});
