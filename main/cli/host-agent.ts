// Hosts the agent for the desktop shell: starts it, hands its calls to the shell's message port, and ends with the shell.
// Ending is never a withdrawal: jobs are stopped and handed back, consent stays as the person gave it.
import { parseArgs } from "node:util";
import type { DoorPort } from "../agent/doors/port-door.ts";
import { type RunningAgent, runAgent } from "../agent/run.ts";
import { type FromHost, toHostSchema } from "../contract/host-messages.ts";
import { type Problem, ProblemError } from "../contract/problem.ts";
import { systemClock } from "../tools/clock/clock.ts";
import { dataDirectory, doorPaths } from "../tools/host/data-directory.ts";
import { appVersion } from "./app-version.ts";

export interface ParentMessage {
	readonly data: unknown;
	readonly ports: readonly DoorPort[];
}

/** As Electron's process.parentPort; "close" comes where the system tells that the parent is gone. */
export interface ParentPort {
	on(event: "message", listener: (message: ParentMessage) => void): unknown;
	on(event: "close", listener: () => void): unknown;
	postMessage(message: FromHost): void;
}

export interface HostOptions {
	readonly parent: ParentPort;
	/** `--data DIR` (else HEARTH_DATA, else the usual place), `--pool POOL`, `--node PATH` (runs guard and sandboxes). */
	readonly argv: readonly string[];
	readonly env: NodeJS.ProcessEnv;
}

/** A message posted right before the end can be lost: the shell answers it with "stop", which is waited for this long. */
const farewellMs = 2_000;
/** Proving that jobs are gone and telling the pool takes a moment; the guard outlives us should this not be enough. */
const stopMs = 30_000;
const parentCheckMs = 2_000;

/**
 * Takes what the shell says, "start" first, and acts on it. Ends this process: 0 after a clean stop or `attach`, else 1.
 */
export function hostAgent({ parent, argv, env }: HostOptions): (message: ParentMessage) => void {
	let agent: RunningAgent | null = null;
	let started = false;
	let ending = false;
	/** Set once there is nothing to stop: the exit code to end with. */
	let over: number | null = null;

	const end = () => {
		if (over !== null) process.exit(over);
		if (ending) return;
		ending = true;
		setTimeout(() => process.exit(1), stopMs);
		// While the agent is still starting, begin() ends it as soon as it can be.
		if (agent) void leave(agent);
		else if (!started) process.exit(0);
	};
	const leave = (running: RunningAgent) =>
		running.stop().then(
			() => process.exit(0),
			() => process.exit(1),
		);
	const finish = (message: FromHost, code: number) => {
		if (ending) process.exit(code);
		over = code;
		parent.postMessage(message);
		setTimeout(() => process.exit(code), farewellMs);
	};
	const begin = async (port: DoorPort) => {
		started = true;
		let directory = "";
		try {
			const { values } = parseArgs({ args: [...argv], options: flags });
			directory = dataDirectory(values.data, env);
			const node = values.node === undefined ? {} : { nodePath: values.node };
			const pool = values.pool ?? "embedded";
			agent = await runAgent({ dataDirectory: directory, pool, appVersion: appVersion(), ...node });
		} catch (error) {
			const problem = problemOf(error);
			if (problem.code !== "agent.already-running") return finish({ kind: "problem", problem }, 1);
			const { directory: folder, socket, token } = doorPaths(directory, env);
			const own = process.platform === "win32" ? null : folder;
			return finish({ kind: "attach", directory: own, socket, tokenPath: token }, 0);
		}
		if (ending) return leave(agent);
		void agent.openPort(port).closed.then(end);
		const { pid, socket, pool, deviceId } = agent.ready;
		parent.postMessage({ kind: "ready", pid, dataDirectory: directory, socket, pool, deviceId });
	};

	parent.on("close", end);
	for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, end);
	// Where no event tells of the parent's death, its children are given to another process.
	const parentPid = process.ppid;
	systemClock.every(parentCheckMs, () => {
		if (process.ppid !== parentPid) end();
	});
	return ({ data, ports }) => {
		const message = toHostSchema.safeParse(data);
		if (!message.success) return;
		if (message.data.kind === "stop") end();
		else if (ports[0] && !started) void begin(ports[0]);
	};
}

const flags = { data: { type: "string" }, pool: { type: "string" }, node: { type: "string" } } as const;

function problemOf(error: unknown): Problem {
	if (error instanceof ProblemError) return error.problem;
	const detail = error instanceof Error ? error.message : String(error);
	return { code: "internal", args: { detail }, actions: ["retry"] };
}
