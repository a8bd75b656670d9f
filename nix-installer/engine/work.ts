// What running and undoing share: the open journal, what it adds up to, and who is told of each change.
import type { SetupEvent, SetupWords, StepState } from "../../main/contract/setup.ts";
import {
	beginStep,
	endStep,
	newPace,
	type PacedStep,
	reportBytes,
	showProgress,
} from "../../main/core/setup-progress.ts";
import type { Clock } from "../../main/tools/clock/clock.ts";
import type { RunCommand } from "../../main/tools/run-command/run-command.ts";
import { foldEntry, foldJournal, type Item, type SetupPast, stepStatus } from "./fold.ts";
import type { Journal } from "./journal.ts";
import type { JournalEntry } from "./journal-line.ts";
import type { StepRegistry } from "./registry.ts";
import type { ComeBack } from "./restart.ts";
import { type ActContext, type Memory, StepFault } from "./step.ts";

export interface EngineTools {
	readonly registry: StepRegistry;
	readonly run: RunCommand;
	readonly clock: Clock;
	/** Random, unique text of [0-9a-f-], e.g. a UUID. */
	readonly newId: () => string;
	/** None where no step needs a restart. */
	readonly comeBack?: ComeBack | null;
}

export interface WorkOptions {
	readonly signal: AbortSignal;
	/** Told of each change of a step and of progress. Must not throw. */
	readonly onEvent: (event: SetupEvent) => void;
}

export interface Work {
	readonly tools: EngineTools;
	readonly signal: AbortSignal;
	past(): SetupPast;
	/** The item as the journal has it now. */
	now(item: Item): Item;
	write(entry: JournalEntry): void;
	/** Journals a step's new state and tells of it. */
	mark(item: Item, state: StepState, more?: { detail?: SetupWords | null; leftovers?: Item["leftovers"] }): void;
	/** What a step gets to work with; its memory is read anew from the journal. */
	context(item: Item): ActContext;
	pace: {
		start(steps: readonly Item[]): void;
		begin(item: Item): void;
		end(item: Item): void;
		stop(): void;
	};
}

/** How often progress is told while nothing else happens. */
const tellEveryMs = 1_000;

export function openWork(journal: Journal, tools: EngineTools, { signal, onEvent }: WorkOptions): Work {
	const { clock } = tools;
	let past = foldJournal(journal.lines);
	let pace = newPace([]);
	let stopTelling = () => {};
	const now = (item: Item): Item => {
		const items = past.runs.find(({ run }) => run === item.run)?.items ?? [];
		return items.find(({ step }) => step.id === item.step.id) ?? item;
	};
	const write = (entry: JournalEntry) => {
		journal.append(entry);
		past = foldEntry(past, entry);
	};
	const tell = () => {
		const next = showProgress(pace, clock.now());
		pace = next.pace;
		onEvent({ kind: "progress", at: clock.now(), progress: next.progress });
	};
	const of = ({ run, planHash, step }: Item) => ({ run, planHash, stepId: step.id });
	return {
		tools,
		signal,
		past: () => past,
		now,
		write,
		mark(item, state, { detail = null, leftovers = [] } = {}) {
			write({
				kind: "step",
				...of(item),
				version: item.step.version,
				state,
				detail,
				leftovers: [...leftovers],
			});
			onEvent({ kind: "state", at: clock.now(), step: stepStatus(now(item)) });
		},
		context: (item) => ({
			get memory() {
				return now(item).memory;
			},
			run: tools.run,
			signal,
			newId: tools.newId,
			remember: (memory: Memory) => write({ kind: "memory", ...of(item), memory: { ...memory } }),
			report(bytes) {
				pace = reportBytes(pace, bytes);
				tell();
			},
		}),
		pace: {
			start(items) {
				pace = newPace(items.map(paced));
				stopTelling = clock.every(tellEveryMs, tell);
			},
			begin(item) {
				pace = beginStep(pace, keyOf(item), clock.now());
				tell();
			},
			end(item) {
				pace = endStep(pace, keyOf(item));
				tell();
			},
			stop: () => stopTelling(),
		},
	};
}

const keyOf = ({ run, step }: Item) => `${run} ${step.id}`;

function paced(item: Item): PacedStep {
	const { title, seconds } = item.step.shown;
	return { id: keyOf(item), title, seconds };
}

/** What went wrong, in words. */
export function faultWords(error: unknown): SetupWords {
	if (error instanceof StepFault) return error.words;
	return { code: "setup.fault.other", args: { error: error instanceof Error ? error.message : String(error) } };
}
