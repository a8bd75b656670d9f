// What observed facts have against a grant. A fact that the grant does not depend on is never looked at.
import type { Grant } from "../contract/consent.ts";
import type { Reason } from "../contract/decision.ts";
import type { FactName, Facts } from "../contract/facts.ts";
import { factFreshMs, idleAfterSeconds, memoryFloorMiB } from "../contract/facts.ts";
import { hold } from "./reasons.ts";

/** A fact this much ahead of the clock was read by another clock, and is not believed. */
export const factAheadMs = 5_000;

/** The facts' reasons to hold; empty when all that are needed are known, fresh and allow. Arguments never change by themselves. */
export function factReasons(grant: Grant, facts: Facts | null, now: number): Reason[] {
	const { amounts, conditions } = grant;
	const reasons: Reason[] = [];
	const need = (name: FactName, allows: (value: number | boolean) => boolean, otherwise: Reason) => {
		const value = known(facts, name, now);
		if (value === undefined) reasons.push(hold("hold.fact-unknown", { fact: name }));
		else if (!allows(value)) reasons.push(otherwise);
	};
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

/** The fact's value, or undefined when it is missing, unknown, too old, or from the future. */
function known(facts: Facts | null, name: FactName, now: number): number | boolean | undefined {
	const fact = facts?.[name];
	if (!fact?.known) return undefined;
	const age = now - fact.at;
	return age <= factFreshMs && age >= -factAheadMs ? fact.value : undefined;
}
