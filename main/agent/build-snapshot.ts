// Puts the Snapshot together from what the agent's pieces know. Reads only; decides nothing.
import type { Requester } from "../contract/job.ts";
import type { Snapshot } from "../contract/snapshot.ts";
import { shownFacts } from "../core/shell-facts.ts";
import { agentState } from "../core/state.ts";
import type { Lending } from "./lending.ts";
import type { Parts } from "./parts.ts";
import type { Probes } from "./probes.ts";
import type { RunningJobs } from "./running-jobs.ts";

export interface SnapshotSources {
	readonly parts: Parts;
	readonly lending: Lending;
	readonly running: RunningJobs;
	readonly probes: Probes;
	readonly capacity: { readonly cpus: number; readonly memoryMiB: number };
	readonly idleKnown: boolean;
	readonly requesters: () => readonly Requester[];
	readonly ledgerOk: () => boolean;
	readonly past: { runs: number; lastStop: Snapshot["lastStop"]; lastGrant: Snapshot["lastGrant"] };
}

export function buildSnapshot(sources: SnapshotSources): Omit<Snapshot, "seq" | "at"> {
	const { parts, lending, running, capacity, past } = sources;
	const { identity, queue, clock } = parts;
	const { grants, pausedUntil } = parts.consent.state();
	const decision = lending.decision();
	const facts = parts.facts.latest();
	const shown = facts && shownFacts(facts, clock.now());
	const jobs = running.all().map((run) => run.view());
	const known = <T>(fact: { known: true; value: T } | { known: false } | undefined): T | null =>
		fact?.known ? fact.value : null;
	const round = (n: number | null) => (n === null ? null : Math.round(n * 10) / 10);
	const freeDisk = known(facts?.freeDiskMiB);
	const othersMemory = known(facts?.othersMemoryMiB);
	return {
		version: parts.version,
		device: {
			id: identity.deviceId,
			name: identity.deviceName,
			person: identity.person,
			publicKey: identity.device.publicKey,
		},
		pool: { engine: queue.engine, connected: queue.connected(), name: queue.name },
		...agentState({
			decision,
			jobs: jobs.length,
			pausedUntil,
			grants,
			ledgerOk: sources.ledgerOk(),
			now: clock.now(),
		}),
		pausedUntil: pausedUntil !== null && pausedUntil > clock.now() ? pausedUntil : null,
		grants: [...grants],
		lastGrant: past.lastGrant,
		budget: decision.kind === "lend" ? decision.budget : null,
		// Free disk moves all the time; whole GiB steps keep the stream quiet.
		capacity: { ...capacity, freeDiskMiB: freeDisk === null ? null : Math.floor(freeDisk / 1024) * 1024 },
		others: {
			cpus: round(known(facts?.othersCpus)),
			memoryMiB: othersMemory === null ? null : Math.round(othersMemory / 64) * 64,
		},
		lent: {
			cpus: round(jobs.reduce((sum, job) => sum + (job.cpus ?? 0), 0)) ?? 0,
			memoryMiB: jobs.reduce((sum, job) => sum + (job.memoryMiB ?? 0), 0),
		},
		jobs,
		runners: sources.probes.states(),
		requesters: [...sources.requesters()],
		lastStop: past.lastStop,
		// Where this PC cannot tell by itself, the desktop shell can while it runs.
		idleKnown: sources.idleKnown || shown?.idleSeconds.source === "shell",
		historyCount: past.runs,
	};
}
