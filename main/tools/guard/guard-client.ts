// The agent's side of the guard: starts it when needed, tells it what to watch, starts it again when it dies.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { parse } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { ProblemError } from "../../contract/problem.ts";
import type { Clock } from "../clock/clock.ts";
import { selfKillMs as usualSelfKillMs } from "../queue/work-queue.ts";
import type { Guard, GuardTarget } from "./guard.ts";
import type { GuardAnswer, GuardOrder } from "./guard-protocol.ts";
import { killTarget } from "./kill-target.ts";

export interface GuardOptions {
	readonly clock: Clock;
	/** Silence after which the guard kills a sandbox. Default: selfKillMs of the queue. */
	readonly selfKillMs?: number;
	/** The guard ends after watching nothing for this long. Default: a minute. */
	readonly idleMs?: number;
	/** The Node (or Electron) binary. Default: the one that runs the agent. */
	readonly nodePath?: string;
	/** The guard killed this job because its beats ended. The sandbox's own end follows by itself. */
	readonly onKilled?: (jobId: string) => void;
}

/** A guard and, for tests and the doctor, its process. */
export interface OpenGuard extends Guard {
	/** null while no guard runs. */
	pid(): number | null;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

const answerMs = 10_000;
const maxRestarts = 5;
/** Small heap, no compiler threads: the guard only reads lines and kills. */
const nodeFlags = ["--max-old-space-size=32", "--max-semi-space-size=1", "--v8-pool-size=0", "--no-warnings"];

/** The script beside this one, as source or as built. */
const script = () => {
	const here = parse(fileURLToPath(import.meta.url));
	return `${here.dir}/guard-process${here.ext}`;
};

const noGuard = (detail: string) => new ProblemError("runner.failed", { detail });

/**
 * Nothing is started before ready() or watch(). ready() resolves once the guard has carried out everything told before
 * it, and rejects with ProblemError "runner.failed" when no guard can be started. If the guard dies it is started again
 * with all watches; when that fails repeatedly, everything watched is killed from here.
 */
export function openGuard(options: GuardOptions): OpenGuard {
	const { clock, selfKillMs = usualSelfKillMs, idleMs = 60_000, nodePath = process.execPath } = options;
	const watched = new Map<string, { target: GuardTarget; sentAt: number }>();
	const pings = new Map<number, { resolve(): void; reject(error: Error): void }>();
	let child: Child | null = null;
	let restarts = 0;
	let nextPing = 0;
	let closing = false;
	let cancelIdle = () => {};

	const send = (order: GuardOrder) => child?.stdin.write(`${JSON.stringify(order)}\n`);

	function hear(answer: GuardAnswer): void {
		if ("killed" in answer) {
			options.onKilled?.(answer.killed);
			return;
		}
		pings.get(answer.pong)?.resolve();
		restarts = 0;
	}

	function start(): void {
		const born = spawn(nodePath, [...nodeFlags, script(), String(selfKillMs)], {
			stdio: ["pipe", "pipe", "ignore"],
			detached: true, // a signal to the agent's group must not reach it
			cwd: parse(process.cwd()).root,
			env: {},
			windowsHide: true,
		});
		child = born;
		born.unref();
		let rest = "";
		born.stdout.setEncoding("utf8").on("data", (text: string) => {
			const lines = (rest + text).split("\n");
			rest = lines.pop() ?? "";
			for (const line of lines) hear(JSON.parse(line) as GuardAnswer);
		});
		born.stdin.on("error", () => {}); // its exit is what counts
		born.once("error", () => gone(born));
		born.once("exit", () => gone(born));
		keepAlive();
		for (const { target, sentAt } of watched.values()) send({ op: "watch", target, sentAt });
	}

	/** The pipes keep the agent's event loop alive only while somebody waits for an answer. */
	function keepAlive(): void {
		for (const pipe of [child?.stdin, child?.stdout] as ({ ref?(): void; unref?(): void } | undefined)[])
			if (pings.size > 0) pipe?.ref?.();
			else pipe?.unref?.();
	}

	function gone(which: Child): void {
		if (child !== which) return;
		child = null;
		for (const ping of [...pings.values()]) ping.reject(noGuard("the guard ended"));
		if (closing || watched.size === 0) return;
		if (++restarts <= maxRestarts) start();
		else for (const { target } of watched.values()) void killTarget(target);
	}

	function restWhenIdle(): void {
		cancelIdle();
		if (watched.size === 0 && pings.size === 0 && !closing) cancelIdle = clock.after(idleMs, () => child?.stdin.end());
	}

	return {
		pid: () => child?.pid ?? null,
		async ready() {
			if (closing) throw noGuard("the guard is closed");
			cancelIdle();
			if (!child || child.stdin.writableEnded) start();
			const n = nextPing++;
			const answered = Promise.withResolvers<void>();
			pings.set(n, answered);
			keepAlive();
			send({ op: "ping", n });
			const cancel = clock.after(answerMs, () => answered.reject(noGuard("the guard does not answer")));
			try {
				await answered.promise;
			} finally {
				cancel();
				pings.delete(n);
				keepAlive();
				restWhenIdle();
			}
		},
		watch(target, sentAt) {
			watched.set(target.jobId, { target, sentAt });
			cancelIdle();
			if (child && !child.stdin.writableEnded) send({ op: "watch", target, sentAt });
			else if (!closing) start();
		},
		beat(jobId, sentAt) {
			const watch = watched.get(jobId);
			if (!watch) return;
			watch.sentAt = Math.max(watch.sentAt, sentAt);
			send({ op: "beat", jobId, sentAt });
		},
		forget(jobId) {
			if (!watched.delete(jobId)) return;
			send({ op: "forget", jobId });
			restWhenIdle();
		},
		async close() {
			closing = true;
			cancelIdle();
			const last = child;
			if (!last || last.exitCode !== null || last.signalCode !== null) return;
			await new Promise<void>((resolve) => {
				last.ref();
				last.once("exit", () => resolve());
				last.stdin.end();
			});
		},
	};
}
