// The pictures the fixture agent can start with: one per state the window has to show well.
import type { HoldCode } from "../../main/contract/decision.ts";
import type { Snapshot } from "../../main/contract/snapshot.ts";
import { type SetupScene, setupScenes } from "./fixture-setup.ts";
import { allowance, emptySnapshot, grant, job, lastStop, minute } from "./scenario-parts.ts";

export const scenarioNames = [
	"first",
	"ready",
	"lending",
	"held-in-use",
	"held-battery",
	"paused",
	"problem",
	"stopped",
	"week",
	"many-rows",
	"deaf-stop",
	"many-jobs",
	"long-names",
	"all-kinds",
	"held-hours",
	...setupScenes.map((scene) => `setup-${scene}` as const),
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

export interface Scenario {
	readonly snapshot: Snapshot;
	/** Runs in the history. */
	readonly runs: number;
	/** lend.stop answers but changes nothing: what a lost confirmation looks like. */
	readonly deafStop: boolean;
	readonly setup: SetupScene;
}

const isSetup = (name: ScenarioName): name is `setup-${SetupScene}` => name.startsWith("setup-");

/** The picture `name` starts with; times are relative to `now`. */
export function scenario(name: ScenarioName, now: number): Scenario {
	const base = emptySnapshot(now);
	const grants = [grant(now)];
	const lastGrant = grant(now);
	const allowed: Snapshot = { ...base, grants, lastGrant, historyCount: 214, lastStop: lastStop(now) };
	const open = { allowances: [allowance(grants, now)] };
	const plain = (snapshot: Snapshot, runs = 214): Scenario => ({ snapshot, runs, deafStop: false, setup: "new" });
	if (isSetup(name)) return { ...plain(base, 0), setup: name.slice("setup-".length) as SetupScene };
	switch (name) {
		case "first":
			return plain(base, 0);
		case "ready":
			return plain({ ...allowed, state: "ready", budget: open });
		case "lending":
			return plain(lending(allowed, open, now));
		case "deaf-stop":
			return { ...plain(lending(allowed, open, now)), deafStop: true };
		case "held-in-use":
			return plain(held(allowed, "hold.in-use", { minutes: 5 }));
		case "held-battery":
			return plain(held(allowed, "hold.on-battery", {}));
		case "problem":
			return plain({ ...held(allowed, "hold.ledger-broken", {}), state: "problem" });
		case "paused": {
			const until = now + 30 * minute;
			return plain({
				...allowed,
				state: "paused",
				pausedUntil: until,
				until,
				reasons: [{ code: "hold.paused", args: { until } }],
			});
		}
		case "stopped":
		case "week":
			return plain({ ...base, lastGrant, historyCount: 214, lastStop: lastStop(now) });
		case "many-jobs":
			return plain(manyJobs(allowed, open, now));
		case "long-names":
			return plain(longNames(lending(allowed, open, now)));
		case "all-kinds":
			return plain({ ...allowed, state: "ready", reasons: [], budget: open, runners: allFound(allowed.runners) });
		case "held-hours":
			return plain({
				...held(allowed, "hold.outside-hours", { from: "08:00", to: "22:00" }),
				until: new Date(now).setHours(32, 0, 0, 0),
			});
		case "many-rows":
			return plain({ ...base, lastGrant, historyCount: 10_000, lastStop: lastStop(now) }, 10_000);
	}
}

function lending(allowed: Snapshot, budget: Snapshot["budget"], now: number): Snapshot {
	return {
		...allowed,
		state: "lending",
		reasons: [],
		budget,
		lent: { cpus: 1.4, memoryMiB: 1130 },
		jobs: [
			job(20, "Resize holiday photos", "photo-box", now - 192_000, 0.94, 340),
			job(21, "Find faces in old letters", "photo-box", now - 41_000, 0.46, 790),
		],
	};
}

/** One in each phase, and more than fit a window. */
function manyJobs(allowed: Snapshot, budget: Snapshot["budget"], now: number): Snapshot {
	const titles = [
		"Resize holiday photos",
		"Find faces in old letters",
		"Nightly tests, part 3",
		"Translate the newsletter",
	];
	const phases = ["running", "frozen", "starting", "stopping"] as const;
	const jobs = Array.from({ length: 8 }, (_, i) => ({
		...job(20 + i, titles[i % 4] ?? "", i % 2 ? "living-room" : "photo-box", now - i * 95_000 - 9_000, 0.22, 210),
		phase: phases[i % 4] ?? "running",
		...(phases[i % 4] === "starting" ? { cpus: null, memoryMiB: null, recentCpus: [] } : {}),
	}));
	return { ...lending(allowed, budget, now), lent: { cpus: 1.9, memoryMiB: 3900 }, jobs };
}

/** Names as long as the contract lets them be, with and without places to break. */
function longNames(from: Snapshot): Snapshot {
	const who = `${"photo-box-in-the-attic-".repeat(3)}`.slice(0, 63).replace(/-$/, "");
	const title = "Sort every photograph of the last thirty years by who is on it".slice(0, 80);
	return {
		...from,
		device: {
			...from.device,
			name: "the-old-computer-under-the-stairs-of-grandmother",
			person: "maximiliane-charlotte",
		},
		jobs: from.jobs.map((one, i) => ({ ...one, requesterName: who, title: i === 0 ? title : "Resize".repeat(13) })),
		requesters: from.requesters.map((one, i) => (i === 1 ? { ...one, name: who } : one)),
	};
}

function allFound(runners: Snapshot["runners"]): Snapshot["runners"] {
	const found = { available: true, code: "ok", detail: "" };
	return { ...runners, container: { ...runners.container, ...found }, gpu: { ...runners.gpu, ...found } };
}

function held(allowed: Snapshot, code: HoldCode, args: Record<string, string | number>): Snapshot {
	return { ...allowed, state: "held", reasons: [{ code, args }] };
}
