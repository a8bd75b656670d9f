// What the window's feel is measured on: the real web door, and behind it the stand-in agent, whose stream of changes is
// in the hands of the one who measures.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { implement } from "@orpc/server";
import type { Page } from "@playwright/test";
import type { AgentRouter } from "../../main/agent/doors/router.ts";
import { rpcHandle } from "../../main/agent/doors/rpc-http.ts";
import { webDoor } from "../../main/agent/doors/web-door.ts";
import { applyDelta } from "../../main/contract/apply-delta.ts";
import { contract } from "../../main/contract/calls.ts";
import type { Delta, Snapshot, SnapshotUpdate } from "../../main/contract/snapshot.ts";
import { systemClock } from "../../main/tools/clock/clock.ts";
import { fixtureRouter } from "./fixture-router.ts";
import { type ScenarioName, scenario } from "./scenarios.ts";

export const builtWindow =
	process.env.HEARTH_WINDOW_DIRECTORY ?? fileURLToPath(new URL("../../dist/window/", import.meta.url));

export interface FeelStage {
	/** A fresh address that works once. */
	address(): Promise<string>;
	/** Sends a change to every window; gives the picture after it. */
	tell(change: Omit<Delta, "seq" | "at">): Snapshot;
	close(): Promise<void>;
}

/** `directory` holds the built window. */
export async function openFeelStage(name: ScenarioName, directory = builtWindow): Promise<FeelStage> {
	const start = scenario(name, Date.now());
	const os = implement(contract);
	let snapshot = start.snapshot;
	const watchers = new Set<(delta: Delta) => void>();
	const watch = os.status.watch.handler(async function* ({ signal }): AsyncGenerator<SnapshotUpdate> {
		const waiting: Delta[] = [];
		let wake: () => void = () => undefined;
		const tell = (delta: Delta) => {
			waiting.push(delta);
			wake();
		};
		watchers.add(tell);
		signal?.addEventListener("abort", () => wake());
		try {
			yield { kind: "snapshot", snapshot };
			while (!signal?.aborted) {
				const delta = waiting.shift();
				if (delta) yield { kind: "delta", delta };
				else {
					await new Promise<void>((resolve) => {
						wake = resolve;
					});
				}
			}
		} finally {
			watchers.delete(tell);
		}
	});
	const router = { ...fixtureRouter(start), status: { get: os.status.get.handler(() => snapshot), watch } };
	const closing = new AbortController();
	const handle = rpcHandle(router as unknown as AgentRouter, closing.signal);
	const door = webDoor(handle, systemClock, directory, () => snapshot);
	return {
		address: () => door.open(0),
		tell(change) {
			const delta: Delta = { ...change, seq: snapshot.seq + 1, at: Date.now() };
			snapshot = applyDelta(snapshot, delta);
			for (const tell of watchers) tell(delta);
			return snapshot;
		},
		async close() {
			closing.abort();
			await door.close();
		},
	};
}

/** The numbers that move while something runs: use of processor and memory, number `n` of a stream. */
export function movingNumbers(snapshot: Snapshot, n: number): Omit<Delta, "seq" | "at"> {
	const jobs = snapshot.jobs.map((job, i) => {
		const cpus = Math.round(100 * (0.5 + 0.4 * Math.sin(n / 7 + i))) / 100;
		return { ...job, cpus, memoryMiB: 300 + ((n * 7) % 90), recentCpus: [...job.recentCpus.slice(1), cpus] };
	});
	const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
	return {
		jobs,
		lent: { cpus: sum(jobs.map((one) => one.cpus)), memoryMiB: sum(jobs.map((one) => one.memoryMiB)) },
		others: { cpus: 2 + (n % 10) / 10, memoryMiB: 6400 + (n % 5) * 64 },
	};
}

/** Sends `perSecond` changes a second for `forMs`, evenly by the clock; gives how many it sent. */
export async function stream(stage: FeelStage, perSecond: number, forMs: number): Promise<number> {
	let snapshot = stage.tell({});
	const from = performance.now();
	let sent = 0;
	while (performance.now() - from < forMs) {
		const due = Math.floor(((performance.now() - from) / 1000) * perSecond);
		while (sent < due) {
			sent += 1;
			snapshot = stage.tell(movingNumbers(snapshot, sent));
		}
		await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond / 2));
	}
	return sent;
}

/** Names and gzip bytes of the scripts the page had asked for when it first painted something. */
export async function scriptsBeforeContent(page: Page, directory = builtWindow): Promise<Map<string, number>> {
	const names = (await page.evaluate(`(() => {
		const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity;
		return performance.getEntriesByType("resource")
			.filter((one) => new URL(one.name).pathname.endsWith(".js") && one.startTime <= painted)
			.map((one) => new URL(one.name).pathname);
	})()`)) as string[];
	return new Map(names.map((name) => [name, gzipSync(readFileSync(`${directory}${name}`), { level: 9 }).length]));
}

interface TraceEvent {
	readonly name: string;
	readonly ph: string;
	readonly pid: number;
	readonly tid: number;
	/** Processor time, in microseconds. */
	readonly tdur?: number;
	readonly args: { readonly name?: string };
}

/**
 * Processor time of each task of the page's main thread while `act` ran, in ms, longest first. Unlike the clock it does
 * not grow when other programs take the processor away in the middle of a task.
 */
export async function taskCpuMs<T>(page: Page, act: () => Promise<T>): Promise<{ result: T; cpuMs: number[] }> {
	const browser = page.context().browser();
	if (!browser) throw new Error("the page has no browser of its own");
	await browser.startTracing(page, { categories: ["toplevel"] });
	const result = await act();
	const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
	const mains = traceEvents.filter((one) => one.name === "thread_name" && one.args.name === "CrRendererMain");
	const threads = mains.map(({ pid, tid }) =>
		traceEvents.flatMap((one) =>
			one.pid === pid && one.tid === tid && one.ph === "X" && one.name === "ThreadControllerImpl::RunTask"
				? [(one.tdur ?? 0) / 1000]
				: [],
		),
	);
	const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
	const [busiest = []] = threads.sort((a, b) => sum(b) - sum(a));
	return { result, cpuMs: busiest.sort((a, b) => b - a) };
}

/** Scrolls the list of runs from top to end, `px` a frame; resolves with what was seen on the way. */
export async function scrollRuns(
	page: Page,
	px: number,
): Promise<{ longTasks: number[]; frames: number; mostRows: number }> {
	return (await page.evaluate(`(async () => {
		const box = document.querySelector("[data-runs]");
		const longTasks = [];
		const watcher = new PerformanceObserver((list) => {
			for (const one of list.getEntries()) longTasks.push(one.duration);
		});
		watcher.observe({ type: "longtask" });
		let frames = 0;
		let mostRows = 0;
		while (box.scrollTop < box.scrollHeight - box.clientHeight - 1) {
			box.scrollTop += ${px};
			frames += 1;
			await new Promise(requestAnimationFrame);
			mostRows = Math.max(mostRows, box.querySelectorAll("tbody tr").length);
		}
		await new Promise((done) => setTimeout(done, 100));
		watcher.disconnect();
		return { longTasks, frames, mostRows };
	})()`)) as { longTasks: number[]; frames: number; mostRows: number };
}
