// The agent is killed outright while jobs run: its sandboxes die without it, and the next start clears up before it asks
// for work. Judged from /proc and by the engine.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lend, until } from "../harness/agents.ts";
import { containerJob, finished, printed, pythonJob } from "../harness/ask.ts";
import { entriesOf, ledgerEntries } from "../harness/ledger-lines.ts";
import { descendantsOf, stillThere } from "../harness/processes.ts";
import { openScene } from "../harness/scene.ts";
import { engineTitle, noEngine, pidsWithMark } from "./container-scene.ts";
import { startDocker, type TestEngine } from "./docker.ts";
import { importBusybox } from "./docker-image.ts";

const runs = 5;
const deaf = `trap "" TERM; echo started; (trap "" TERM; sleep ${runs}) & sleep ${runs}; echo finished`;
const busy = `import time
print("started", flush=True)
until = time.monotonic() + ${runs}
while time.monotonic() < until:
    pass
print("finished")
`;

describe.skipIf(noEngine)(engineTitle("after the agent was killed while a container and a wasm job ran"), () => {
	const scene = openScene();
	let engine: TestEngine;
	let image: string;
	beforeAll(async () => {
		engine = await startDocker();
		scene.onEnd(() => engine.stop());
		image = await importBusybox(engine.socketPath);
	});
	afterAll(() => scene.end());

	/** An agent that lends both classes and runs one job of each. */
	async function runBoth(mark: string) {
		const data = scene.directory();
		const env = { DOCKER_HOST: `unix://${engine.socketPath}` };
		const start = () => scene.agent({ data, env });
		const agent = await start();
		await lend(agent.door, { classes: ["wasm", "container"] });
		const container = containerJob(image, deaf, { env: { HEARTH_TEST_MARK: mark } });
		const ids = [(await agent.door.jobs.submit(container)).id, (await agent.door.jobs.submit(pythonJob(busy))).id];
		await Promise.all(ids.map((id) => printed(agent.door, id, "started")));
		const family = descendantsOf(agent.pid);
		const guard = family.find((one) => one.commandLine.includes("guard-process"));
		if (!guard) throw new Error(`no guard among ${family.map((one) => one.commandLine).join("; ")}`);
		const sandbox = family.filter((one) => one.pid !== guard.pid);
		expect(sandbox.length).toBeGreaterThan(0);
		expect(pidsWithMark(mark).length).toBeGreaterThan(0);
		return { agent, data, start, ids, guard, sandbox };
	}

	const containersOf = async (ids: readonly string[]) => {
		const all = JSON.parse(await engine.call("GET", "/containers/json?all=true")) as {
			Labels: Record<string, string>;
		}[];
		return all.filter((one) => ids.includes(one.Labels["dev.hearth.job"] ?? ""));
	};

	/** Starts again on the same folder: cleared up before any work is taken, lending by the consent that stands. */
	async function startAgain({ data, start, ids }: Awaited<ReturnType<typeof runBoth>>, mark: string) {
		const before = ledgerEntries(data).at(-1)?.seq ?? 0;
		const granted = entriesOf(data, "ConsentGiven")[0]?.event.grant.id;
		const agent = await start();
		expect(pidsWithMark(mark)).toEqual([]);
		expect(await containersOf(ids)).toEqual([]);
		const after = ledgerEntries(data).filter((entry) => entry.seq > before);
		expect(after[0]?.event).toMatchObject({ type: "LeftoversReaped", scratchErased: true });
		const now = await until(agent.door, ({ state }) => state === "lending" || state === "ready");
		expect(now.grants.map((one) => one.id)).toEqual([granted]);
		for (const id of ids) {
			const { record, stdout } = await finished(agent.door, id);
			expect(record).toMatchObject({
				state: "done",
				deviceId: now.device.id,
				result: { receipt: { body: { end: "done" } } },
			});
			expect(stdout).toMatch(/started\n(started\n)?finished\n$/);
			const starts = entriesOf(data, "JobStarting").filter(({ event }) => event.jobId === id);
			expect(starts).toHaveLength(2); // the run that was killed, and the one that counts
			const done = entriesOf(data, "JobEnded").filter(({ event }) => event.receipt.body.jobId === id);
			expect(done).toHaveLength(1);
		}
		for (const one of ["container", "wasm"]) expect(readdirSync(join(data, "scratch", one))).toEqual([]);
		expect(await agent.door.history.verify({})).toMatchObject({ ok: true });
		return after[0]?.event as Extract<(typeof after)[number]["event"], { type: "LeftoversReaped" }>;
	}

	it.concurrent("both sandboxes die by themselves, and the next start goes on", async () => {
		const mark = `killed-${process.pid}`;
		const scenario = await runBoth(mark);
		const { agent, guard, sandbox, ids } = scenario;
		const from = performance.now();
		await agent.kill();
		const left = async () => [...pidsWithMark(mark), ...stillThere([guard, ...sandbox]), ...(await containersOf(ids))];
		for (; (await left()).length > 0; await pause(5)) {
			if (performance.now() - from > 10_000) throw new Error(`left after 10 s: ${JSON.stringify(await left())}`);
		}
		console.log(`agent killed: both sandboxes and the guard gone after ${Math.round(performance.now() - from)} ms`);
		const reaped = await startAgain(scenario, mark);
		expect([...reaped.jobIds].sort()).toEqual([...ids].sort());
	});

	it.concurrent("with the guard killed too, the next start kills what is left before it asks for work", async () => {
		const mark = `both-killed-${process.pid}`;
		const scenario = await runBoth(mark);
		const { agent, guard, ids } = scenario;
		process.kill(agent.pid, "SIGSTOP"); // so that it cannot notice what happens to its guard
		process.kill(guard.pid, "SIGKILL");
		await agent.kill();
		expect(stillThere([guard])).toEqual([]);
		expect(pidsWithMark(mark).length).toBeGreaterThan(0);
		expect(await containersOf(ids)).toHaveLength(1);
		const reaped = await startAgain(scenario, mark);
		expect([...reaped.jobIds].sort()).toEqual([...ids].sort());
		expect(reaped.processes).toBeGreaterThan(0);
	});
});
