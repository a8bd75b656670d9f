// A whole agent in this process for tests: real ledger, pool, decisions and doors; a PC, runner and guard of the test's.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Submission } from "../contract/calls.ts";
import type { GrantDraft } from "../contract/consent.ts";
import type { LedgerEvent } from "../contract/ledger.ts";
import type { Snapshot } from "../contract/snapshot.ts";
import { systemClock } from "../tools/clock/clock.ts";
import { sha256 } from "../tools/crypto/canonical.ts";
import { fakeGuard } from "../tools/guard/fake.ts";
import { doorPaths } from "../tools/host/data-directory.ts";
import { fakeHost } from "../tools/host/fake.ts";
import { openEmbeddedQueue } from "../tools/queue/embedded.ts";
import type { WorkQueue } from "../tools/queue/work-queue.ts";
import { type FakeScript, fakeRunner } from "../tools/runner/fake.ts";
import type { RunRequest } from "../tools/runner/runner.ts";
import { fakeStartup } from "../tools/startup/fake.ts";
import { assembleAgent } from "./assemble.ts";
import { openIdentity } from "./identity.ts";
import { openLedger } from "./ledger/ledger.ts";
import { verifyLedgerInTurns } from "./ledger/verify.ts";

const python = sha256("the built-in python of tests");

export interface TestAgentOptions {
	readonly script?: (request: RunRequest) => FakeScript | null;
	/** "container": an engine without any image. Default: wasm with a built-in Python. */
	readonly runs?: "wasm" | "container";
	/** Wraps the pool, to make it fail. */
	readonly pool?: (queue: WorkQueue) => WorkQueue;
	/** An agent's directory to use again. */
	readonly directory?: string;
}

export type TestAgent = Awaited<ReturnType<typeof startTestAgent>>;

export async function startTestAgent(options: TestAgentOptions = {}) {
	const directory = options.directory ?? mkdtempSync(join(tmpdir(), "hearth-agent-"));
	const clock = systemClock;
	const identity = openIdentity(directory);
	const path = join(directory, "ledger.jsonl");
	const ledger = openLedger({ path, key: identity.device, clock, deviceId: identity.deviceId });
	const embedded = await openEmbeddedQueue({ directory: join(directory, "pool"), clock });
	const queue = options.pool?.(embedded) ?? embedded;
	const host = fakeHost(clock);
	const guard = fakeGuard();
	const runner = fakeRunner({
		clock,
		class: options.runs ?? "wasm",
		has: (digest) => digest === python,
		script: options.script ?? (() => ({ prints: [{ stream: "stdout", text: "hello\n" }], ends: { exitCode: 0 } })),
	});
	const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
	const agent = await assembleAgent({
		clock,
		newId: randomUUID,
		version: "0.0.0",
		dataDirectory: directory,
		identity,
		ledger,
		verifyLedger: () => verifyLedgerInTurns(path, identity.device.publicKey),
		queue,
		runners: [runner],
		guard,
		host,
		log: quiet,
		pythonDigest: async () => python,
		startup: [fakeStartup("app"), fakeStartup("agent")],
		doors: doorPaths(directory),
		windowDirectory: join(directory, "window"),
	});
	const { calls } = agent;

	/** Follows the picture until `holds`; rejects after 5 s with what was seen last. */
	const until = async (holds: (now: Snapshot) => boolean): Promise<Snapshot> => {
		const giveUp = AbortSignal.timeout(5_000);
		let now: Snapshot | null = null;
		for await (const update of calls.watchStatus(giveUp)) {
			now =
				update.kind === "snapshot" ? update.snapshot : { ...(now as Snapshot), ...(update.delta as Partial<Snapshot>) };
			if (holds(now)) return now;
		}
		throw new Error(`last seen: ${JSON.stringify(now)}`);
	};
	return {
		directory,
		calls,
		host,
		guard,
		runner,
		queue,
		identity,
		until,
		events: (): LedgerEvent[] => [...ledger.entries()].map((entry) => entry.event),
		onEvent: (type: LedgerEvent["type"]) =>
			new Promise<LedgerEvent>((resolve) => {
				const stop = ledger.onAppend(({ event }) => {
					if (event.type !== type) return;
					stop();
					resolve(event);
				});
			}),
		async lend(change: Partial<GrantDraft> = {}) {
			const classes = [options.runs ?? ("wasm" as const)];
			const now = await until((seen) => classes.every((one) => seen.runners[one].available));
			const draft: GrantDraft = {
				classes,
				amounts: { cpus: 2, memoryMiB: 1024, scratchMiB: 100 },
				conditions: { when: "any-time", hours: null, quietHours: null, onBattery: false, onMetered: false },
				requesters: now.requesters.slice(0, 1),
				days: 30,
				...change,
			};
			const { shown } = await calls.previewLending(draft, "en");
			return calls.lend({ draft, locale: "en", shownDigest: shown.digest, via: "cli" });
		},
		submit: (change: Partial<Submission> = {}) =>
			calls.submit({
				title: "Say hello",
				class: "wasm",
				program: { kind: "python", script: { name: "main.py", base64: "" } },
				argv: [],
				env: {},
				inputs: [],
				outputs: [],
				limits: { cpu: 1, memoryMiB: 128, scratchMiB: 16, pids: 1, seconds: 60 },
				deadlineSeconds: 600,
				attempts: 1,
				...change,
			}),
		/** Takes the agent apart as TERM would; keeps its directory. */
		async close() {
			await agent.close();
			await queue.close();
			ledger.close();
		},
		async dispose() {
			await this.close();
			rmSync(directory, { recursive: true, force: true });
		},
	};
}
