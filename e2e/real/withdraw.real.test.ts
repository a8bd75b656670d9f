// Withdrawing by command while a job ignores TERM and forks: what is left is read from /proc by the test itself.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lend, type TestAgent, until } from "../harness/agents.ts";
import { containerJob, printed } from "../harness/ask.ts";
import { hearth } from "../harness/command-line.ts";
import { entriesOf } from "../harness/ledger-lines.ts";
import { openScene, type Scene } from "../harness/scene.ts";
import { engineTitle, noEngine, pidsWithMark } from "./container-scene.ts";
import { startDocker, type TestEngine } from "./docker.ts";
import { importBusybox } from "./docker-image.ts";
import { deafFamily } from "./docker-programs.ts";
import { findNatsServer, type RealNats, startNats } from "./nats.ts";

const noNats = findNatsServer() === null;
if (noNats && process.env.CI === "true")
	throw new Error("nats-server is missing: run node e2e/real/build.ts nats-server");

const rounds = 20;
/** A shell that ignores TERM and keeps forking children that ignore it too. */
const deafForker = `trap "" TERM; (trap "" TERM; sleep 1000) & echo deaf
while :; do (trap "" TERM; sleep 0.05) & sleep 0.02; done`;

let marks = 0;

describe.skipIf(noEngine)(engineTitle("withdrawing while a job that ignores TERM and forks runs"), () => {
	let scene: Scene;
	let engine: TestEngine;
	let image: string;
	beforeEach(async () => {
		scene = openScene();
		engine = await startDocker();
		scene.onEnd(() => engine.stop());
		image = await importBusybox(engine.socketPath);
	});
	afterEach(() => scene.end());

	const agentOn = (pool?: string) =>
		scene.agent({ env: { DOCKER_HOST: `unix://${engine.socketPath}` }, ...(pool !== undefined && { pool }) });

	/** A running job, recognisable in /proc by its mark, after it said that it ignores TERM. */
	async function runDeaf(agent: TestAgent, script: string) {
		const value = `withdraw-${process.pid}-${marks++}`;
		const limits = { cpu: 1, memoryMiB: 128, scratchMiB: 8, pids: 64, seconds: 600 };
		const submission = containerJob(image, script, { env: { HEARTH_TEST_MARK: value }, limits });
		const { id } = await agent.door.jobs.submit(submission);
		await lend(agent.door, { classes: ["container"] });
		await printed(agent.door, id, "deaf");
		return { id, mark: `HEARTH_TEST_MARK=${value}` };
	}

	/** Types the command and watches /proc meanwhile. Times in ms. */
	async function withdraw(agent: TestAgent, mark: string, command: string[]) {
		expect(pidsWithMark(mark).length).toBeGreaterThan(0);
		const typedAt = Date.now();
		const stopping = hearth(agent.data, [...command, "--json"]);
		while (pidsWithMark(mark).length > 0) {
			if (Date.now() - typedAt > 20_000) throw new Error("the job's processes outlived the command by 20 s");
			await pause(2);
		}
		const goneAt = Date.now();
		const ran = await stopping;
		const answeredAt = Date.now();
		expect(pidsWithMark(mark)).toEqual([]);
		const recordedAt = entriesOf(agent.data, "ConsentWithdrawn").at(-1)?.at ?? 0;
		return {
			ran,
			fromTyped: goneAt - typedAt,
			fromRecord: goneAt - recordedAt,
			answered: answeredAt - typedAt,
		};
	}

	function expectClean(ran: Awaited<ReturnType<typeof hearth>>, agent: TestAgent, jobId: string): number {
		expect(ran).toMatchObject({ code: 0, err: "" });
		const { withdrawn, stopped } = ran.json as Awaited<ReturnType<TestAgent["door"]["lend"]["stop"]>>;
		expect(withdrawn).toBe(1);
		expect(stopped.map(({ body }) => body)).toMatchObject([
			{ jobId, end: "owner-stop", exitCode: null, proof: { processesLeft: 0, scratchErased: true } },
		]);
		expect(readdirSync(join(agent.data, "scratch", "container"))).toEqual([]);
		const ended = entriesOf(agent.data, "JobEnded").at(-1);
		const withdrawnSeq = entriesOf(agent.data, "ConsentWithdrawn").at(-1)?.seq ?? Infinity;
		expect(ended?.event.receipt).toEqual(stopped[0]);
		expect(ended?.seq).toBeGreaterThan(withdrawnSeq); // recorded first, then done
		return stopped[0]?.body.proof?.provenMs ?? Infinity;
	}

	it.each([
		["that keeps forking", deafForker, ["stop"]],
		["of 21 busy processes", deafFamily, ["lend", "off"]],
	])(`leaves nothing of a job %s within a second (p95 of ${rounds})`, async (name, script, command) => {
		const agent = await agentOn();
		const typed: number[] = [];
		const recorded: number[] = [];
		const proven: number[] = [];
		for (let round = 0; round < rounds; round++) {
			const { id, mark } = await runDeaf(agent, script);
			// Every other time somebody has the window open: its stream must not slow a stop down.
			const watching =
				round % 2 === 0 ? until(agent.door, (now) => now.lastStop !== null && now.grants.length === 0) : null;
			const gone = await withdraw(agent, mark, command);
			proven.push(expectClean(gone.ran, agent, id));
			typed.push(gone.fromTyped);
			recorded.push(gone.fromRecord);
			await watching;
			expect((await agent.door.jobs.get({ id })).state).toBe("queued"); // given back, not lost
			await agent.door.jobs.cancel({ id });
		}
		expect(JSON.parse(await engine.call("GET", "/containers/json?all=true"))).toEqual([]);
		console.log(
			`withdraw from a job ${name}, ${rounds} runs, ms: from typing the command ${spread(typed)}; ` +
				`from the record of it ${spread(recorded)}; proven ${spread(proven)}`,
		);
		expect(percentile(recorded, 0.95)).toBeLessThanOrEqual(1_000);
		// Beside a job that uses every core, a command's own start takes its time: bounded, and printed above.
		expect(percentile(typed, 0.95)).toBeLessThanOrEqual(4_000);
	});

	it("works with the window's stream open and nobody reading it", async () => {
		const agent = await agentOn();
		const { id, mark } = await runDeaf(agent, deafForker);
		const unread = new AbortController();
		await agent.door.status.watch({}, { signal: unread.signal });
		await agent.door.jobs.watch({ id }, { signal: unread.signal });
		const gone = await withdraw(agent, mark, ["stop"]);
		expectClean(gone.ran, agent, id);
		unread.abort();
		expect(gone.fromRecord).toBeLessThanOrEqual(1_000);
	});

	it.skipIf(noNats)(
		`works with the pool's server dead${noNats ? " (skipped: nats-server is not built)" : ""}`,
		{ timeout: 90_000 },
		async () => {
			const nats: RealNats = await startNats();
			scene.onEnd(() => nats.stop());
			const agent = await agentOn(nats.url);
			const { id, mark } = await runDeaf(agent, deafFamily);
			await nats.kill();
			const gone = await withdraw(agent, mark, ["stop"]);
			expectClean(gone.ran, agent, id);
			console.log(
				`withdraw with the pool's server dead: gone ${gone.fromTyped} ms after the command, answered after ${gone.answered} ms`,
			);
			expect(gone.fromRecord).toBeLessThanOrEqual(1_000);
			expect(gone.answered).toBeLessThanOrEqual(5_000); // less than any wait for the network
			const now = await agent.door.status.get({});
			expect(now).toMatchObject({ state: "off", grants: [], jobs: [] });
			// Back in reach, the pool gets its job back: nobody has it now.
			await nats.restart();
			await until(agent.door, (later) => later.pool.connected);
			for await (const news of await agent.door.jobs.watch({ id })) {
				if (news.kind === "state" && news.record.state === "queued") break;
			}
		},
	);
});

function percentile(values: readonly number[], q: number): number {
	return Math.round([...values].sort((a, b) => a - b)[Math.ceil(q * values.length) - 1] ?? Infinity);
}

const spread = (values: readonly number[]) =>
	`p50 ${percentile(values, 0.5)}, p95 ${percentile(values, 0.95)}, max ${percentile(values, 1)}`;
