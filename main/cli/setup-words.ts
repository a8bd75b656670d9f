// Setup in words for a terminal: the plan, the list before undoing, what happens, and what is left.
import {
	type Leftover,
	partOfStep,
	type SetupCheck,
	type SetupChoices,
	type SetupEvent,
	type SetupPartId,
	type SetupWords,
	type ShownSetup,
	type StepShown,
	type StepStatus,
} from "../contract/setup.ts";
import type { Say } from "../contract/words.ts";
import { plain } from "./table.ts";
import { spanWords } from "./times.ts";

const mebibyte = 1_048_576;

/** Every step in its part, what cannot be set up here and what to do then, and the hash that names the plan. */
export function planWords(say: Say, { plan, hash, parts, cannot, notes, choices }: ShownSetup): string {
	const lines = [...inviteWords(say, choices), ...notes.map((note) => told(say, note))];
	if (plan.steps.length > 0) lines.push(say("cli.setup.plan-head", { n: plan.steps.length }));
	let part: SetupPartId | null = null;
	plan.steps.forEach(({ id, shown }, index) => {
		const mine = parts.find((one) => one.id === partOfStep(id))?.id ?? null;
		if (mine && mine !== part) lines.push(say(`setup.part.${mine}`));
		part = mine;
		lines.push(`${index + 1}. ${told(say, shown.title)}`);
		lines.push(
			...shown.changes.map(({ how, place }) =>
				plain(`   ${say("cli.setup.place", { how: say(`setup.change.${how}`), place })}`),
			),
		);
		lines.push(`   ${needsWords(say, shown)}`);
		if (shown.restart) lines.push(`   ${say("setup.may-restart")}`);
		lines.push(`   ${say("cli.setup.undone", { how: told(say, shown.undone) })}`);
	});
	for (const { id, why, next, entry } of cannot) {
		lines.push(say("cli.setup.cannot", { part: say(`setup.part.${id}`), why: told(say, why), next: told(say, next) }));
		if (entry) lines.push(say("cli.setup.entry"), ...entry.split("\n").map(plain));
	}
	lines.push(plan.steps.length > 0 ? say("cli.setup.hash", { hash }) : say("cli.setup.nothing-planned"));
	return `${lines.join("\n")}\n`;
}

/** Whose invite it is, and what two people compare to know that it is the same home. */
function inviteWords(say: Say, choices: SetupChoices): string[] {
	if (choices.home === "this-pc") return [];
	const { home, inviter, until, fingerprint, fleet } = choices.invite;
	const lines = [say("setup.invite.is", { home, inviter, until }), say("cli.setup.invite-key", { fingerprint })];
	return (fleet === null ? lines : [...lines, say("cli.setup.invite-list", { place: fleet })]).map(plain);
}

/** What preflight found; the labels are those of `hearth doctor`. */
export function checkWords(say: Say, checks: readonly SetupCheck[]): string {
	const lines = checks.map(({ level, words }) => `${say(`cli.doctor.${level}`)}  ${told(say, words)}`);
	return `${[say("cli.setup.checks-head"), ...lines].join("\n")}\n`;
}

function needsWords(say: Say, { rights, diskBytes, seconds }: StepShown): string {
	return say("cli.setup.needs", {
		rights: say(`setup.rights.${rights}`),
		disk: say("amount.mib", { n: Math.ceil(diskBytes / mebibyte) }),
		from: spanWords(seconds.from * 1000),
		to: spanWords(seconds.to * 1000),
	});
}

/** What undoing would take back, in its order, and what it leaves because it was here before. */
export function undoWords(say: Say, standing: readonly StepStatus[], all: readonly StepStatus[]): string {
	const lines = standing.map(
		({ shown }, index) => `${index + 1}. ${told(say, shown.title)} ${told(say, shown.undone)}`,
	);
	const kept = all.filter(({ state }) => state === "adopted").map(({ shown }) => `   ${told(say, shown.title)}`);
	if (kept.length > 0) kept.unshift(say("cli.setup.kept-head"));
	return `${[say("cli.setup.undo-head", { n: standing.length }), ...lines, ...kept].join("\n")}\n`;
}

export function stepLines(say: Say, steps: readonly StepStatus[]): string[] {
	return steps.map(({ shown, state, detail }) => {
		const why = detail ? ` ${told(say, detail)}` : "";
		return `${told(say, shown.title)}: ${say(`setup.state.${state}`)}.${why}`;
	});
}

/** What is left and how to remove each, or that nothing is. */
export function leftoverWords(say: Say, leftovers: readonly Leftover[]): string {
	if (leftovers.length === 0) return `${say("cli.setup.nothing-left")}\n`;
	const lines = leftovers.flatMap(({ what, remove }) => [`- ${told(say, what)}`, `  ${told(say, remove)}`]);
	return `${[say("cli.setup.left-head", { n: leftovers.length }), ...lines].join("\n")}\n`;
}

/** Turns events into lines for a person: one as each step begins, one when it takes unusually long. */
export function progressTeller(say: Say, tell: (line: string) => void): (event: SetupEvent) => void {
	let step = "";
	let isLong = false;
	return (event) => {
		if (event.kind !== "progress" || event.progress.what === null) return;
		const { what, percent, of, longerThanUsual } = event.progress;
		const title = told(say, what);
		const now = `${event.progress.step} ${title}`;
		if (now !== step) {
			tell(say("cli.setup.progress", { step: event.progress.step, of, percent, what: title }));
			isLong = false;
		}
		if (longerThanUsual && !isLong) tell(say("cli.setup.longer"));
		isLong ||= longerThanUsual;
		step = now;
	};
}

export function told(say: Say, { code, args }: SetupWords): string {
	return plain(say(code, args));
}
