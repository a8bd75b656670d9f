// Real agents for tests: the built command line in a process of its own, on a data directory of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AgentDoor, openDoor } from "../../main/cli/door-client.ts";
import type { GrantDraft } from "../../main/contract/consent.ts";
import type { JobClass } from "../../main/contract/job.ts";
import { doorPaths } from "../../main/tools/host/data-directory.ts";

/** The built command line. */
export const hearthEntry = fileURLToPath(new URL("../../dist/app/hearth.js", import.meta.url));

export interface TestAgent {
	readonly data: string;
	readonly pid: number;
	readonly door: AgentDoor;
	/** Everything it wrote to standard error so far. */
	readonly errors: () => string;
	/** TERM, then waits for its end; the exit code, null when it had to be killed. */
	stop(): Promise<number | null>;
	/** SIGKILL, then waits until the kernel has taken it. */
	kill(): Promise<void>;
}

export interface TestAgentOptions {
	/** A data directory to use again; a fresh one when absent. The caller removes it. */
	readonly data?: string;
	readonly pool?: string;
	/** What runs in place of this Node and the built command line. */
	readonly program?: readonly [string, ...string[]];
	readonly env?: NodeJS.ProcessEnv;
}

export const newDataDirectory = () => mkdtempSync(join(tmpdir(), "hearth-e2e-"));
export const removeDirectory = (path: string) => rmSync(path, { recursive: true, force: true });

/** Starts an agent and waits for its ready line. Rejects with what it said when it ends before that. */
export async function startAgent(options: TestAgentOptions = {}): Promise<TestAgent> {
	if (!existsSync(hearthEntry)) throw new Error("build first: npm run build");
	const data = options.data ?? newDataDirectory();
	const [program, ...first] = options.program ?? [process.execPath, hearthEntry];
	const argv = [...first, "agent", "--data", data, ...(options.pool ? ["--pool", options.pool] : [])];
	const child = spawn(program, argv, {
		stdio: ["ignore", "pipe", "pipe"],
		env: { ...process.env, ...options.env },
	});
	let errors = "";
	child.stderr.on("data", (chunk: Buffer) => {
		errors += chunk.toString();
	});
	const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
	await readyLine(child, ended, () => errors);
	return {
		data,
		pid: child.pid ?? 0,
		door: openDoor(doorPaths(data)),
		errors: () => errors,
		async stop() {
			child.kill("SIGTERM");
			// One that does not end is killed, and its exit code null says so.
			const late = setTimeout(() => child.kill("SIGKILL"), 30_000);
			return ended.finally(() => clearTimeout(late));
		},
		async kill() {
			child.kill("SIGKILL");
			await ended;
		},
	};
}

function readyLine(child: ChildProcess, ended: Promise<unknown>, errors: () => string): Promise<void> {
	return new Promise((resolve, reject) => {
		let text = "";
		child.stdout?.on("data", (chunk: Buffer) => {
			text += chunk.toString();
			const line = text.split("\n")[0] ?? "";
			if (text.includes("\n") && JSON.parse(line).ready === true) resolve();
		});
		void ended.then(() => reject(new Error(`the agent ended before it was ready: ${text}${errors()}`)));
	});
}

export interface LendOptions {
	readonly classes?: JobClass[];
	readonly cpus?: number;
	readonly memoryMiB?: number;
	readonly scratchMiB?: number;
	/** Names of requesters besides this PC's own. */
	readonly requesters?: string[];
}

/** Gives consent as a person would: preview, then on with the digest of what was shown. Waits for the probes first. */
export async function lend(door: AgentDoor, options: LendOptions = {}): Promise<void> {
	const classes = options.classes ?? ["wasm"];
	const snapshot = await until(
		door,
		(now) =>
			classes.every((one) => now.runners[one].code !== "probing") &&
			(options.requesters ?? []).every((name) => now.requesters.some((one) => one.name === name)),
	);
	for (const one of classes) {
		const { available, code, detail } = snapshot.runners[one];
		if (!available) throw new Error(`${one} cannot run here: ${code} ${detail}`);
	}
	const own = snapshot.requesters.slice(0, 1);
	const others = snapshot.requesters.filter((one) => options.requesters?.includes(one.name));
	const draft: GrantDraft = {
		classes,
		amounts: {
			cpus: options.cpus ?? 2,
			memoryMiB: options.memoryMiB ?? 2048,
			scratchMiB: options.scratchMiB ?? 512,
		},
		conditions: { when: "any-time", hours: null, quietHours: null, onBattery: true, onMetered: true },
		requesters: [...own, ...others],
		days: 1,
	};
	const { shown } = await door.lend.preview({ draft, locale: "en" });
	await door.lend.on({ draft, locale: "en", shownDigest: shown.digest, via: "cli" });
}

type Snapshot = Awaited<ReturnType<AgentDoor["status"]["get"]>>;

/** Follows the status stream until `holds`; no polling, no sleep. Gives up after `withinMs`. */
export async function until(door: AgentDoor, holds: (now: Snapshot) => boolean, withinMs = 30_000): Promise<Snapshot> {
	const giveUp = new AbortController();
	const timer = setTimeout(() => giveUp.abort(), withinMs);
	let now: Snapshot | null = null;
	try {
		for await (const update of await door.status.watch({}, { signal: giveUp.signal })) {
			now =
				update.kind === "snapshot" ? update.snapshot : { ...(now as Snapshot), ...(update.delta as Partial<Snapshot>) };
			if (holds(now)) return now;
		}
	} catch (error) {
		if (!giveUp.signal.aborted) throw error;
	} finally {
		clearTimeout(timer);
	}
	throw new Error(`not within ${withinMs} ms; last seen: ${JSON.stringify(now)}`);
}
