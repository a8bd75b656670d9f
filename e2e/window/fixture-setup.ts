// Setup, answered from a picture held in memory: one per state its pages have to show well.
import { implement, type Router } from "@orpc/server";
import { type Contract, contract } from "../../main/contract/calls.ts";
import { type Problem, ProblemError } from "../../main/contract/problem.ts";
import type {
	PlannedStep,
	SetupChoices,
	SetupPicture,
	SetupResult,
	SetupWords,
	ShownSetup,
	StepState,
	StepStatus,
} from "../../main/contract/setup.ts";
import { choicesOf, judgeInvite } from "../../main/tools/crypto/setup-choices.ts";
import { digest } from "./scenario-parts.ts";

export const setupScenes = [
	"new",
	"working",
	"slow",
	"failed",
	"stopped",
	"restart",
	"restart-start",
	"may-restart",
	"done",
	"undoing",
	"left",
	"undone",
] as const;
export type SetupScene = (typeof setupScenes)[number];

const home = "/home/owner";
const words = (code: string, args: SetupWords["args"] = {}): SetupWords => ({ code, args });

type Sketch = readonly [
	id: string,
	path: string,
	megabytes: number,
	rights: "person" | "administrator",
	seconds: number,
];
const sketches: readonly Sketch[] = [
	["base.folder", "/nix", 0, "administrator", 1],
	["base.store", "/nix/store", 96, "administrator", 120],
	["tools.settings", `${home}/.config/hearth-home`, 0, "person", 1],
	["tools.editor", `${home}/.config/hearth-home/inventory.json`, 0, "person", 1],
	["tools.home", `${home}/.bashrc`, 680, "person", 240],
];

const steps: PlannedStep[] = sketches.map(([id, path, megabytes, rights, seconds]) => ({
	id,
	type: "fixture",
	version: 1,
	params: {},
	shown: {
		title: words(id.endsWith("home") ? "setup.step.take-over-file" : "setup.step.make-folder", { path }),
		changes: [{ kind: "file", how: id.endsWith("home") ? "changes" : "adds", place: path }],
		diskBytes: megabytes * 1e6,
		rights,
		undone: words(id.endsWith("home") ? "setup.undone.take-over" : "setup.undone.folder"),
		byHand: words("setup.by-hand.folder", { path }),
		seconds: { from: seconds / 2, to: seconds },
	},
}));

/** As on Windows, where a part of the system is turned on. */
const withRestart = steps.map((step) =>
	step.id === "base.store" ? { ...step, shown: { ...step.shown, restart: true as const } } : step,
);

/** An invite that names this list is one to a home whose list does not have this account yet. */
export const listWithoutThisPc = "github:linden/nothing-for-this-pc";
const isListed = (choices: SetupChoices) => choices.home === "this-pc" || choices.invite.fleet !== listWithoutThisPc;
const notOnList: ShownSetup["cannot"][number] = {
	id: "tools",
	why: words("setup.cannot.not-on-list", { home: "Linden home" }),
	next: words("setup.cannot.ask-entry", { inviter: "Rowan", entry: "owner@living-room" }),
	entry: JSON.stringify(
		{
			people: { owner: { name: "owner" } },
			hosts: { "living-room": { class: "linux-pc" } },
			homes: { "owner@living-room": { person: "owner", directory: home, parts: ["dev"], madeWith: "26.05" } },
		},
		null,
		"\t",
	),
};

function notesOf(choices: SetupChoices): SetupWords[] {
	if (choices.home === "this-pc") return [];
	const { home: name } = choices.invite;
	const later = words("setup.note.invite-later", { home: name });
	return isListed(choices) ? [later, words("setup.note.invite-list", { home: name })] : [later];
}

const shown = (choices: SetupChoices, mayRestart: boolean): ShownSetup => ({
	plan: {
		v: 1,
		steps: (mayRestart ? withRestart : steps).filter(({ id }) => isListed(choices) || id.startsWith("base.")),
	},
	hash: digest(isListed(choices) ? 7 : 8),
	choices,
	parts: [
		{ id: "base", needs: [] },
		...(isListed(choices) ? [{ id: "tools" as const, needs: ["base" as const] }] : []),
	],
	cannot: [
		...(isListed(choices) ? [] : [notOnList]),
		{ id: "containers", why: words("setup.cannot.this-version"), next: words("setup.cannot.lend-anyway") },
	],
	checks: [
		{ level: "ok", words: words("setup.check.disk", { free: 182 }) },
		{ level: "warn", words: words("setup.check.memory-low", { size: 3.5 }) },
	],
	notes: notesOf(choices),
});

const statusOf = (states: readonly StepState[], detail: SetupWords | null = null): StepStatus[] =>
	steps.slice(0, states.length).map(({ id, shown: one }, index) => {
		const state = states[index] as StepState;
		const said = state === "adopted" ? words("setup.found.folder", { path: "/nix" }) : null;
		return { run: 1, id, shown: one, state, detail: state === "failed" || state === "waiting" ? detail : said };
	});

