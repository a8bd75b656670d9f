// What the desktop shell says about this PC, beside what the agent reads by itself. The shell can only make the agent more
// careful, save where the agent cannot read a fact at all; and a shell that falls silent never ends a hold.
import type { Fact, Facts, HostFacts, ShellFacts } from "../contract/facts.ts";
import { isCautious, isFresh } from "./fact-reasons.ts";

type Name = keyof ShellFacts;
type Value<N extends Name> = NonNullable<ShellFacts[N]>;
/** The last value of each fact that still counts, with the moment it arrived by the agent's own clock. */
export type ShellMemory = { readonly [N in Name]?: { readonly value: Value<N>; readonly at: number } };

/** Before a shell spoke, and after it took leave. */
export const noShell: ShellMemory = {};

const names: readonly Name[] = ["locked", "suspended", "onBattery", "idleSeconds", "thermal"];

/**
 * The memory after the shell spoke at `at`. What it now calls unknown is forgotten, unless its last value was a caution:
 * that stays with its old age, and so becomes unknown where it is needed. null takes everything back.
 */
export function hearShell(before: ShellMemory, facts: ShellFacts | null, at: number): ShellMemory {
	if (facts === null) return noShell;
	const after: Record<string, unknown> = {};
	for (const name of names) {
		const value = facts[name];
		const last = before[name];
		if (value !== null) after[name] = { value, at };
		else if (last && isCautious(name, last.value)) after[name] = last;
	}
	return after as ShellMemory;
}

/** Everything known at `now`. Facts keep their true age: the decision takes an old one for unknown. */
export function mergeShellFacts(host: HostFacts, shell: ShellMemory, now: number): Facts {
	return {
		...host,
		idleSeconds: careful("idleSeconds", host.idleSeconds, shell, now, (own, told) => told < own),
		onBattery: careful("onBattery", host.onBattery, shell, now, (own, told) => told && !own),
		locked: told("locked", shell, now),
		suspended: told("suspended", shell, now),
		thermal: told("thermal", shell, now),
	};
}

/** What may be shown as known at `now`: an old word of the shell, kept as a caution, is shown as unknown. */
export function shownFacts(facts: Facts, now: number): Facts {
	const shown = Object.entries(facts).map(([name, fact]) => {
		const old = fact.source === "shell" && !isFresh(fact, now);
		return [name, old ? { known: false, at: fact.at, source: "no-shell" } : fact];
	});
	return Object.fromEntries(shown) as Facts;
}

/** The more careful of two facts about the same thing; `narrower` is true when the shell's value is. */
function careful<N extends "idleSeconds" | "onBattery">(
	name: N,
	host: Fact<Value<N>>,
	shell: ShellMemory,
	now: number,
	narrower: (own: Value<N>, told: Value<N>) => boolean,
): Fact<Value<N>> {
	const heard = told(name, shell, now);
	if (!heard.known) return host;
	// A reader of our own that hangs is a reason to hold, which no shell takes away.
	if (host.known && (!isFresh(host, now) || !narrower(host.value, heard.value))) return host;
	return heard;
}

/** The shell's word: fresh, or an old caution that nobody has taken back. */
function told<N extends Name>(name: N, shell: ShellMemory, now: number): Fact<Value<N>> {
	const last = shell[name] as { readonly value: Value<N>; readonly at: number } | undefined;
	if (!last) return { known: false, at: now, source: "no-shell" };
	if (!isFresh(last, now) && !isCautious(name, last.value)) return { known: false, at: now, source: "no-shell" };
	return { known: true, value: last.value, at: last.at, source: "shell" };
}
