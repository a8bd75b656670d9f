// What the agent costs while it does nothing: memory and CPU, lending off and on, beside a bare Node that only waits.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestAgent } from "../e2e/harness/agents.ts";
import { containerJob, pythonJob } from "../e2e/harness/ask.ts";
import { findNatsServer, startNats } from "../e2e/real/nats.ts";
import { timeJob } from "./job-times.ts";
import { median } from "./numbers.ts";
import type { Report, Row } from "./report.ts";
import { type BenchRun, runBench } from "./run-bench.ts";
import { type BenchEngine, isSkipped, lendProven, openAgent, openEngine } from "./scene.ts";

/** After a start or a consent everything once-only (probes, the first facts) has to be over. */
const settleMs = 20_000;
const measureMs = 20_000;
/** proc_pid_stat(5) counts CPU in USER_HZ, 100 on every Linux that Node runs on. */
const msPerTick = 10;

interface Cost {
	readonly rssMB: number;
	readonly pssMB: number;
	readonly cpuPercent: number;
}

function memoryOf(pid: number): { rssMB: number; pssMB: number } {
	const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
	const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1]) * 1.024e-3;
	return { rssMB: megabytes("Rss"), pssMB: megabytes("Pss") };
}

function cpuMsOf(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return (Number(fields[11]) + Number(fields[12])) * msPerTick;
}

/** All of them over the same time: CPU over it, memory at its end. */
async function costsOf(pids: readonly number[]): Promise<Cost[]> {
	const before = pids.map(cpuMsOf);
	const from = performance.now();
	await sleep(measureMs);
	const overMs = performance.now() - from;
	return pids.map((pid, i) => {
		const cpuPercent = ((cpuMsOf(pid) - (before[i] ?? 0)) / overMs) * 100;
		return { ...memoryOf(pid), cpuPercent };
	});
}

function startBareNode(run: BenchRun): number {
	const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e9)"], { stdio: "ignore" });
	run.undo(() => child.kill("SIGKILL"));
	return child.pid ?? 0;
}

interface Options {
	readonly engine?: BenchEngine;
	readonly pool?: string;
	/** It has run jobs before it idles. */
	readonly worked?: boolean;
}

/** Ten jobs of each class, one after the other. */
async function work(agent: TestAgent, engine: BenchEngine | undefined): Promise<void> {
	for (let i = 0; i < 10; i++) {
		await timeJob(agent.door, pythonJob('print("hello")'));
		if (engine) await timeJob(agent.door, containerJob(engine.image, "echo hello"));
	}
}

interface Subject {
	readonly name: string;
	readonly agent: TestAgent | null;
	readonly pid: number;
	readonly costs: Cost[];
}

async function measure(run: BenchRun): Promise<Report> {
	const skipped: { part: string; reason: string }[] = [];
	const engine = await openEngine(run);
	if (isSkipped(engine)) skipped.push({ part: "lending on, with a container engine", reason: engine.reason });
	const subjects: Subject[] = [{ name: "bare node", agent: null, pid: startBareNode(run), costs: [] }];
	const add = async (name: string, lends: boolean, options: Options = {}) => {
		run.say(`starting: ${name}`);
		const agent = await openAgent(run, options);
		const hasEngine = options.engine !== undefined;
		const proven = lends ? await lendProven(agent, hasEngine ? ["wasm", "container"] : ["wasm"]) : null;
		if (lends && proven?.lent.length === 0) skipped.push({ part: name, reason: proven.skipped[0]?.reason ?? "" });
		else subjects.push({ name, agent, pid: agent.pid, costs: [] });
		if (options.worked) await work(agent, options.engine);
	};
	await add("lending off", false);
	await add("lending on", true);
	if (!isSkipped(engine)) {
		await add("lending on, with a container engine", true, { engine });
		await add("the same after 20 jobs", true, { engine, worked: true });
	}
	if (findNatsServer()) {
		const nats = await startNats();
		run.undo(() => nats.stop());
		await add("lending on, JetStream pool", true, { pool: nats.url });
	} else skipped.push({ part: "lending on, JetStream pool", reason: "nats-server is not built" });

	await sleep(settleMs);
	for (let i = 0; i < run.runs; i++) {
		run.say(`measuring ${i + 1} of ${run.runs}`);
		const costs = await costsOf(subjects.map((one) => one.pid));
		for (const [j, cost] of costs.entries()) subjects[j]?.costs.push(cost);
	}
	const rows = (pick: (cost: Cost) => number): Row[] =>
		subjects.map(({ name, costs }) => ({ name, values: costs.map(pick), beside: "bare node" }));
	const withoutPeer = (row: Row): Row => ({ name: row.name, values: row.values });
	const agents = subjects.filter((one) => one.agent);
	return {
		bench: "idle",
		runs: run.runs,
		tables: [
			{ title: "resident memory, shared parts included", unit: "MB", rows: rows((cost) => cost.rssMB) },
			{ title: "proportional memory (PSS)", unit: "MB", rows: rows((cost) => cost.pssMB) },
			{ title: "CPU", unit: "% of a core", rows: rows((cost) => cost.cpuPercent).map(withoutPeer) },
		],
		goals: agents.flatMap(({ name, costs }) => [
			{ name: `memory, ${name}`, limit: 90, measured: median(costs.map((one) => one.rssMB)), unit: "MB" },
			{ name: `CPU, ${name}`, limit: 0.5, measured: median(costs.map((one) => one.cpuPercent)), unit: "% of a core" },
		]),
		skipped,
		notes: [
			`each run is ${measureMs / 1000} s, all processes over the same time, on ${cpus().length} processors`,
			"resident memory counts Node's own program text in full, although all Node processes share one copy of it",
		],
	};
}

await runBench(
	{
		name: "idle",
		about: [
			"Resident and proportional memory (/proc/PID/smaps_rollup) and CPU time of the agent without work: lending off,",
			"on (any time), on with a container engine, the same after jobs, on with a JetStream pool, beside a bare Node that",
			"only waits. Needs `npm run build`; Linux; the JetStream part needs `node e2e/real/build.ts nats-server`.",
		].join("\n"),
		defaultRuns: 3,
		runsMean: "times 20 s are measured",
	},
	measure,
);
