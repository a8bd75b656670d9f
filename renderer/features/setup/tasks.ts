// The rows of the list: the parts before anything runs, the single steps while it does.
import {
	partOfStep,
	type SetupCheck,
	type SetupPicture,
	type SetupStatus,
	type ShownSetup,
	type StepState,
	type StepStatus,
} from "../../../main/contract/setup.ts";
import { say } from "../../words.ts";
import { told } from "./setup-words.ts";
import type { Task, TaskState } from "./task-list.tsx";

/** Every state a step can be in, as a row shows it. */
const rowStates: Readonly<Record<StepState, TaskState>> = {
	planned: "todo",
	acting: "stopped",
	waiting: "waiting",
	done: "done",
	adopted: "kept",
	skipped: "done",
	failed: "stopped",
	undoing: "stopped",
	undone: "undone",
	leftover: "left",
};

/** What was found on this PC that matters most; null when all is fine. */
export function worstOf({ checks }: ShownSetup): SetupCheck | null {
	const found = (wanted: SetupCheck["level"]) => checks.find(({ level }) => level === wanted);
	return found("problem") ?? found("warn") ?? null;
}

/** What setup is made of, with what became of each part. */
export function partTasks(shown: ShownSetup, status: SetupStatus, lends: boolean): Task[] {
	const worst = worstOf(shown);
	// Once all is undone, what became of each step before is history.
	const steps = status.phase === "none" ? [] : status.steps;
	return [
		{
			id: "check",
			title: say("page.setup.task.check"),
			line: worst ? told(worst.words) : say("page.setup.task.check-fine"),
			state: "done",
		},
		...shown.parts.map(
			({ id, renews }): Task => ({
				id,
				title: say(`setup.part.${id}`),
				line: say(renews ? "page.setup.task.newer" : `setup.part.${id}.line`),
				state: renews ? "todo" : partState(steps.filter((step) => partOfStep(step.id) === id)),
			}),
		),
		...shown.cannot.map(
			({ id, why, next }): Task => ({
				id,
				title: say(`setup.part.${id}`),
				line: `${told(why)} ${told(next)}`,
				state: "cannot",
			}),
		),
		{ id: "join", title: say("page.setup.task.join"), line: say("page.setup.task.join-line"), state: "cannot" },
		{
			id: "lend",
			title: say("page.setup.task.lend"),
			line: say(lends ? "page.setup.task.lend-on" : "page.setup.task.lend-line"),
			state: lends ? "done" : "todo",
		},
	];
}

function partState(steps: readonly StepStatus[]): TaskState {
	const states = new Set(steps.map(({ state }) => rowStates[state]));
	for (const state of ["left", "stopped", "waiting"] as const) if (states.has(state)) return state;
	if (states.size === 0 || states.has("todo") || states.has("undone")) {
		return states.has("done") ? "stopped" : "todo";
	}
	return states.has("done") ? "done" : "kept";
}

/** Each step of what runs or ran last; while undoing, in the order of undoing. */
export function stepTasks({ status, standing, working }: SetupPicture, undoing: boolean): Task[] {
	const rows = undoing ? [...status.steps].reverse() : status.steps;
	const busyState = undoing ? "undoing" : "acting";
	// A step that stays after an undo stands for what is left.
	const stands = new Set(standing.map(({ run, id }) => `${run} ${id}`));
	return rows.map(({ run, id, shown, state, detail }) => ({
		id: `${run} ${id}`,
		title: told(shown.title),
		...lineOf(detail ? told(detail) : undoing && stands.has(`${run} ${id}`) ? told(shown.undone) : null),
		state: working && state === busyState ? "busy" : undoing && state === "done" ? "todo" : rowStates[state],
	}));
}

const lineOf = (line: string | null) => (line === null ? {} : { line });
