// The built shell on the real Electron, driven by Playwright with the page objects of every other walk. Only a build whose
// fuses let it be inspected can be driven: the one of a checkout is, a released one is not (installed.spec.ts).
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { _electron, type ElectronApplication, expect, test } from "@playwright/test";
import { openDoor } from "../../main/cli/door-client.ts";
import { doorPaths } from "../../main/tools/host/data-directory.ts";
import { newDataDirectory, removeDirectory } from "../harness/agents.ts";
import { entriesOf, ledgerStory } from "../harness/ledger-lines.ts";
import { HistoryPage } from "../window/pages/history-page.ts";
import { LendingPage } from "../window/pages/lending-page.ts";
import { complaintsOf } from "../window/real-window.ts";
import { appFolder, electronBinary, noElectron } from "./electron-here.ts";

const run = promisify(execFile);
const sample = "Draw a small picture";

test.describe.configure({ mode: "serial" });
test.describe("the desktop shell on the real Electron", () => {
	let data: string;
	let env: Record<string, string>;
	let shell: ElectronApplication;
	let lending: LendingPage;
	let history: HistoryPage;
	let complaints: string[];

	test.beforeAll(async () => {
		if (noElectron) throw new Error(noElectron);
		data = newDataDirectory();
		env = { ...(process.env as Record<string, string>), HEARTH_DATA: data };
		shell = await _electron.launch({ executablePath: electronBinary ?? "", args: [appFolder], cwd: appFolder, env });
		const page = await shell.firstWindow();
		complaints = complaintsOf(page);
		lending = new LendingPage(page);
		history = new HistoryPage(page);
	});
	test.afterAll(async () => {
		await shell?.close();
		if (data) removeDirectory(data);
	});
	test.afterEach(() => expect(complaints).toEqual([]));

	test("opens its own page in a sandbox, with one frozen port and nothing else", async () => {
		await expect(lending.sentence).toHaveText("Nothing is lent.", { timeout: 60_000 });
		expect(await lending.page.evaluate("location.origin")).toBe("app://hearth");
		expect(
			await lending.page.evaluate("Object.isFrozen(window.hearthPort) && Object.keys(window.hearthPort).join()"),
		).toBe("post,listen");
		expect(await lending.page.evaluate("'require' in window || 'process' in window")).toBe(false);
		const preferences = await shell.evaluate(({ BrowserWindow }) => {
			const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
				getLastWebPreferences(): Record<string, unknown>;
			};
			const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = contents.getLastWebPreferences();
			return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
		});
		expect(preferences).toEqual({
			sandbox: true,
			contextIsolation: true,
			nodeIntegration: false,
			webSecurity: true,
			webviewTag: false,
		});
	});

	test("lends after a yes, draws the picture, keeps its receipt, stops with one press", async () => {
		await lending.tryIt.click();
		await expect(lending.kind("Small programs")).toBeEnabled({ timeout: 30_000 });
		await lending.allowOwnSmallPrograms();
		await expect(lending.picture).toBeVisible({ timeout: 90_000 });
		expect(entriesOf(data, "ConsentGiven").at(-1)?.event.grant).toMatchObject({ via: "window" });
		await history.openPage("History");
		await history.receiptOf(sample).click();
		await expect(history.verified).toBeVisible();
		await lending.openPage("Lending");
		await lending.stop.click();
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		expect(ledgerStory(data).at(-1)).toBe("ConsentWithdrawn");
	});

	test("the page leaves for nowhere and opens no other window", async () => {
		await lending.page.evaluate(`void window.open("https://example.org/")`);
		await lending.page.evaluate(`location.href = "https://example.org/"`).catch(() => undefined);
		await expect(lending.sentence).toHaveText("Nothing is lent.");
		expect(lending.page.url()).toMatch(/^app:\/\/hearth\//);
		expect(shell.windows()).toHaveLength(1);
	});

	test("closing the window destroys it; a second start opens it again, on the link's page", async () => {
		await shell.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
		await expect.poll(() => shell.windows().length).toBe(0);
		expect((await openDoor(doorPaths(data)).status.get({})).state).toBe("off");
		const opened = shell.waitForEvent("window");
		await run(electronBinary ?? "", [appFolder, "hearth://open/history"], { env, timeout: 30_000 });
		const page = await opened;
		complaints = complaintsOf(page);
		history = new HistoryPage(page);
		await expect(history.rows).toHaveCount(1);
	});

	test("a page that is killed is opened anew", async () => {
		const opened = shell.waitForEvent("window");
		await shell.evaluate(({ BrowserWindow }) =>
			BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
		);
		lending = new LendingPage(await opened);
		await expect(lending.sentence).toHaveText("Nothing is lent.");
	});
});
