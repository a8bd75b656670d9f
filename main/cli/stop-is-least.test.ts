// Stop never takes more of a person than starting did: counted in words typed and questions answered.
import type { Command } from "commander";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FixtureAgent, startFixtureAgent } from "./fixture-agent.ts";
import { runInTest } from "./fixture-terminal.ts";
import { buildProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";

let agent: FixtureAgent;
beforeEach(async () => {
	agent = await startFixtureAgent({ stop: async () => ({ withdrawn: 1, stopped: [] }) });
});
afterEach(() => agent.close());

const program = buildProgram({ columns: 80 } as Terminal, () => undefined);
const find = (path: string) =>
	path.split(" ").reduce<Command>((parent, name) => {
		const child = parent.commands.find((one) => one.name() === name);
		if (!child) throw new Error(`there is no command ${path}`);
		return child;
	}, program);
/** Words after `hearth` in the shortest line that is accepted: the command, and an option with its value for each must. */
const leastWords = (path: string) => {
	const command = find(path);
	const operands = command.registeredArguments.filter((one) => one.required).length;
	return path.split(" ").length + operands + 2 * command.options.filter((one) => one.mandatory).length;
};

test("stop is one word, and pause too; allowing takes more", () => {
	expect(leastWords("stop")).toBe(1);
	expect(leastWords("pause")).toBe(1);
	expect(leastWords("lend off")).toBe(2);
	expect(leastWords("lend on")).toBeGreaterThan(leastWords("lend off"));
	for (const way of ["stop", "lend off"]) {
		expect(
			find(way).options.filter((one) => one.mandatory || /yes|confirm|force/.test(one.long ?? "")),
			way,
		).toEqual([]);
	}
});

test.each(["stop", "lend off"])("%s asks nothing, with a person at the keys or without", async (way) => {
	for (const interactive of [true, false]) {
		const ran = await runInTest([...way.split(" "), "--data", agent.data], { interactive, yes: false });
		expect(ran).toMatchObject({ code: 0, err: "" });
		expect(agent.calls.at(-1)).toMatchObject({ name: "stop", args: ["cli"] });
	}
});
