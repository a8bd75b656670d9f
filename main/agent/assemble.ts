// Ties the opened pieces into one agent: consent, facts, decision, pulling, jobs, picture, doors. Also used by tests with
// fakes in place of host, runners and pool.
import { openSetup } from "../../nix-installer/open-setup.ts";
import { wantHere } from "../../nix-installer/plans/want-here.ts";
import type { Digest } from "../contract/ids.ts";
import type { Requester } from "../contract/job.ts";
import type { LedgerCheck } from "../contract/ledger.ts";
import type { Clock } from "../tools/clock/clock.ts";
import type { Guard } from "../tools/guard/guard.ts";
import type { DoorPaths } from "../tools/host/data-directory.ts";
import type { Host } from "../tools/host/host.ts";
import type { WorkQueue } from "../tools/queue/work-queue.ts";
import type { Runner } from "../tools/runner/runner.ts";
import type { StartupEntry } from "../tools/startup/startup-entry.ts";
import { buildSnapshot } from "./build-snapshot.ts";
import type { AgentCalls } from "./calls/agent-calls.ts";
import { consentCalls } from "./calls/consent-calls.ts";
import { deviceCalls } from "./calls/device-calls.ts";
import { forgetCalls } from "./calls/forget-calls.ts";
import { historyCalls } from "./calls/history-calls.ts";
import { requesterCalls } from "./calls/requester-calls.ts";
import { type SetupSource, setupCalls } from "./calls/setup-calls.ts";
import { startupCalls } from "./calls/startup-calls.ts";
import { openConsentStore } from "./consent-store.ts";
import { type DoorPort, openPortDoor, type PortDoor } from "./doors/port-door.ts";
import { agentRouter } from "./doors/router.ts";
import { rpcHandle } from "./doors/rpc-http.ts";
import { openSocketDoor } from "./doors/socket-door.ts";
import { webDoor } from "./doors/web-door.ts";
import { startFactsLoop } from "./facts-loop.ts";
import { followPool } from "./follow-pool.ts";
import type { Identity } from "./identity.ts";
import type { Ledger } from "./ledger/ledger.ts";
import { grantOf, readPast, stopOf } from "./ledger-past.ts";
import { type Lending, startLending } from "./lending.ts";
import { announceSelf } from "./open-pool.ts";
import type { Log, Parts } from "./parts.ts";
import { startPresenceLoop } from "./presence-loop.ts";
import { runnerProbes } from "./probes.ts";
import { startPuller } from "./puller.ts";
import { reapLeftovers } from "./reap-leftovers.ts";
import { receiptMaker } from "./receipts.ts";
import { runningJobs } from "./running-jobs.ts";
import { snapshotBus } from "./snapshot-bus.ts";

export interface AssembleInput {
	readonly clock: Clock;
	readonly newId: () => string;
	readonly version: string;
	readonly dataDirectory: string;
	readonly identity: Identity;
	readonly ledger: Ledger;
	/** Checks the whole file, from the first line to the head. */
	readonly verifyLedger: () => Promise<LedgerCheck>;
	readonly queue: WorkQueue;
	readonly runners: readonly Runner[];
	readonly guard: Guard;
	readonly host: Host;
	readonly log: Log;
	/** Digest of the built-in Python that jobs of this PC name. */
	readonly pythonDigest: () => Promise<Digest>;
	readonly startup: readonly StartupEntry[];
	readonly doors: DoorPaths;
	readonly windowDirectory: string;
	/** The Node that runs setup's helper; this process's own when not given. */
	readonly nodePath?: string;
	/** What setup can do and would do here; the product's own when not given. */
	readonly setup?: SetupSource;
}

export interface AssembledAgent {
	readonly socket: string;
	readonly calls: AgentCalls;
	readonly lending: Lending;
	/** Serves the same calls on a message port. */
	openPort(port: DoorPort): PortDoor;
	close(): Promise<void>;
}

const offsetMinutes = (at: number) => -new Date(at).getTimezoneOffset();

