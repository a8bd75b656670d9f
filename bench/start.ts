// How long a job waits: from handing it in to the first line of its output, beside the same program without Hearth.
import type { TestAgent } from "../e2e/harness/agents.ts";
import { containerJob, pythonJob } from "../e2e/harness/ask.ts";
import { openDockerPeer } from "./docker-peer.ts";
import { type JobTimes, splitOf, timeJob } from "./job-times.ts";
import { median } from "./numbers.ts";
import { findProgram, outputOf, timeToFirstLine } from "./programs.ts";
import type { Goal, Report, Table } from "./report.ts";
import { type BenchRun, runBench } from "./run-bench.ts";
import { isSkipped, lendProven, openAgent, openEngine } from "./scene.ts";

const limits = { cpu: 1, memoryMiB: 256, scratchMiB: 16, pids: 32, seconds: 60 };
const greeting = 'print("hello")';

interface Part {
	readonly tables: Table[];
	readonly goal: Goal;
	readonly notes: string[];
}

/** One kind of start: what it is called and how it is done once. */
type Racer = readonly [name: string, once: () => Promise<number>];

/** Every racer in turn, `runs` times, after one warm-up each; gives the warm-up's values too. */
async function race(run: BenchRun, racers: readonly Racer[]): Promise<{ first: number[]; values: number[][] }> {
	const first: number[] = [];
	for (const [, once] of racers) first.push(await once());
	const values: number[][] = racers.map(() => []);
	for (let i = 0; i < run.runs; i++) {
		run.say(`run ${i + 1} of ${run.runs}`);
		for (let j = 0; j < racers.length; j++) {
			const turn = (i + j) % racers.length; // nobody always follows the same one
			values[turn]?.push((await racers[turn]?.[1]()) ?? Number.NaN);
		}
	}
	return { first, values };
}

async function container(run: BenchRun, agent: TestAgent, socketPath: string, image: string): Promise<Part> {
	const docker = findProgram("docker");
	const peer = openDockerPeer(socketPath, image, limits);
	run.undo(() => peer.close());
	const argv = ["sh", "-c", "echo hello"];
	const times: JobTimes[] = [];
	const hearth = async () => {
		const one = await timeJob(agent.door, containerJob(image, "echo hello", { limits }));
		times.push(one);
		return one.firstLineMs;
	};
	const api: Racer = ["engine API, same flags", () => peer.timeApi(argv)];
	const commands: Racer[] = docker
		? [
				["docker run", () => timeToFirstLine(docker, [...peer.plainRun, image, ...argv])],
				["docker run, same flags", () => timeToFirstLine(docker, [...peer.sameFlagsRun, image, ...argv])],
			]
		: [];
	const racers: Racer[] = [["Hearth container job", hearth], ...commands, api];
	const { first, values } = await race(run, racers);
	const peerName = docker ? "docker run" : api[0];
	const rows = racers.map(([name], i) => ({ name, values: values[i] ?? [], beside: peerName }));
	const [own, beside] = [rows[0], rows.find((row) => row.name === peerName)].map((row) => median(row?.values ?? []));
	return {
		tables: [
			{ title: "container: first line after", unit: "ms", rows },
			{ title: "container: where it goes", unit: "ms", rows: splitOf(agent.data, times.slice(1)) },
		],
		goal: {
			name: `container start beside ${peerName}, p50`,
			limit: 1.3,
			measured: (own ?? Number.NaN) / (beside ?? Number.NaN),
			unit: "x",
		},
		notes: [
			docker
				? `docker run is the docker command, ${await outputOf(docker, ["--version"])}`
				: "no docker command here: the peer is the engine's API alone",
			"the engine has no network bridge: plain docker run is faster here than with one",
			`the first container job after the agent's start took ${first[0]?.toFixed(0)} ms`,
		],
	};
}

async function wasm(run: BenchRun, agent: TestAgent): Promise<Part> {
	const found = findProgram("python3");
	// The interpreter itself: what is found first may be a script that only picks one.
	const python = found && (await outputOf(found, ["-c", "import sys; print(sys.executable)"]));
	const times: JobTimes[] = [];
	const hearth = async () => {
		const one = await timeJob(agent.door, pythonJob(greeting, { limits: { ...limits, pids: 1 } }));
		times.push(one);
		return one.firstLineMs;
	};
	const racers: Racer[] = [["Hearth wasm Python hello", hearth]];
	if (python) racers.push(["python3", () => timeToFirstLine(python, ["-c", greeting])]);
	const { first, values } = await race(run, racers);
	return {
		tables: [
			{
				title: "wasm: first line after",
				unit: "ms",
				rows: racers.map(([name], i) => ({ name, values: values[i] ?? [], beside: "python3" })),
			},
			{ title: "wasm: where it goes", unit: "ms", rows: splitOf(agent.data, times.slice(1)) },
		],
		goal: { name: "wasm Python hello, p50", limit: 500, measured: median(values[0] ?? []), unit: "ms" },
		notes: [
			`the first wasm job after the agent's start took ${first[0]?.toFixed(0)} ms`,
			...(python ? [] : ["no python3 here to hold it against"]),
		],
	};
}

async function measure(run: BenchRun): Promise<Report> {
	const engine = await openEngine(run);
	const agent = await openAgent(run, { engine });
	const { lent, skipped } = await lendProven(agent, isSkipped(engine) ? ["wasm"] : ["wasm", "container"]);
	if (isSkipped(engine)) skipped.push({ part: "container", reason: engine.reason });
	const parts: Part[] = [];
	if (lent.includes("container") && !isSkipped(engine)) {
		parts.push(await container(run, agent, engine.socketPath, engine.image));
	}
	if (lent.includes("wasm")) parts.push(await wasm(run, agent));
	return {
		bench: "start",
		runs: run.runs,
		tables: parts.flatMap((part) => part.tables),
		goals: parts.map((part) => part.goal),
		skipped,
		notes: parts.flatMap((part) => part.notes),
	};
}

await runBench(
	{
		name: "start",
		about: [
			"Time from just before jobs.submit is called on the agent's socket door to the first line of the job's output in",
			"the requester's watch stream. Container jobs beside docker run with the same image, wasm Python beside python3,",
			"in turn within the same run. Needs `npm run build`; containers need root, dockerd and busybox.",
		].join("\n"),
		defaultRuns: 20,
		runsMean: "jobs of each kind",
	},
	measure,
);
