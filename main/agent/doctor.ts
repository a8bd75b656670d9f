// What is wrong on this PC, from plain data. Pure: the same data gives the same findings, worst first.
// The words are doctor.<code>.what and doctor.<code>.do.
import type { About, Finding } from "../contract/about.ts";
import { type FactName, factFreshMs, memoryFloorMiB, shellOnlyFacts } from "../contract/facts.ts";
import type { LedgerCheck } from "../contract/ledger.ts";
import type { Snapshot } from "../contract/snapshot.ts";

export interface DoctorInput {
	readonly about: About;
	readonly snapshot: Snapshot;
	readonly ledger: LedgerCheck;
	readonly dataDirectory: string;
	/** Permission bits of the data directory, e.g. 0o700; left out where it has none (Windows) or was not read. */
	readonly dataDirectoryMode?: number;
}

/** Below this the ledger and a job's scratch may not fit. */
const diskFloorMiB = 512;
const oldestNode = 24;

type Level = Finding["level"];
const order: readonly Level[] = ["problem", "warn", "note", "ok"];

/** Every finding worth saying; a single "all-well" when there is nothing. Never empty. */
export function findProblems(input: DoctorInput): Finding[] {
	const all = [
		...ledgerFindings(input),
		...dataFindings(input),
		...poolFindings(input.snapshot),
		...runnerFindings(input.snapshot),
		...factFindings(input),
		...consentFindings(input.snapshot),
		...nodeFindings(input.about),
	];
	if (all.every((one) => one.level === "note")) all.push(finding("all-well", "ok"));
	return all.sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}

function finding(code: string, level: Level, args: Finding["args"] = {}, action: Finding["action"] = "none"): Finding {
	return { code, level, args, action };
}

function ledgerFindings({ ledger }: DoctorInput): Finding[] {
	if (ledger.ok) return [];
	return [finding("ledger-broken", "problem", { line: ledger.fault?.line ?? 0, entries: ledger.entries })];
}

function dataFindings({ about, dataDirectory, dataDirectoryMode = 0o700 }: DoctorInput): Finding[] {
	const found: Finding[] = [];
	if ((dataDirectoryMode & 0o077) !== 0) {
		const mode = (dataDirectoryMode & 0o777).toString(8).padStart(3, "0");
		found.push(finding("data-open", "warn", { directory: dataDirectory, mode }));
	}
	const { freeDiskMiB } = about.facts;
	if (freeDiskMiB.known && freeDiskMiB.value < diskFloorMiB) {
		const level = freeDiskMiB.value < 16 ? "problem" : "warn";
		found.push(finding("disk-low", level, { mib: Math.floor(freeDiskMiB.value), directory: dataDirectory }));
	}
	return found;
}

function poolFindings({ pool }: Snapshot): Finding[] {
	return pool.connected ? [] : [finding("pool-away", "problem", { pool: pool.name }, "retry")];
}

/** A class that was allowed and cannot run is a problem of the owner's; one that was not is only worth knowing. */
function runnerFindings({ runners, grants }: Snapshot): Finding[] {
	const granted = new Set(grants.flatMap((grant) => grant.classes));
	const found: Finding[] = [];
	for (const name of ["wasm", "container"] as const) {
		const { available, code, detail } = runners[name];
		if (available) continue;
		// The first probe takes some seconds after the start: not knowing yet is no fault.
		if (code === "probing") {
			found.push(finding("still-probing", "note", { class: name }, "retry"));
			continue;
		}
		const level = granted.has(name) || name === "wasm" ? "problem" : "note";
		found.push(finding(`no-${name}`, level, { why: code, detail }, "retry"));
	}
	return found;
}

function factFindings({ about, snapshot }: DoctorInput): Finding[] {
	const found: Finding[] = [];
	const { facts } = about;
	const needed = factsNeeded(snapshot);
	for (const name of Object.keys(facts) as FactName[]) {
		const fact = facts[name];
		// The others' load is a difference: its first reading is unknown by nature.
		if (fact.known || fact.source === "first-reading" || name === "idleSeconds") continue;
		// Without the desktop app nobody tells of these, and nothing depends on them.
		if (shellOnlyFacts.some((one) => one === name)) continue;
		found.push(finding("fact-unknown", needed.has(name) ? "warn" : "note", { fact: name, source: fact.source }));
	}
	if (!snapshot.idleKnown) {
		found.push(
			finding("idle-unknown", needed.has("idleSeconds") ? "warn" : "note", { source: facts.idleSeconds.source }),
		);
	}
	const stale = Object.values(facts).some((fact) => snapshot.at - fact.at > factFreshMs);
	if (stale) found.push(finding("facts-stale", "warn", { seconds: factFreshMs / 1000 }));
	const { availableMemoryMiB } = facts;
	if (availableMemoryMiB.known && availableMemoryMiB.value < memoryFloorMiB) {
		found.push(finding("memory-low", "warn", { mib: Math.floor(availableMemoryMiB.value) }));
	}
	return found;
}

/** Facts without which what was allowed holds. */
function factsNeeded({ grants }: Snapshot): Set<FactName> {
	const needed = new Set<FactName>();
	if (grants.length === 0) return needed;
	for (const name of ["availableMemoryMiB", "freeDiskMiB"] as const) needed.add(name);
	if (grants.some(({ conditions }) => !conditions.onBattery)) needed.add("onBattery");
	if (grants.some(({ conditions }) => !conditions.onMetered)) needed.add("metered");
	if (grants.some(({ conditions }) => conditions.when === "idle")) needed.add("idleSeconds");
	return needed;
}

function consentFindings({ grants, at }: Snapshot): Finding[] {
	const found: Finding[] = [];
	if (grants.length === 0) found.push(finding("nothing-allowed", "note", {}, "turn-on-lending"));
	const expired = grants.filter((grant) => grant.expiresAt <= at).length;
	if (expired > 0) found.push(finding("grant-expired", "warn", { grants: expired }, "turn-on-lending"));
	return found;
}

function nodeFindings({ node }: About): Finding[] {
	const major = Number(/^v(\d+)\./.exec(node)?.[1]);
	return major >= oldestNode ? [] : [finding("node-old", "problem", { node, oldest: oldestNode })];
}
