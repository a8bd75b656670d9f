// What a plan and a receipt of nix-installer say, in either spelling, and what is none.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { macPlanActions } from "../steps/darwin/darwin-nix.ts";
import { readInstallerActions, readInstallerVersion, receiptState } from "./installer-plan.ts";

const state = fc.constantFrom("Uncompleted", "Progress", "Completed", "Skipped");
const named = (name: string, key: string) => ({ [key]: name });

test("names and states come back in order, in either spelling; whole only when every state is settled", () => {
	const one = fc.tuple(fc.string({ minLength: 1 }), state, fc.constantFrom("action", "action_name"));
	fc.assert(
		fc.property(fc.array(one), (all) => {
			const text = JSON.stringify({
				version: "3.21.2",
				actions: all.map(([name, now, key]) => ({ action: named(name, key), state: now })),
			});
			expect(readInstallerActions(text)).toEqual(all.map(([name, now]) => ({ name, state: now })));
			expect(readInstallerVersion(text)).toBe("3.21.2");
			const settled = all.length > 0 && all.every(([, now]) => now === "Completed" || now === "Skipped");
			expect(receiptState(text)).toBe(settled ? "whole" : "half");
		}),
	);
});

test("what is no plan is none, and never a whole installation", () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
			expect(readInstallerActions(text)).toBeNull();
			expect(receiptState(text)).toBe("half");
		}),
	);
});

test("the plan for a Mac has the actions that are shown", () => {
	const text = readFileSync(new URL("../steps/darwin/fixtures/plan.json", import.meta.url), "utf8");
	expect(readInstallerActions(text)?.map(({ name }) => name)).toEqual(macPlanActions);
});
