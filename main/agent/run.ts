// The composition root: opens everything in order, ties it together, and takes it apart again in the opposite order.
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../tools/clock/clock.ts";
import { openContainerRunner } from "../tools/docker/container-runner.ts";
import { openGuard } from "../tools/guard/guard-client.ts";
import { doorPaths } from "../tools/host/data-directory.ts";
import { openHost } from "../tools/host/open-host.ts";
import type { Runner } from "../tools/runner/runner.ts";
import { openStartup } from "../tools/startup/open-startup.ts";
import { pythonDigest } from "../tools/wasm/python.ts";
import { openWasmRunner } from "../tools/wasm/wasm-runner.ts";
import { assembleAgent } from "./assemble.ts";
import type { SetupSource } from "./calls/setup-calls.ts";
import { checkDataDirectory } from "./data-directory-check.ts";
import { lockData } from "./data-lock.ts";
import type { DoorPort, PortDoor } from "./doors/port-door.ts";
import { openIdentity } from "./identity.ts";
import { openLedger } from "./ledger/ledger.ts";
import { verifyLedgerInTurns } from "./ledger/verify.ts";
import { openLog } from "./log.ts";
import { isLocalPool, openPool, parsePool } from "./open-pool.ts";
import { windowDirectory } from "./window-directory.ts";

export interface RunAgentOptions {
	/** Absolute. Made (0700) when it is not there. */
	readonly dataDirectory: string;
	/** `embedded`, `embedded:DIR` or `nats://...`. */
	readonly pool: string;
	readonly appVersion: string;
	readonly logLevel?: string;
	/** The Node that runs guard, sandboxes and setup's helper; this process's own when not given. The desktop app is none. */
	readonly nodePath?: string;
	/** What setup can do and would do here; the product's own when not given. */
	readonly setup?: SetupSource;
}

/** The first line `hearth agent` prints. */
export interface ReadyLine {
	readonly ready: true;
	readonly pid: number;
	readonly dataDirectory: string;
	readonly socket: string;
	readonly pool: { readonly engine: string; readonly name: string };
	readonly deviceId: string;
}

export interface RunningAgent {
	readonly ready: ReadyLine;
	/** Serves the agent's calls on a message port; they end with the agent. */
	openPort(port: DoorPort): PortDoor;
	/** Stops jobs (proven), hands them back, closes doors and pool. Consent stays as it is. Idempotent. */
	stop(): Promise<void>;
	/** Resolves after stop() has finished. */
	readonly done: Promise<void>;
}

/** Starts an agent and resolves when its socket door answers and leftovers of an earlier one are reaped. */
export async function runAgent(options: RunAgentOptions): Promise<RunningAgent> {
	const { dataDirectory } = options;
	const choice = parsePool(options.pool);
	const clock = systemClock;
	const log = openLog(options.logLevel ?? "warn");
	checkDataDirectory(dataDirectory);
	const lock = lockData(dataDirectory);
	// The agent's own timers keep no process alive, and before its door is open nothing else does: without this, a wait for
	// a locked pool at start would end the process.
	const alive = setInterval(() => undefined, 2 ** 30);
	const undo: (() => unknown)[] = [() => lock.release()];
	const takeApart = async () => {
		try {
			for (const step of undo.reverse()) await step();
		} finally {
			clearInterval(alive);
		}
	};
	try {
		const identity = openIdentity(dataDirectory);
		const path = join(dataDirectory, "ledger.jsonl");
		const ledger = openLedger({
			path,
			key: identity.device,
			clock,
			deviceId: identity.deviceId,
		});
		undo.push(() => ledger.close());
		const queue = await openPool(choice, dataDirectory, clock);
		undo.push(() => queue.close());
		const node = options.nodePath === undefined ? {} : { nodePath: options.nodePath };
		const guard = openGuard({ clock, ...node });
		undo.push(() => guard.close());
		const scratch = join(dataDirectory, "scratch");
		mkdirSync(scratch, { recursive: true, mode: 0o700 });
		const { deviceId } = identity;
		const runners: Runner[] = [
			openWasmRunner({ clock, deviceId, ...node, directory: join(scratch, "wasm") }),
			await openContainerRunner({ clock, deviceId, directory: join(scratch, "container"), endpoint: null }),
		];
		const host = openHost({ clock, poolIsLocal: () => isLocalPool(choice), dataDirectory });
		const agent = await assembleAgent({
			clock,
			newId: randomUUID,
			version: options.appVersion,
			dataDirectory,
			identity,
			ledger,
			verifyLedger: () => verifyLedgerInTurns(path, identity.device.publicKey),
			queue,
			runners,
			guard,
			host,
			log,
			pythonDigest,
			startup: openStartup({ dataDirectory, pool: options.pool, ...node }),
			doors: doorPaths(dataDirectory),
			windowDirectory: windowDirectory(),
			...node,
			...(options.setup && { setup: options.setup }),
		});
		undo.push(() => agent.close());
		let stopping: Promise<void> | null = null;
		let markDone: () => void = () => undefined;
		const done = new Promise<void>((resolve) => {
			markDone = resolve;
		});
		return {
			ready: {
				ready: true,
				pid: process.pid,
				dataDirectory,
				socket: agent.socket,
				pool: { engine: queue.engine, name: queue.name },
				deviceId,
			},
			openPort: agent.openPort,
			stop() {
				stopping ??= takeApart().finally(() => markDone());
				return stopping;
			},
			done,
		};
	} catch (error) {
		await takeApart();
		throw error;
	}
}
