// How long a stop takes: from the owner's Stop to the signed receipt that says nothing is left, and to the moment the
// process table says so, beside `docker kill` of the same container without Hearth.
import type { TestAgent } from "../e2e/harness/agents.ts";
import { containerJob, printed, pythonJob, type Submission } from "../e2e/harness/ask.ts";
import { askEngine } from "../e2e/real/docker.ts";
import { type DockerPeer, openDockerPeer } from "./docker-peer.ts";
import { allGone, pidsInside, pidsOf } from "./gone.ts";
import { percentile } from "./numbers.ts";
import { findProgram, outputOf } from "./programs.ts";
import type { Goal, Report, Table } from "./report.ts";
import { type BenchRun, runBench } from "./run-bench.ts";
import { type BenchEngine, isSkipped, lendProven, openAgent, openEngine } from "./scene.ts";

const limits = { cpu: 1, memoryMiB: 256, scratchMiB: 16, pids: 64, seconds: 300 };
const up = "up";

/** `count` processes that all ignore TERM; the engine's own init comes on top. */
const stubborn = (count: number) =>
	`trap '' TERM; i=1; while [ $i -lt ${count} ]; do sleep 1000 & i=$((i+1)); done; echo ${up}; exec sleep 1000`;

interface Stop {
	readonly receiptMs: number;
	readonly goneMs: number;
}

/** Lends, starts the job, stops it as its owner would. `find` gives the job's processes. */
async function stopOnce(
	agent: TestAgent,
	submission: Submission,
	find: (jobId: string) => Promise<number[]>,
	count: number,
): Promise<Stop> {
	await lendProven(agent, [submission.class]);
	const { id } = await agent.door.jobs.submit(submission);
	await printed(agent.door, id, up);
	const pids = await find(id);
	if (pids.length < count) throw new Error(`${pids.length} processes of the job were found, not ${count}`);
	const from = performance.now();
	const gone = allGone(pids);
	const { stopped } = await agent.door.lend.stop({ via: "cli" });
	const receiptMs = performance.now() - from;
	const proof = stopped[0]?.body.proof;
	if (proof?.processesLeft !== 0 || !proof.scratchErased) throw new Error(`not proven: ${JSON.stringify(stopped)}`);
	const goneMs = (await gone) - from;
	if ((await find(id)).length > 0) throw new Error("the job is still there");
	await agent.door.jobs.cancel({ id });
	return { receiptMs, goneMs };
}

async function containerOf(socketPath: string, jobId: string): Promise<number[]> {
	const filters = encodeURIComponent(JSON.stringify({ label: [`dev.hearth.job=${jobId}`] }));
	const rows = JSON.parse(await askEngine(socketPath, "GET", `/containers/json?all=true&filters=${filters}`)) as {
		Id: string;
	}[];
	return rows.flatMap((row) => pidsInside(row.Id));
}

interface Kill {
	readonly answeredMs: number;
	readonly goneMs: number;
}

/** The same container by the docker command alone: started, killed, gone. */
async function killOnce(docker: string, peer: DockerPeer, image: string, count: number): Promise<Kill> {
	const [host = "", socket = "", run = "", ...flags] = peer.sameFlagsRun;
	const detached = [host, socket, run, "--detach", ...flags.filter((flag) => !flag.startsWith("--log-driver"))];
	const id = await outputOf(docker, [...detached, image, "sh", "-c", stubborn(count)]);
	for (const until = performance.now() + 10_000; ; ) {
		if ((await outputOf(docker, [host, socket, "logs", id])).includes(up)) break;
		if (performance.now() > until) throw new Error("the peer's container did not start");
	}
	const pids = pidsInside(id);
	if (pids.length < count) throw new Error(`${pids.length} processes of the peer were found, not ${count}`);
	const from = performance.now();
	const gone = allGone(pids);
	await outputOf(docker, [host, socket, "kill", id]);
	const answeredMs = performance.now() - from;
	return { answeredMs, goneMs: (await gone) - from };
}

interface Part {
	readonly table: Table;
	readonly goal: Goal;
}

