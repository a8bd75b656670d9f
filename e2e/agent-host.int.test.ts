// The built agent host, run by Node in Electron's place: real processes, real jobs, real ledger. Electron itself is not
// part of these tests.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SupervisedAgent, superviseAgent } from "../electron/agent/supervise.ts";
import type { AgentStatus } from "../electron/agent-link.ts";
import type { Snapshot } from "../main/contract/snapshot.ts";
import { systemClock } from "../main/tools/clock/clock.ts";
import { lend, newDataDirectory, removeDirectory, startAgent, until } from "./harness/agents.ts";
import { hearth } from "./harness/command-line.ts";
import { entriesOf } from "./harness/ledger-lines.ts";
import { nodeElectron } from "./harness/node-electron.ts";
import { processes, processesOf, stillThere } from "./harness/processes.ts";

const entryPath = fileURLToPath(new URL("../dist/app/agent-host.js", import.meta.url));
const shellPath = fileURLToPath(new URL("harness/shell-process.ts", import.meta.url));
const spin = Buffer.from("while True: pass").toString("base64");

let data: string;
let shells: SupervisedAgent[];
beforeEach(() => {
	data = newDataDirectory();
	shells = [];
});
afterEach(async () => {
	for (const shell of shells.reverse()) await shell.close();
	removeDirectory(data);
});

function openShell(more: { pool?: string; dataDirectory?: string } = {}): SupervisedAgent {
	const shell = superviseAgent({
		electron: nodeElectron,
		clock: systemClock,
		entryPath,
		dataDirectory: data,
		env: process.env,
		log: () => undefined,
		...more,
	});
	shells.push(shell);
	return shell;
}

/** Resolves with the first status that `holds`, this moment's included. */
function when(shell: SupervisedAgent, holds: (status: AgentStatus) => boolean): Promise<AgentStatus> {
	return new Promise((resolve, reject) => {
		const look = (status: AgentStatus) => {
			if (!holds(status)) return;
			end();
			clearTimeout(late);
			resolve(status);
		};
		const end = shell.onStatus(look);
		const late = setTimeout(() => {
			end();
			reject(new Error(`last: ${JSON.stringify(shell.status())}\n${shell.lastLines().join("\n")}`));
		}, 30_000);
		look(shell.status());
	});
}
const live = (shell: SupervisedAgent) => when(shell, ({ link }) => link === "live");
const picture = async (shell: SupervisedAgent, holds: (now: Snapshot) => boolean) =>
	(await when(shell, ({ link, snapshot }) => link === "live" && snapshot !== null && holds(snapshot)))
		.snapshot as Snapshot;
const hosts = () => processes().filter((one) => one.commandLine.includes(entryPath) && one.commandLine.includes(data));

async function spinning(shell: SupervisedAgent): Promise<string> {
	await lend(shell.client);
	const { id } = await shell.client.jobs.submit({
		title: "Spin",
		class: "wasm",
		program: { kind: "python", script: { name: "main.py", base64: spin } },
		argv: [],
		env: {},
		inputs: [],
		outputs: [],
		limits: { cpu: 1, memoryMiB: 256, scratchMiB: 16, pids: 1, seconds: 600 },
		deadlineSeconds: 600,
		attempts: 1,
	});
	await picture(shell, (now) => now.jobs[0]?.phase === "running");
	expect(processesOf(id).length).toBeGreaterThan(0);
	return id;
}
const endsInLedger = () => entriesOf(data, "JobEnded").map(({ event }) => event.receipt.body.end);

