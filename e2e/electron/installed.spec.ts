// An installed release: nobody can look inside it, so it is looked at from outside. It starts, hosts an agent that answers
// at its door, is there once only, cannot be made to run as Node or be inspected, and ends in order.
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { openDoor } from "../../main/cli/door-client.ts";
import { doorPaths } from "../../main/tools/host/data-directory.ts";
import { newDataDirectory, removeDirectory } from "../harness/agents.ts";

const places: Partial<Record<NodeJS.Platform, string>> = {
	linux: "/opt/Hearth/hearth-desktop",
	darwin: "/Applications/Hearth.app/Contents/MacOS/Hearth",
	win32: `${process.env.LOCALAPPDATA ?? ""}\\Programs\\Hearth\\Hearth.exe`,
};
const program = process.env.HEARTH_INSTALLED ?? places[process.platform] ?? "";
const run = promisify(execFile);

test("the installed app starts, answers, is there once, and ends in order", async () => {
	if (!existsSync(program)) throw new Error(`Hearth is not installed at ${program}`);
	const data = newDataDirectory();
	const env = { ...process.env, HEARTH_DATA: data };
	const child = spawn(program, [], { env, stdio: "ignore" });
	const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
	try {
		const state = () =>
			openDoorOr(data)
				?.status.get({})
				.then((snapshot) => snapshot.state)
				.catch(() => null) ?? null;
		await expect.poll(state, { timeout: 90_000 }).toBe("off");
		await run(program, [], { env, timeout: 30_000 });
		expect(await state()).toBe("off");
		child.kill("SIGTERM");
		if (process.platform !== "win32") expect(await ended).toBe(0);
		await ended;
		await expect.poll(state).toBeNull();
	} finally {
		child.kill("SIGKILL");
		await ended;
		removeDirectory(data);
	}
});

test("the fuses hold: it is no Node, and listens to no inspector", async () => {
	if (!existsSync(program)) throw new Error(`Hearth is not installed at ${program}`);
	const data = newDataDirectory();
	try {
		const env = {
			...process.env,
			HEARTH_DATA: data,
			ELECTRON_RUN_AS_NODE: "1",
			NODE_OPTIONS: "--inspect=127.0.0.1:9229",
		};
		const child = spawn(program, ["-e", "process.stdout.write('ran as node')"], {
			env,
			stdio: ["ignore", "pipe", "pipe"],
		});
		let said = "";
		for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (said += text.toString()));
		const ended = new Promise((resolve) => child.once("exit", resolve));
		await expect
			.poll(
				() =>
					openDoorOr(data)
						?.status.get({})
						.then(
							() => true,
							() => false,
						) ?? false,
				{ timeout: 90_000 },
			)
			.toBe(true);
		expect(said).not.toContain("ran as node");
		expect(said).not.toContain("Debugger listening");
		child.kill("SIGTERM");
		await ended;
	} finally {
		removeDirectory(data);
	}
});

/** null while there is no door yet. */
function openDoorOr(data: string) {
	try {
		return openDoor(doorPaths(data));
	} catch {
		return null;
	}
}
