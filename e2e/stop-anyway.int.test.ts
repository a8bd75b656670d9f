// Stop when the agent cannot be asked: frozen, or not running at all.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lend, newDataDirectory, removeDirectory, startAgent, type TestAgent, until } from "./harness/agents.ts";
import { hearth } from "./harness/command-line.ts";
import { processesOf } from "./harness/processes.ts";

let data: string;
let agent: TestAgent | null;
beforeEach(() => {
	data = newDataDirectory();
	agent = null;
});
afterEach(async () => {
	await agent?.kill();
	removeDirectory(data);
});

const spin = Buffer.from("while True: pass").toString("base64");

describe("hearth stop", () => {
	it("ends a frozen agent, everything it ran and every consent", async () => {
		agent = await startAgent({ data });
		await lend(agent.door);
		const { id } = await agent.door.jobs.submit({
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
		await until(agent.door, (now) => now.jobs[0]?.phase === "running");
		process.kill(agent.pid, "SIGSTOP");
		const stopped = await hearth(data, ["stop", "--json"]);
		expect(stopped.code).toBe(0);
		expect(JSON.parse(stopped.out)).toEqual({ withdrawn: 1, stopped: [], killedAgent: true });
		await expect.poll(() => processesOf(id), { timeout: 5_000, interval: 20 }).toEqual([]);

		const verified = await hearth(data, ["ledger", "verify", "--json"]);
		expect(JSON.parse(verified.out)).toMatchObject({ ok: true });
		agent = await startAgent({ data });
		expect(await agent.door.status.get({})).toMatchObject({ state: "off", grants: [] });
	});

	it("withdraws what stands in the ledger of an agent that is not running, once", async () => {
		agent = await startAgent({ data });
		await lend(agent.door);
		await agent.stop();
		agent = null;
		const stopped = await hearth(data, ["stop"]);
		expect(stopped).toMatchObject({ code: 0, out: expect.stringContaining("Hearth was not running.") });
		expect(await hearth(data, ["stop"])).toMatchObject({ code: 4 });
	});

	it("makes nothing where Hearth never ran", async () => {
		expect(await hearth(data, ["stop"])).toMatchObject({ code: 4 });
	});
});
