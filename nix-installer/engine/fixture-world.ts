// A small world of named things, steps that act on it, and a power supply that can fail between any two effects or
// journal lines. For tests; never used by the product.
import { z } from "zod";
import { fakeClock } from "../../main/tools/clock/fake.ts";
import type { RunCommand } from "../../main/tools/run-command/run-command.ts";
import { type SetupEngine, setupEngine } from "./engine.ts";
import type { Journal } from "./journal.ts";
import { type JournalLine, journalLineSchema } from "./journal-line.ts";
import type { WantedStep } from "./plan.ts";
import { stepRegistry } from "./registry.ts";
import type { Memory, Probe, Step, StepType } from "./step.ts";
import type { WorkOptions } from "./work.ts";

export class PowerCut extends Error {}

/** Counts the moments at which the power may fail; at number `cutAt` it does, and nothing has an effect any more. */
export class Power {
	moments = 0;
	dead = false;
	readonly cutAt: number;
	constructor(cutAt = Number.POSITIVE_INFINITY) {
		this.cutAt = cutAt;
	}
	/** An effect with a moment before and a moment after it. */
	effect<T>(run: () => T): T {
		this.moment();
		const result = run();
		this.moment();
		return result;
	}
	private moment(): void {
		if (this.moments++ === this.cutAt) this.dead = true;
		if (this.dead) throw new PowerCut("the power is gone");
	}
}

/** How often a step still fails: before its effect, in the middle of it, after it, and when undone. */
export interface Faults {
	before: number;
	half: number;
	after: number;
	undo: number;
}

export interface World {
	readonly things: Map<string, string>;
	readonly lines: JournalLine[];
	readonly faults: Map<string, Faults>;
	ids: number;
}

export const newWorld = (things: Iterable<[string, string]> = []): World => ({
	things: new Map(things),
	lines: [],
	faults: new Map(),
	ids: 0,
});

const paramsSchema = z.strictObject({ keys: z.array(z.string()).min(1) });
const noCommands: RunCommand = () => Promise.reject(new Error("no programs in this world"));

/** add: puts things where there are none. replace: puts a thing in place of one, and keeps that one aside. */
export const worldStep = (kind: "add" | "replace", ...keys: string[]): WantedStep => ({
	id: `${kind}-${keys.join("-")}`,
	type: `world.${kind}`,
	version: 1,
	params: { keys },
});

export interface WorldEngine {
	readonly world: World;
	readonly power?: Power;
	readonly types?: readonly StepType[];
	readonly clock?: ReturnType<typeof fakeClock>;
	/** No program answers when not given. */
	readonly run?: RunCommand;
}

/** An engine over `world`, as one process would have it. Throw it away after a power cut. */
export function startEngine({
	world,
	power = new Power(),
	types,
	clock = fakeClock(),
	run = noCommands,
}: WorldEngine): SetupEngine {
	return setupEngine({
		directory: "/nowhere",
		registry: stepRegistry(types ?? worldTypes(world, power)),
		run,
		clock,
		newId: () => `id-${world.ids++}`,
		open: () => memoryJournal(world.lines, power),
	});
}

export function quietly(onEvent: WorkOptions["onEvent"] = () => {}, stop = new AbortController()): WorkOptions {
	return { signal: stop.signal, onEvent };
}

function memoryJournal(lines: JournalLine[], power: Power): Journal {
	return {
		lines,
		torn: false,
		append(entry) {
			const line = journalLineSchema.parse(JSON.parse(JSON.stringify({ seq: lines.length + 1, at: 1, entry })));
			power.effect(() => lines.push(line));
		},
		close: () => {},
	};
}

export function worldTypes(world: World, power: Power): StepType[] {
	const open = (kind: "add" | "replace") => (params: unknown) =>
		(kind === "add" ? addStep : replaceStep)(world, power, paramsSchema.parse(params).keys);
	return [
		{ type: "world.add", version: 1, open: open("add") },
		{ type: "world.replace", version: 1, open: open("replace") },
	];
}

const shown = (kind: string, keys: readonly string[]) => ({
	title: { code: "setup.step.write-file", args: { path: keys.join() } },
	changes: keys.map((place) => ({ kind: "file" as const, how: "adds" as const, place })),
	diskBytes: 1,
	rights: "person" as const,
	undone: { code: "setup.undone.file", args: {} },
	byHand: { code: "setup.by-hand.file", args: { path: `${kind} ${keys.join()}` } },
	seconds: { from: 1, to: 2 },
});
const detail = { code: "setup.found.file", args: { path: "x" } };

function failNow(world: World, name: string, when: keyof Faults): void {
	const faults = world.faults.get(name);
	if (!faults || faults[when] <= 0) return;
	faults[when]--;
	throw new Error(`${name} fails ${when}`);
}

function addStep(world: World, power: Power, keys: readonly string[]): Step {
	const name = keys.join();
	const { things } = world;
	const isOurs = (key: string, memory: Memory | null) => memory !== null && things.get(key) === memory.mark;
	return {
		describe: () => shown("add", keys),
		async probe({ memory }): Promise<Probe> {
			const there = keys.filter((key) => things.has(key));
			const ours = there.filter((key) => isOurs(key, memory));
			if (there.length === 0) return { found: "absent" };
			if (ours.length === keys.length) return { found: "ours" };
			if (ours.length === there.length) return { found: "partial" };
			return there.length === keys.length && ours.length === 0
				? { found: "theirs", detail }
				: { found: "blocked", detail };
		},
		async act({ memory, newId, remember }) {
			failNow(world, name, "before");
			const mark = typeof memory?.mark === "string" ? memory.mark : `ours ${newId()}`;
			if (memory === null) remember({ mark });
			for (const [index, key] of keys.entries()) {
				if (isOurs(key, { mark })) continue;
				if (things.has(key)) throw new Error(`${key} appeared`);
				power.effect(() => things.set(key, mark));
				if (index === 0) failNow(world, name, "half");
			}
			failNow(world, name, "after");
		},
		async undo({ memory }) {
			for (const [index, key] of [...keys].reverse().entries()) {
				if (index === keys.length - 1) failNow(world, name, "undo");
				if (isOurs(key, memory)) power.effect(() => things.delete(key));
			}
			return [];
		},
	};
}

function replaceStep(world: World, power: Power, keys: readonly string[]): Step {
	const [key = ""] = keys;
	const { things } = world;
	return {
		describe: () => shown("replace", keys),
		async probe({ memory }): Promise<Probe> {
			if (memory && things.get(key) === memory.mark) return { found: "ours" };
			if (memory && things.has(String(memory.aside))) return { found: "partial" };
			return { found: "absent" };
		},
		async act({ memory, newId, remember }) {
			failNow(world, key, "before");
			const id = newId();
			const mark = memory?.mark ?? `ours ${id}`;
			const aside = memory?.aside ?? `${key} before ${id}`;
			if (memory === null) remember({ mark, aside });
			const original = things.get(key);
			if (original !== undefined) power.effect(() => things.set(String(aside), original));
			failNow(world, key, "half");
			power.effect(() => things.set(key, String(mark)));
			failNow(world, key, "after");
		},
		async undo({ memory }) {
			if (memory === null) return [];
			failNow(world, key, "undo");
			const original = things.get(String(memory.aside));
			if (things.get(key) === memory.mark) {
				power.effect(() => (original === undefined ? things.delete(key) : things.set(key, original)));
			}
			if (original !== undefined) power.effect(() => things.delete(String(memory.aside)));
			return [];
		},
	};
}
