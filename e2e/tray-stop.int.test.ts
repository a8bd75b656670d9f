// Stop pressed in the tray, against the built agent and command line, run by Node in Electron's place: an agent that
// answers, one that is frozen, and one that is not there. The tray itself is a double.
import { fork } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import en from "../assets/words/en.json" with { type: "json" };
import { type SupervisedAgent, superviseAgent } from "../electron/agent/supervise.ts";
import type { AgentStatus } from "../electron/agent-link.ts";
import { type OpenedTray, openTray } from "../electron/tray/open-tray.ts";
import { type StopAnywayParts, stopAnyway } from "../electron/tray/stop-anyway.ts";
import { openStop, type StopResult } from "../electron/tray/stop-lending.ts";
import { doubleTray } from "../electron/tray/tray-double.ts";
import { speaker } from "../main/contract/words.ts";
import { systemClock } from "../main/tools/clock/clock.ts";
import { lend, newDataDirectory, removeDirectory } from "./harness/agents.ts";
import { entriesOf } from "./harness/ledger-lines.ts";
import { nodeElectron } from "./harness/node-electron.ts";
import { processes, processesOf } from "./harness/processes.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const cliPath = join(root, "dist/app/hearth.js");
const spin = Buffer.from("while True: pass").toString("base64");

/** Like Electron's: no ending by itself while its parent holds on to it. */
const utilityProcess = {
	fork: (path: string, args: string[], options: { stdio: ("pipe" | "ignore")[] }) =>
		fork(path, args, { stdio: [...options.stdio, "ipc"], execArgv: ["--no-warnings"] }),
} as unknown as StopAnywayParts["utilityProcess"];

let data: string;
let agent: SupervisedAgent;
let tray: OpenedTray;
beforeEach(() => {
	data = newDataDirectory();
});
afterEach(async () => {
	tray.close();
	await agent.close();
	removeDirectory(data);
	expect(processes().filter((one) => one.commandLine.includes(data))).toEqual([]);
});

function open() {
	agent = superviseAgent({
		electron: nodeElectron,
		clock: systemClock,
		entryPath: join(root, "dist/app/agent-host.js"),
		dataDirectory: data,
		env: process.env,
		log: () => undefined,
	});
	const system = doubleTray();
	const results: StopResult[] = [];
	const stop = openStop({
		link: agent,
		clock: systemClock,
		stopAnyway: () => stopAnyway({ utilityProcess, clock: systemClock, cliPath, dataDirectory: data }),
		onPhase: () => tray.refresh(),
	});
	tray = openTray({
		electron: system.electron,
		link: agent,
		stop: {
			phase: stop.phase,
			async stop() {
				const result = await stop.stop();
				results.push(result);
				return result;
			},
		},
		clock: systemClock,
		platform: "linux",
		desktop: "",
		icons: join(root, "assets/icons/generated/tray"),
		say: speaker(en, "en"),
		locale: "en-GB",
		notices: { wanted: () => true, want: () => undefined },
		onOpen: () => undefined,
		onUpdate: () => undefined,
		onQuit: () => undefined,
		note: () => undefined,
	});
	return { system, results };
}

function when(holds: (status: AgentStatus) => boolean): Promise<AgentStatus> {
	return new Promise((resolve, reject) => {
		const look = (status: AgentStatus) => {
			if (!holds(status)) return;
			unfollow();
			clearTimeout(late);
			resolve(status);
		};
		const unfollow = agent.onStatus(look);
		const late = setTimeout(() => {
			unfollow();
			reject(new Error(`last: ${JSON.stringify(agent.status())}`));
		}, 40_000);
		look(agent.status());
	});
}

async function spinning(): Promise<string> {
	await when(({ link }) => link === "live");
	await lend(agent.client);
	const { id } = await agent.client.jobs.submit({
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
	await when(({ snapshot }) => snapshot?.jobs[0]?.phase === "running");
	expect(processesOf(id).length).toBeGreaterThan(0);
	return id;
}
const offAgain = () =>
	when(({ link, snapshot }) => link === "live" && snapshot?.grants.length === 0 && snapshot.jobs.length === 0);
const host = () =>
	processes().find((one) => one.commandLine.includes("agent-host.js") && one.commandLine.includes(data));

it("stops with proof, and the record says that it came from the tray", async () => {
	const { system, results } = open();
	const id = await spinning();
	expect(system.image()).toMatch(/lending\.png$/);
	system.press("Stop lending");
	expect(system.labels()).toContain("Stopping…");
	await expect
		.poll(() => results, { timeout: 15_000 })
		.toMatchObject([{ confirmed: true, provenMs: expect.any(Number) }]);
	expect(processesOf(id)).toEqual([]);
	await offAgain();
	expect(system.labels()).toContain("Nothing is lent.");
	expect(system.image()).toMatch(/off\.png$/);
	expect(entriesOf(data, "ConsentWithdrawn").map(({ event }) => event.via)).toEqual(["tray"]);
});

it("stops a frozen agent, all it ran and every consent", async () => {
	const { system, results } = open();
	const id = await spinning();
	process.kill(host()?.pid ?? 0, "SIGSTOP");
	system.press("Stop lending");
	await expect.poll(() => results, { timeout: 45_000 }).toEqual([{ confirmed: true, provenMs: null }]);
	await expect.poll(() => processesOf(id), { timeout: 5_000, interval: 20 }).toEqual([]);
	expect(entriesOf(data, "ConsentWithdrawn").map(({ event }) => event.via)).toEqual(["cli"]);
	await offAgain();
	expect(system.labels()).toContain("Nothing is lent.");
}, 120_000);

it("withdraws every consent while no agent is there at all", async () => {
	const { system, results } = open();
	const id = await spinning();
	await agent.close();
	system.press("Stop lending");
	await expect.poll(() => results, { timeout: 15_000 }).toEqual([{ confirmed: true, provenMs: null }]);
	expect(processesOf(id)).toEqual([]);
	expect(entriesOf(data, "ConsentWithdrawn")).toHaveLength(1);
});

it("pauses until the moment the entry showed", async () => {
	const { system } = open();
	await spinning();
	const label = system.labels().find((one) => one.startsWith("2 hours")) ?? "";
	system.press(label);
	const { snapshot } = await when((status) => status.snapshot?.state === "paused");
	const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" }).format(snapshot?.pausedUntil ?? 0);
	expect(label).toContain(clock);
	expect(system.labels()).toContain("Lend again now");
	expect(entriesOf(data, "LendingPaused").map(({ event }) => event.via)).toEqual(["tray"]);
	system.press("Lend again now");
	await when(({ snapshot: now }) => now?.pausedUntil === null);
});
