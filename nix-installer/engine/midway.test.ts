// When Hearth is called back to the next sign-in: exactly while work could be cut off in the middle.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SetupResult } from "../../main/contract/setup.ts";
import { stoppedByPerson, withReturn } from "./midway.ts";

function stage() {
	let asked = false;
	const log: string[] = [];
	return {
		log,
		isAsked: () => asked,
		midway: {
			ask: async () => {
				asked = true;
				log.push("ask");
			},
			forget: async () => {
				asked = false;
				log.push("forget");
			},
		},
	};
}
const ends: SetupResult["end"][] = ["done", "undone", "failed", "cancelled", "restart", "nothing"];

test("it is asked before the work and stays only where nobody has heard its end", async () => {
	const how = fc.record({
		end: fc.constantFrom<SetupResult["end"] | "throws">(...ends, "throws"),
		abort: fc.constantFrom("no", "the person", "this program ends"),
	});
	await fc.assert(
		fc.asyncProperty(how, async ({ end, abort }) => {
			const { midway, isAsked } = stage();
			const stop = new AbortController();
			const work = withReturn(midway, stop.signal, async () => {
				expect(isAsked()).toBe(true);
				if (abort === "the person") stop.abort(stoppedByPerson);
				if (abort === "this program ends") stop.abort();
				if (end === "throws") throw new Error("the disk is full");
				return { end };
			});
			await (end === "throws" ? expect(work).rejects.toThrow("the disk is full") : work);
			expect(isAsked()).toBe(abort === "this program ends" || end === "restart");
		}),
	);
});

test("where nothing can call back, and where calling back fails, setup works all the same", async () => {
	const task = async () => ({ end: "done" as const });
	const { signal } = new AbortController();
	expect(await withReturn(null, signal, task)).toEqual({ end: "done" });
	const fails = async () => {
		throw new Error("read-only");
	};
	expect(await withReturn({ ask: fails, forget: fails }, signal, task)).toEqual({ end: "done" });
});

test("a person's stop reaches through signals that are put together", () => {
	const person = new AbortController();
	const both = AbortSignal.any([person.signal, new AbortController().signal]);
	person.abort(stoppedByPerson);
	expect(both.reason).toBe(stoppedByPerson);
});
