import fc from "fast-check";
import { expect, test } from "vitest";
import { setupChangeSchema } from "../../../main/contract/setup.ts";
import { readInstallerActions, receiptState } from "../../elevate/installer-plan.ts";
import { linuxActions, planText } from "./fixture-installer.ts";
import { readPlanChanges } from "./plan-changes.ts";

test("a plan's files, accounts and services, each once", () => {
	expect(readPlanChanges(planText())).toEqual([
		{ kind: "folder", how: "adds", place: "/nix" },
		{ kind: "account", how: "adds", place: "nixbld" },
		...[1, 2, 3].map((n) => ({ kind: "account", how: "adds", place: `nixbld${n}` })),
		{ kind: "file", how: "changes", place: "/etc/bash.bashrc" },
		{ kind: "file", how: "changes", place: "/etc/zsh/zshrc" },
		{ kind: "folder", how: "adds", place: "/etc/nix" },
		{ kind: "folder", how: "adds", place: "/etc/tmpfiles.d" },
		{ kind: "service", how: "adds", place: "/etc/systemd/system/nix-daemon.service" },
	]);
});

test("a receipt is whole only when each of its actions is", () => {
	expect(readInstallerActions(planText())?.map(({ name }) => name)).toEqual([...linuxActions]);
	for (const stop of linuxActions.keys()) expect(receiptState(planText(stop)), `stopped at ${stop}`).toBe("half");
	expect(receiptState(planText(linuxActions.length))).toBe("whole");
	expect(receiptState(planText())).toBe("half");
	expect(receiptState('{"actions":[]}')).toBe("half");
	expect(receiptState(planText(7).replace('"Completed"', '"Skipped"'))).toBe("whole");
});

test("any states: whole if and only if all are Completed or Skipped", () => {
	const state = fc.constantFrom("Completed", "Skipped", "Uncompleted", "Progress", "completed", "");
	fc.assert(
		fc.property(fc.array(state, { minLength: 1 }), fc.constantFrom("action_name", "action"), (states, key) => {
			const text = JSON.stringify({ actions: states.map((one) => ({ state: one, action: { [key]: "x" } })) });
			const whole = states.every((one) => one === "Completed" || one === "Skipped");
			expect(receiptState(text)).toBe(whole ? "whole" : "half");
		}),
	);
});

test("hostile JSON gives only changes that can be shown", () => {
	const name = fc.constantFrom("create_directory", "create_user", "configure_init_service", "x");
	const action = fc.record({ action_name: fc.oneof(name, fc.anything()), path: fc.anything(), name: fc.anything() });
	const plan = fc.oneof(fc.anything(), fc.record({ actions: fc.array(fc.oneof(action, fc.anything())) }));
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string(),
				fc.json(),
				plan.map((value) => JSON.stringify(value) ?? ""),
			),
			(text) => {
				for (const change of readPlanChanges(text)) setupChangeSchema.parse(change);
			},
		),
	);
	expect(readPlanChanges(`{"actions":${"[".repeat(5_000)}${"]".repeat(5_000)}}`)).toEqual([]);
});