const rest = { hash: digest(7), leftovers: [], torn: false };
const progress = (step: number, percent: number, slow: boolean): SetupPicture["progress"] => ({
	step,
	of: 5,
	what: steps[step - 1]?.shown.title ?? null,
	percent,
	bytes: { done: 312e6, total: 680e6 },
	secondsLeft: { from: slow ? 0 : 70, to: slow ? 30 : 230 },
	longerThanUsual: slow,
});

const at = (
	phase: SetupPicture["status"]["phase"],
	states: readonly StepState[],
	more: Partial<SetupPicture> = {},
	detail: SetupWords | null = null,
): SetupPicture => {
	const all = statusOf(states, detail);
	const standing = all.filter(({ state }) => !["planned", "adopted", "undone", "skipped"].includes(state)).reverse();
	return { status: { ...rest, phase, steps: all }, standing, working: false, progress: null, last: null, ...more };
};

const waiting: readonly StepState[] = ["adopted", "waiting", "planned", "planned", "planned"];
const kept: readonly StepState[] = ["adopted", "done", "done", "done"];
const pictures: Readonly<Record<SetupScene, () => SetupPicture>> = {
	new: () => at("none", []),
	working: () => at("unfinished", [...kept, "acting"], { working: true, progress: progress(5, 58, false) }),
	slow: () => at("unfinished", [...kept, "acting"], { working: true, progress: progress(5, 93, true) }),
	failed: () => at("unfinished", [...kept, "failed"], {}, words("setup.failure.disk-full.what")),
	stopped: () => {
		const picture = at("unfinished", [...kept, "acting"]);
		return { ...picture, status: { ...picture.status, torn: true } };
	},
	restart: () => at("restart", waiting, { last: "restart" }, words("setup.fault.restart-needed")),
	"restart-start": () => at("restart", waiting, { last: "restart" }, words("setup.fault.restart-then-start")),
	"may-restart": () => at("none", []),
	done: () => at("done", [...kept, "done"], { last: "done" }),
	undoing: () =>
		at("undoing", ["adopted", "done", "done", "undoing", "undone"], {
			working: true,
			progress: { ...progress(2, 30, false), of: 4, bytes: null } as SetupPicture["progress"],
		}),
	left: () => {
		const path = `${home}/.config/hearth-home/inventory.json`;
		const picture = at("leftover", ["adopted", "undone", "leftover", "leftover", "undone"], { last: "undone" });
		const leftovers = [
			{
				stepId: "tools.editor",
				what: words("setup.left.file-changed", { path }),
				remove: words("setup.by-hand.file", { path }),
			},
			{
				stepId: "tools.settings",
				what: words("setup.left.folder-used", { path: `${home}/.config/hearth-home` }),
				remove: words("setup.by-hand.folder", { path: `${home}/.config/hearth-home` }),
			},
		];
		return { ...picture, status: { ...picture.status, leftovers } };
	},
	undone: () => at("none", ["adopted", "undone", "undone", "undone", "undone"], { last: "undone" }),
};

/** What `ask` gives; a problem it throws, as the doors carry it. */
function orProblem<T>(errors: { PROBLEM: (a: { data: Problem }) => Error }, ask: () => T): T {
	try {
		return ask();
	} catch (error) {
		throw error instanceof ProblemError ? errors.PROBLEM({ data: error.problem }) : error;
	}
}

/** The calls over one changeable picture; what is asked for has happened at once. */
export function fixtureSetup(scene: SetupScene): Router<Contract["setup"], Record<never, never>> {
	const os = implement(contract).setup;
	let picture = pictures[scene]();
	const watchers = new Set<() => void>();
	const become = (next: SetupScene, end: SetupResult["end"]): SetupResult => {
		picture = pictures[next]();
		for (const tell of [...watchers]) tell();
		return { end, why: null, status: picture.status };
	};
	const changed = (signal: AbortSignal | undefined) =>
		new Promise<void>((resolve) => {
			const tell = () => {
				watchers.delete(tell);
				resolve();
			};
			watchers.add(tell);
			signal?.addEventListener("abort", tell);
		});
	return {
		plan: os.plan.handler(({ input, errors }) =>
			orProblem(errors, () => shown(choicesOf(input.choices, Date.now()), scene === "may-restart")),
		),
		readInvite: os.readInvite.handler(({ input }) => judgeInvite(input.link, Date.now())),
		get: os.get.handler(() => picture),
		watch: os.watch.handler(async function* ({ signal }) {
			while (!signal?.aborted) {
				yield picture;
				await changed(signal);
			}
		}),
		apply: os.apply.handler(() => become("done", "done")),
		resume: os.resume.handler(() => become("done", "done")),
		undo: os.undo.handler(() => become("undone", "undone")),
		cancel: os.cancel.handler(() => {
			become("stopped", "cancelled");
			return {};
		}),
	};
}