export async function assembleAgent(input: AssembleInput): Promise<AssembledAgent> {
	const { clock, ledger, queue, identity, runners, host } = input;
	const past = await readPast(ledger);
	const seen = { runs: past.runs, lastStop: past.lastStop, lastGrant: past.lastGrant };
	const capacity = await host.capacity();
	const idleKnown = await host.idleKnown();
	const closing = new AbortController();
	let changed: () => void = () => undefined;
	const touch = () => changed();

	const running = runningJobs(touch);
	const facts = startFactsLoop(host, clock, running.ownLoad);
	const consent = openConsentStore(past.consentEvents, ledger);
	const receipts = receiptMaker(identity.deviceId, identity.device, input.newId);
	const parts: Parts = { ...input, consent, facts, receipts };
	let ledgerFine = ledger.check.ok;
	const ledgerOk = () => ledgerFine;

	await reapLeftovers(parts, runners, past.unfinished);
	const probes = runnerProbes({
		runners,
		clock,
		onChange: touch,
		beforeAvailable: async (runner) => {
			if (running.all().some((run) => run.job.class === runner.class)) return;
			await reapLeftovers(parts, [runner], new Set());
		},
	});
	const available = probes.available;
	const puller = startPuller({ parts, running, capacity, available, onChange: touch });
	const lending = startLending({ parts, running, puller, available, ledgerOk, offsetMinutes, onChange: touch });
	const presence = startPresenceLoop(queue, clock, identity.deviceId);

	let requesters: Requester[] = [{ name: selfName(identity), publicKey: identity.requester.publicKey }];
	const bus = snapshotBus(
		() =>
			buildSnapshot({
				parts,
				lending,
				running,
				probes,
				capacity,
				idleKnown,
				requesters: () => requesters,
				ledgerOk,
				past: seen,
			}),
		clock,
		(watchers) => facts.watched(watchers > 0),
	);
	let due = false;
	changed = () => {
		if (due) return;
		due = true;
		queueMicrotask(() => {
			due = false;
			lending.review();
			presence.set(lending.presence());
			bus.touch();
		});
	};
	facts.onReading(touch);
	consent.onChange(touch);
	ledger.onAppend(({ event }) => {
		if (event.type === "LedgerOpened") Object.assign(seen, { runs: 0, lastStop: null, lastGrant: null });
		if (event.type === "JobEnded") seen.runs++;
		seen.lastStop = stopOf(event) ?? seen.lastStop;
		seen.lastGrant = grantOf(event) ?? seen.lastGrant;
	});
	const meet = async () => {
		const own = requesters[0] as Requester;
		requesters = [own, ...(await queue.requesters()).filter((one) => one.publicKey !== own.publicKey)];
		touch();
	};
	followPool({
		parts,
		running,
		signal: closing.signal,
		onChange: touch,
		join: async () => {
			const own = await announceSelf(queue, requesters[0] as Requester);
			requesters = [own, ...requesters.slice(1)];
			await meet();
		},
		meet,
	});

	const verify = async () => {
		const check = await input.verifyLedger();
		if (ledgerFine && !check.ok) touch();
		ledgerFine &&= check.ok; // once broken, lending holds until the next start checks again
		return check;
	};
	const snapshot = () => bus.current();
	const web = webDoor((request, response) => handle(request, response), clock, input.windowDirectory, snapshot);
	const freshen = async () => {
		await Promise.all([facts.readNow(), probes.probed()]);
	};
	const setup = setupCalls({
		...(input.setup ?? { engine: openSetup(input.dataDirectory, [], input), want: wantHere(input.dataDirectory) }),
		closing: closing.signal,
		now: () => clock.now(),
	});
	const calls: AgentCalls = {
		status: snapshot,
		watchStatus: (signal) => bus.watch(signal),
		...consentCalls({ parts, lending, snapshot, freshen }),
		...requesterCalls(parts, {
			queue,
			requester: identity.requester,
			requesterName: () => requesters[0]?.name ?? "",
			newId: input.newId,
			now: () => clock.now(),
			pythonDigest: input.pythonDigest,
		}),
		...historyCalls(parts, verify, offsetMinutes),
		...forgetCalls({ parts, running, verify, onChange: touch }),
		...deviceCalls({ parts, probes, snapshot, verify, web }),
		...startupCalls(input.startup),
		...setup,
	};
	const router = agentRouter(calls);
	const handle = rpcHandle(router, closing.signal);
	const door = await openSocketDoor(input.doors, handle);
	void probes.run().then(touch);
	lending.review();
	// Another process may be at it already; what else goes wrong is in setup's own journal.
	setup
		.goOnAfterRestart()
		.catch((error) => input.log.warn({ error: String(error) }, "setup did not go on after a restart"));

	return {
		socket: door.address,
		calls,
		lending,
		openPort: (port) => openPortDoor(port, router, closing.signal),
		async close() {
			await lending.close();
			await presence.close();
			facts.stop();
			closing.abort();
			bus.close();
			await Promise.all([door.close(), web.close()]);
		},
	};
}

const selfName = (identity: Identity) => `${identity.person}@${identity.deviceName}`.slice(0, 63);
