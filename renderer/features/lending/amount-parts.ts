// What the capsules of the Lending page show, from the agent's picture. Pure.

import { numberWords } from "../../../main/contract/formats.ts";
import { memoryWords } from "../../../main/contract/grant-words.ts";
import { grantedCpus, grantedMemoryMiB } from "../../../main/contract/hero.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import type { Say } from "../../../main/contract/words.ts";
import { type Part, splitAmounts } from "../../ui/capsule-shape.ts";

interface Split {
	readonly you: number;
	readonly kept: number;
	readonly busy: number;
	readonly free: number;
}

/** Is anything lent at this moment, or only allowed for later? Ember is for the first alone. */
export const isLent = (s: Snapshot) => s.state === "lending" || s.state === "ready";

export function cpuParts(say: Say, locale: string, s: Snapshot): Part[] {
	const split = splitAmounts(s.capacity.cpus, s.others.cpus, grantedCpus(s), s.lent.cpus);
	return parts(say, split, isLent(s), s.grants.length > 0, (n) => numberWords(locale, n, n < 1 ? 2 : 1));
}

export function memoryParts(say: Say, s: Snapshot): Part[] {
	const split = splitAmounts(s.capacity.memoryMiB, s.others.memoryMiB, grantedMemoryMiB(s), s.lent.memoryMiB);
	return parts(say, split, isLent(s), s.grants.length > 0, (n) => memoryWords(say, n));
}

/** The free disk: what jobs may write to, and all the rest, which they never see. */
export function diskParts(say: Say, s: Snapshot): Part[] {
	const scratch = s.grants.reduce((sum, one) => sum + one.amounts.scratchMiB, 0);
	const free = s.capacity.freeDiskMiB ?? 0;
	const lent = Math.min(scratch, free);
	const amount = memoryWords(say, lent);
	return [
		{ kind: "kept", amount: free - lent, label: say("capsule.disk-kept"), short: say("capsule.disk-kept-short") },
		{
			kind: isLent(s) ? "free" : "asleep",
			amount: lent,
			label: say("capsule.scratch", { amount }),
			short: amount,
		},
	];
}

function parts(say: Say, split: Split, lent: boolean, granted: boolean, words: (n: number) => string): Part[] {
	const named = (kind: Part["kind"], amount: number, code: string): Part => ({
		kind,
		amount,
		label: say(code, { amount: words(amount) }),
		short: words(amount),
	});
	return [
		named("you", split.you, "capsule.you"),
		{
			...named("kept", split.kept, granted ? "capsule.kept" : "capsule.yours"),
			short: say(granted ? "capsule.kept-short" : "capsule.disk-kept-short"),
		},
		named("busy", split.busy, "capsule.busy"),
		named(lent ? "free" : "asleep", split.free, lent ? "capsule.free" : "capsule.asleep"),
	];
}
