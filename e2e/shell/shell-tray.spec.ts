// The built shell without a window: what the tray says and does, with the real agent behind it.
import { expect, test } from "@playwright/test";
import { type AgentDoor, openDoor } from "../../main/cli/door-client.ts";
import { doorPaths } from "../../main/tools/host/data-directory.ts";
import { lend, newDataDirectory, removeDirectory } from "../harness/agents.ts";
import { printed } from "../harness/ask.ts";
import { ledgerStory } from "../harness/ledger-lines.ts";
import { processesOf } from "../harness/processes.ts";
import { noChromium, orWhyNot } from "../window/chromium.ts";
import { endlessJob } from "../window/real-window.ts";
import { type StartedShell, startShell } from "./start-shell.ts";

test.describe.configure({ mode: "serial" });
test.describe(`the tray of the desktop shell, Electron doubled${orWhyNot}`, () => {
	test.skip(noChromium !== "", noChromium);
	test.setTimeout(120_000);
	let data: string;
	let shell: StartedShell;
	let door: AgentDoor;

	const tray = async () => (await shell.tell({ kind: "look" })).tray;
	/** Lends, and starts a job that never ends by itself. */
	const busy = async () => {
		await lend(door);
		const { id } = await door.jobs.submit(endlessJob("Count for ever"));
		await printed(door, id, "counting");
		expect(processesOf(id).length).toBeGreaterThan(0);
		return id;
	};
	test.beforeAll(async () => {
		data = newDataDirectory();
		shell = await startShell(data, ["--hidden"]);
		await expect.poll(async () => (await tray()).tooltip, { timeout: 30_000 }).toBe("Hearth: Nothing is lent.");
		door = openDoor(doorPaths(data));
	});
	test.afterAll(async () => {
		await shell?.quit();
		removeDirectory(data);
	});

	test("started by the system it opens no window; the tray says that nothing is lent", async () => {
		const { windows, tray: shown } = await shell.tell({ kind: "look" });
		expect([windows, shown.trays]).toEqual([0, 1]);
		expect(shown.image).toMatch(/off\.png$/);
		expect(shown.menu).not.toContain("Stop lending");
		expect(shell.notes()).toBe("");
	});

	test("stops from the tray, no window being open, with proof", async () => {
		const id = await busy();
		await expect.poll(async () => (await tray()).image).toMatch(/lending\.png$/);
		await shell.tell({ kind: "press-tray", label: "Stop lending" });
		await expect.poll(async () => (await tray()).tooltip).toBe("Hearth: Nothing is lent.");
		expect(processesOf(id)).toEqual([]);
		expect(ledgerStory(data).slice(-2)).toEqual(["ConsentWithdrawn", "JobEnded"]);
		await door.jobs.cancel({ id });
		expect(shell.notes()).toBe("");
	});

	test("opens the window from the tray", async () => {
		await shell.tell({ kind: "press-tray", label: "Open Hearth" });
		await expect((await shell.page()).getByRole("heading", { level: 1 })).toHaveText("Nothing is lent.");
		expect((await shell.tell({ kind: "close-window" })).windows).toBe(0);
	});

	test("stops from the tray though the agent hangs", async () => {
		const id = await busy();
		const host = processesOf("agent-host.js").find((one) => one.commandLine.includes(data));
		process.kill(host?.pid ?? 0, "SIGSTOP");
		await shell.tell({ kind: "press-tray", label: "Stop lending" });
		await expect.poll(() => processesOf(id), { timeout: 60_000 }).toEqual([]);
		await expect.poll(() => ledgerStory(data).includes("ConsentWithdrawn"), { timeout: 30_000 }).toBe(true);
		expect(ledgerStory(data).lastIndexOf("ConsentWithdrawn")).toBeGreaterThan(
			ledgerStory(data).lastIndexOf("ConsentGiven"),
		);
		// The shell starts another by itself, and that one lends nothing.
		await expect.poll(async () => (await tray()).tooltip, { timeout: 60_000 }).toBe("Hearth: Nothing is lent.");
	});

	test("quits from the tray, leaving nothing", async () => {
		await shell.tell({ kind: "press-tray", label: "Quit Hearth" });
		expect(await shell.ended).toBe(0);
		expect(processesOf(data)).toEqual([]);
	});
});
