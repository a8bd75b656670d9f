// What observed facts have against a grant. A fact that the grant does not depend on is never looked at.
import type { Grant } from "../contract/consent.ts";
import type { Reason } from "../contract/decision.ts";
import type { Fact, FactName, Facts } from "../contract/facts.ts";
import { factFreshMs, idleAfterSeconds, memoryFloorMiB } from "../contract/facts.ts";
import { hold } from "./reasons.ts";

/** A fact this much ahead of the clock was read by another clock, and is not believed. */
export const factAheadMs = 5_000;

/** The facts' reasons to hold; empty when all that are needed are known, fresh and allow. Arguments never change by themselves. */
export function factReasons(grant: Grant, facts: Facts | null, now: number): Reason[] {
	const { amounts, conditions } = grant;
	const reasons: Reason[] = [];
	const need = (name: FactName, allows: (value: number | boolean | string) => boolean, otherwise: Reason) => {
		const value = known(facts, name, now);
		if (value === undefined) reasons.push(hold("hold.fact-unknown", { fact: name }));
		else if (!allows(value)) reasons.push(otherwise);
	};
	for (const [name, otherwise] of shellHolds) {
		const fact = facts?.[name];
		// Where no shell tells of it, nobody knows, and nothing depends on it.
		if (fact?.known && isCautious(name, fact.value)) need(name, () => false, otherwise);
	}
	if (conditions.when !== "any-time") {
		const minutes = Math.ceil(idleAfterSeconds / 60);
		need("idleSeconds", (value) => Number(value) >= idleAfterSeconds, hold("hold.in-use", { minutes }));
	}
	if (!conditions.onBattery) need("onBattery", (value) => value === false, hold("hold.on-battery"));
	if (!conditions.onMetered) need("metered", (value) => value === false, hold("hold.metered"));
	const floor = hold("hold.memory-low", { memoryMiB: memoryFloorMiB });
	need("availableMemoryMiB", (value) => Number(value) >= memoryFloorMiB, floor);
	const scratch = hold("hold.disk-low", { scratchMiB: amounts.scratchMiB });
	need("freeDiskMiB", (value) => Number(value) >= amounts.scratchMiB, scratch);
	return reasons;
}

const shellHolds = [
	["suspended", hold("hold.asleep")],
	["thermal", hold("hold.hot")],
] as const;

/** True when the value by itself speaks against lending, for some grant at least. A locked PC is not in use. */
export function isCautious(name: FactName, value: unknown): boolean {
	if (name === "idleSeconds") return !(Number(value) >= idleAfterSeconds);
	if (name === "thermal") return value === "serious" || value === "critical";
	return (name === "onBattery" || name === "suspended") && value !== false;
}

/** Neither too old nor from the future. */
export function isFresh(fact: { readonly at: number }, now: number): boolean {
	const age = now - fact.at;
	return age <= factFreshMs && age >= -factAheadMs;
}

/** The fact's value, or undefined when it is missing, unknown, too old, or from the future. */
function known(facts: Facts | null, name: FactName, now: number): number | boolean | string | undefined {
	const fact: Fact<number | boolean | string> | undefined = facts?.[name];
	return fact?.known && isFresh(fact, now) ? fact.value : undefined;
}
