// `hearth history forget` shows what would be lost, asks, and deletes exactly what it showed.
import { afterEach, beforeEach, expect, test } from "vitest";
import { ProblemError } from "../contract/problem.ts";
import { type FixtureAgent, startFixtureAgent } from "./fixture-agent.ts";
import { type RunOptions, runInTest } from "./fixture-terminal.ts";

const head = "a".repeat(64);
let agent: FixtureAgent;
beforeEach(async () => {
	agent = await startFixtureAgent({
		historyLoss: async () => ({ runs: 12, refused: 1, since: 1_790_000_000_000, grants: 1, head }),
		forgetHistory: async () => ({ runs: 12, grants: 1 }),
	});
});
afterEach(() => agent.close());

const forget = (argv: string[], options?: RunOptions) =>
	runInTest(["history", "forget", "--data", agent.data, ...argv], options);
const forgotten = () => agent.calls.filter((one) => one.name === "forgetHistory").map((one) => one.args);

test("says what goes and what stays, and that a copy can be kept, before it asks", async () => {
	const ran = await forget([], { interactive: true, yes: true });
	expect(ran.err).toMatch(/^12 runs since .*2026.* would be deleted for good, with every receipt\.\n/);
	expect(ran.err).toContain("1 request that was turned away goes too.\n");
	expect(ran.err).toContain("What you allow now stays allowed.\n");
	expect(ran.err).toMatch(/hearth history --export FILE\nDelete the history\? \[y\/N\] $/);
	expect([ran.code, ran.out]).toEqual([0, "12 runs deleted. The history begins anew.\n"]);
	expect(forgotten()).toEqual([[head, "cli"]]);
});

test("deletes nothing without a yes", async () => {
	expect((await forget([], { interactive: true, yes: false })).code).toBe(3);
	expect((await forget([])).code).toBe(2);
	expect(forgotten()).toEqual([]);
	const ran = await forget(["--json"]);
	expect([ran.code, ran.json]).toEqual([2, { problem: expect.objectContaining({ code: "history.not-confirmed" }) }]);
});

test("--yes and --json: one document, and a refusal is 3", async () => {
	const ran = await forget(["--yes", "--json"]);
	expect([ran.code, ran.json]).toEqual([0, { runs: 12, grants: 1 }]);
	agent.answer({
		forgetHistory: async () => {
			throw new ProblemError("history.in-use", { n: 2 });
		},
	});
	const refused = await forget(["--yes"]);
	expect([refused.code, refused.out]).toEqual([3, ""]);
	expect(refused.err).toContain("Work is running here now.\nNothing was deleted.\n");
});

test("history itself still lists", async () => {
	agent.answer({ history: async () => ({ rows: [], total: 0 }) });
	expect((await runInTest(["history", "--data", agent.data])).out).toBe("Nothing has run here yet.\n");
});