describe("an agent hosted by the shell", () => {
	it("is ready, answers, streams, and ends its jobs when the shell closes; consent stays", async () => {
		const shell = openShell();
		expect(await live(shell)).toMatchObject({ hosted: true, snapshot: { state: "off" } });
		const id = await spinning(shell);
		expect((await shell.client.status.get({})).jobs).toHaveLength(1);
		// The command line meets the same agent.
		expect((await hearth(data, ["status", "--json"])).json).toMatchObject({ state: "lending" });
		await shell.close();
		expect(processesOf(id)).toEqual([]);
		expect(hosts()).toEqual([]);
		expect(endsInLedger()).toEqual(["agent-stop"]);
		const again = openShell();
		expect((await live(again)).snapshot?.grants).toHaveLength(1);
	});

	it("holds for what the shell sees, and shows from where it knows", async () => {
		const shell = openShell();
		await live(shell);
		await lend(shell.client);
		const facts = { locked: false, suspended: false, onBattery: null, idleSeconds: 4, thermal: "nominal" } as const;
		await shell.client.shell.observe({ facts });
		await picture(shell, (now) => now.state === "ready");
		const { facts: known } = await shell.client.device.about({});
		expect(known.idleSeconds).toMatchObject({ known: true, source: "shell" });
		expect(known.thermal).toMatchObject({ known: true, value: "nominal", source: "shell" });
		for (const [change, code] of [
			[{ suspended: true }, "hold.asleep"],
			[{ thermal: "critical" }, "hold.hot"],
		] as const) {
			await shell.client.shell.observe({ facts: { ...facts, ...change } });
			const held = await picture(shell, (now) => now.state === "held");
			expect(held.reasons.map((one) => one.code)).toEqual([code]);
			await shell.client.shell.observe({ facts });
			await picture(shell, (now) => now.state === "ready");
		}
	});

	it("killed while a job runs, is started again with a living picture, and nothing of the job is left", async () => {
		const shell = openShell();
		await live(shell);
		const id = await spinning(shell);
		const [host] = hosts();
		const sandbox = processesOf(id);
		process.kill(host?.pid ?? 0, "SIGKILL");
		await when(shell, ({ link }) => link === "gone");
		await live(shell);
		expect(hosts().map((one) => one.pid)).not.toContain(host?.pid);
		expect(hosts()).toHaveLength(1);
		await expect.poll(() => stillThere(sandbox), { timeout: 10_000, interval: 50 }).toEqual([]);
		const now = await shell.client.status.get({});
		expect(shell.status().snapshot?.device.id).toBe(now.device.id);
		await shell.client.lend.stop({ via: "window" });
		await picture(shell, (seen) => seen.state === "off" && seen.jobs.length === 0);
		expect(processesOf(id)).toEqual([]);
	});

	it("ends in order when the shell is killed", async () => {
		const shell = spawn(process.execPath, ["--no-warnings", shellPath, data, entryPath], {
			stdio: ["ignore", "pipe", "inherit"],
		});
		const said = (text: string) =>
			new Promise<void>((resolve) => {
				shell.stdout.setEncoding("utf8").on("data", (line: string) => {
					if (line.includes(text)) resolve();
				});
			});
		await said('"live"');
		const second = openShell();
		await live(second);
		expect(second.status().hosted).toBe(false);
		const id = await spinning(second);
		await second.close();
		shell.kill("SIGKILL");
		await expect.poll(hosts, { timeout: 20_000, interval: 50 }).toEqual([]);
		expect(processesOf(id)).toEqual([]);
		expect(endsInLedger()).toEqual(["agent-stop"]);
	});
});

describe("a second shell", () => {
	it("attaches to the first one's agent, and becomes the host when that ends", async () => {
		const first = openShell();
		await live(first);
		const second = openShell();
		expect(await live(second)).toMatchObject({ hosted: false });
		expect(hosts()).toHaveLength(1);
		await lend(second.client);
		await picture(first, (now) => now.grants.length === 1);
		await picture(second, (now) => now.grants.length === 1);
		await first.close();
		expect(await when(second, ({ link, hosted }) => link === "live" && hosted)).toMatchObject({
			snapshot: { grants: [expect.anything()] },
		});
	});

	it("lets an agent that was started by command be when it closes", async () => {
		const agent = await startAgent({ data });
		try {
			const shell = openShell();
			expect(await live(shell)).toMatchObject({ hosted: false });
			await shell.close();
			await until(agent.door, (now) => now.state === "off");
		} finally {
			expect(await agent.stop()).toBe(0);
		}
	});
});

describe("a host that cannot start an agent", () => {
	it("says which problem, and is tried again", async () => {
		const shell = openShell({ pool: "nonsense" });
		const { trouble } = await when(shell, (status) => status.trouble !== undefined);
		expect(trouble?.code).toBe("input.malformed");
		expect(shell.lastLines().join("\n")).not.toContain("at ");
	});

	it("says that its folder is none", async () => {
		const file = join(data, "file");
		writeFileSync(file, "");
		const { trouble } = await when(openShell({ dataDirectory: file }), (status) => status.trouble !== undefined);
		expect(trouble?.code).toBe("agent.data-unreadable");
	});

	it("ends at once when the shell closes while it is still starting", async () => {
		await openShell().close();
		expect(hosts()).toEqual([]);
		expect(await live(openShell())).toMatchObject({ hosted: true });
	});

	it("is of no use by hand, and says so", async () => {
		const child = spawn(process.execPath, [entryPath], { stdio: ["ignore", "ignore", "pipe"] });
		let text = "";
		child.stderr.setEncoding("utf8").on("data", (part: string) => {
			text += part;
		});
		const code = await new Promise((resolve) => child.once("close", resolve));
		expect([code, text]).toEqual([2, expect.stringContaining("only the desktop app")]);
	});
});