function goalOf(name: string, receipts: readonly number[]): Goal {
	const label = receipts.length >= 100 ? "p99" : `slowest of ${receipts.length}, as the p99`;
	return { name: `stop ${name}, ${label}`, limit: 1000, measured: percentile(receipts, 99), unit: "ms" };
}

async function containers(run: BenchRun, agent: TestAgent, engine: BenchEngine, count: number): Promise<Part> {
	const { socketPath, image } = engine;
	const docker = findProgram("docker");
	const peer = openDockerPeer(socketPath, image, limits);
	run.undo(() => peer.close());
	const job = containerJob(image, stubborn(count), { limits });
	const stops: Stop[] = [];
	const kills: Kill[] = [];
	for (let i = 0; i < run.runs; i++) {
		run.say(`${count} processes, run ${i + 1} of ${run.runs}`);
		stops.push(await stopOnce(agent, job, (id) => containerOf(socketPath, id), count));
		if (docker) kills.push(await killOnce(docker, peer, image, count));
	}
	const name = count === 1 ? "1 process" : `${count} processes`;
	const receipts = stops.map((one) => one.receiptMs);
	const killRows = [
		{ name: "docker kill, answered", values: kills.map((one) => one.answeredMs) },
		{ name: "docker kill, process table empty", values: kills.map((one) => one.goneMs) },
	];
	const rows = [
		{ name: "Hearth, receipt: proven gone", values: receipts, beside: "docker kill, answered" },
		{
			name: "Hearth, process table empty",
			values: stops.map((one) => one.goneMs),
			beside: "docker kill, process table empty",
		},
		...(docker ? killRows : []),
	];
	return {
		table: { title: `container, ${name} ignoring TERM`, unit: "ms", rows },
		goal: goalOf(`container with ${name}`, receipts),
	};
}

async function wasm(run: BenchRun, agent: TestAgent): Promise<Part> {
	const job = pythonJob(`print("${up}", flush=True)\nwhile True: pass`, { limits: { ...limits, pids: 1 } });
	const stops: Stop[] = [];
	for (let i = 0; i < run.runs; i++) {
		run.say(`wasm, run ${i + 1} of ${run.runs}`);
		stops.push(await stopOnce(agent, job, async (id) => pidsOf(id), 1));
	}
	const receipts = stops.map((one) => one.receiptMs);
	return {
		table: {
			title: "wasm, a loop without end",
			unit: "ms",
			rows: [
				{ name: "Hearth, receipt: proven gone", values: receipts },
				{ name: "Hearth, process table empty", values: stops.map((one) => one.goneMs) },
			],
		},
		goal: goalOf("wasm", receipts),
	};
}

async function measure(run: BenchRun): Promise<Report> {
	const engine = await openEngine(run);
	const agent = await openAgent(run, { engine });
	const { lent, skipped } = await lendProven(agent, isSkipped(engine) ? ["wasm"] : ["wasm", "container"]);
	await agent.door.lend.stop({ via: "cli" });
	if (isSkipped(engine)) skipped.push({ part: "container", reason: engine.reason });
	if (!findProgram("docker")) skipped.push({ part: "docker kill", reason: "the docker command is not installed" });
	const parts: Part[] = [];
	if (lent.includes("container") && !isSkipped(engine)) {
		for (const count of [1, 20]) parts.push(await containers(run, agent, engine, count));
	}
	if (lent.includes("wasm")) parts.push(await wasm(run, agent));
	return {
		bench: "stop",
		runs: run.runs,
		tables: parts.map((part) => part.table),
		goals: parts.map((part) => part.goal),
		skipped,
		notes: ["every stop withdraws the consent first, on the disk, and signs a receipt; docker kill does neither"],
	};
}

await runBench(
	{
		name: "stop",
		about: [
			"Time from the owner's Stop (lend.stop on the socket door) to its answer, the signed receipt that says nothing is",
			"left, and to the moment the process table says so. Container jobs of 1 and 20 processes that ignore TERM beside",
			"docker kill of the same container, and a wasm job. Needs `npm run build`; Linux; containers need root, dockerd",
			"and busybox. With -n 100 the p99 is one; with fewer runs it is the slowest.",
		].join("\n"),
		defaultRuns: 20,
		runsMean: "stops of each kind",
	},
	measure,
);
