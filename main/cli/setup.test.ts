// `hearth setup` on real files: nothing without asking, exactly what was shown, and an undo that says what is left.
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { WantedStep } from "../../nix-installer/engine/plan.ts";
import type { WantSetup } from "../../nix-installer/plans/setup-plan.ts";
import { setupResultSchema, setupStatusSchema, shownSetupSchema } from "../contract/setup.ts";
import { applySetup, planSetup, resumeSetup, showSetup, undoSetup } from "./commands/setup.ts";
import { Failure } from "./failure.ts";
import { runInTest } from "./fixture-terminal.ts";
import { openInvocation } from "./invocation.ts";
import type { Terminal } from "./terminal.ts";

let data: string;
let home: string;
beforeEach(() => {
	data = join(mkdtempSync(join(tmpdir(), "hearth-cli-setup-")), "state");
	home = mkdtempSync(join(tmpdir(), "hearth-cli-home-"));
});
afterEach(() => {
	for (const folder of [join(data, ".."), home]) rmSync(folder, { recursive: true, force: true });
});

const steps = (): WantedStep[] => [
	{ id: "folder", type: "folder.make", version: 1, params: { path: join(home, "new"), mode: 0o700 } },
	{
		id: "file",
		type: "file.write",
		version: 1,
		params: { path: join(home, "new", "note"), text: "a note\n", mode: 0o644 },
	},
];

/** The folder is one part, the file that needs it another. */
const wanted =
	(all = steps()): WantSetup =>
	async () => ({
		parts: [
			{ id: "base", needs: [], steps: all.filter(({ id }) => id === "folder") },
			{ id: "tools", needs: ["base"], steps: all.filter(({ id }) => id === "file") },
		],
		cannot: [],
		checks: [],
		notes: [],
	});

interface Said {
	out: string;
	err: string;
	asked: string[];
}

function invocation(options: { json?: boolean; interactive?: boolean; yes?: boolean } = {}) {
	const said: Said = { out: "", err: "", asked: [] };
	const terminal: Terminal = {
		out: async (text) => {
			said.out += text;
		},
		err(text) {
			said.err += text;
		},
		interactive: options.interactive ?? false,
		columns: 100,
		env: {},
		now: () => 1_800_000_000_000,
		confirm: async (question) => {
			said.asked.push(question);
			return options.yes ?? false;
		},
		read: async () => "",
		onInterrupt: () => () => {},
	};
	return { said, at: openInvocation(terminal, { json: options.json ?? false, data }) };
}

const failureOf = async (run: Promise<unknown>) => {
	const error = await run.catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(Failure);
	return error as Failure;
};

test("the commands stand in the tree; looking leaves no trace", async () => {
	for (const [words, text] of [
		["status", "Nothing is set up."],
		["resume", "Nothing was cut off."],
		["undo", "Nothing left: setup has put nothing on this PC."],
	] as const) {
		const ran = await runInTest(["setup", words, "--data", data]);
		expect([ran.code, ran.out, ran.err]).toEqual([0, `${text}\n`, ""]);
	}
	// What is planned depends on the PC that the test runs on: some hold the tools already, some could get them.
	const said = await runInTest(["setup", "plan", "--data", data]);
	expect([said.code, said.err]).toEqual([0, ""]);
	expect(said.out).toMatch(/^What was found on this PC:\n(.+\n)+/);
	const plan = shownSetupSchema.parse((await runInTest(["setup", "plan", "--data", data, "--json"])).json);
	expect(plan.checks.length).toBeGreaterThan(3);
	expect(existsSync(data)).toBe(false);
});

test("plan: every step with what changes, what it needs and how it is undone; nothing is touched", async () => {
	const { said, at } = invocation();
	expect(await planSetup(at, {}, wanted())).toBe(0);
	expect(said.out).toContain(`1. Make the folder ${join(home, "new")}\n`);
	expect(said.out).toContain(`   adds ${join(home, "new", "note")}\n`);
	expect(said.out).toContain("Needs: your own account.");
	expect(said.out).toContain("To undo: The file is removed, unless you have changed it.");
	expect(said.out).toMatch(/Plan sha256:[0-9a-f]{64}\n$/);
	const json = invocation({ json: true });
	await planSetup(json.at, {}, wanted());
	expect(said.out).toContain(shownSetupSchema.parse(JSON.parse(json.said.out)).hash);
	expect([existsSync(data), readdirSync(home)]).toEqual([false, []]);
});

test("apply: asks first; without a person or a yes nothing happens; another plan is refused", async () => {
	const silent = await failureOf(applySetup(invocation().at, {}, wanted()));
	expect([silent.problem.code, silent.exitCode]).toEqual(["setup.not-confirmed", 2]);
	const no = invocation({ interactive: true, yes: false });
	expect((await failureOf(applySetup(no.at, {}, wanted()))).exitCode).toBe(3);
	expect(no.said.asked).toEqual(["A place for your tools: do this? [y/N] "]);
	expect(no.said.err).toContain("1. Make the folder");
	const other = await failureOf(applySetup(invocation().at, { yes: true, plan: `sha256:${"0".repeat(64)}` }, wanted()));
	expect([other.problem.code, other.exitCode]).toEqual(["setup.plan-changed", 3]);
	expect([existsSync(data), readdirSync(home)]).toEqual([false, []]);
});

test("apply, status, undo: the home is empty again and nothing is left", async () => {
	const yes = invocation({ interactive: true, yes: true });
	expect(await applySetup(yes.at, {}, wanted())).toBe(0);
	expect(yes.said.out).toBe("Done.\n");
	expect(yes.said.err).toMatch(/Step 1 of 2, 0 %: Make the folder/);
	expect(readFileSync(join(home, "new", "note"), "utf8")).toBe("a note\n");
	const status = invocation();
	await showSetup(status.at);
	expect(status.said.out).toMatch(/^Setup is done\.\nMake the folder .*: done\.\nWrite the file .*: done\.\n$/);
	const undo = invocation({ interactive: true, yes: true });
	expect(await undoSetup(undo.at, {})).toBe(0);
	expect(undo.said.asked).toEqual(["Undo all of this? [y/N] "]);
	expect(undo.said.err).toMatch(/in this order:\n1\. Write the file .*\n2\. Make the folder/);
	expect(undo.said.out).toBe("Nothing left.\n");
	expect(readdirSync(home)).toEqual([]);
});

test("undo: what the person changed is named with what to do, the exit code says so, and it can be asked again", async () => {
	await applySetup(invocation().at, { yes: true }, wanted());
	appendFileSync(join(home, "new", "note"), "mine\n");
	expect((await failureOf(undoSetup(invocation().at, {}))).exitCode).toBe(2);
	const undo = invocation();
	expect(await undoSetup(undo.at, { yes: true })).toBe(1);
	expect(undo.said.out).toMatch(/^2 things are left:\n- You changed .*note after setup, so it was kept\.\n {2}Look at/);
	rmSync(join(home, "new"), { recursive: true });
	const again = invocation();
	expect(await undoSetup(again.at, { yes: true })).toBe(0);
	expect(again.said.out).toBe("Nothing left.\n");
});

test("--json: one event a line, then the result; a failed plan exits with 1 and resumes", async () => {
	const failed = invocation({ json: true });
	expect(await applySetup(failed.at, { yes: true }, wanted(steps().slice(1)))).toBe(1);
	const lines = failed.said.out
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));
	expect(setupResultSchema.parse(lines.at(-1).result)).toMatchObject({
		end: "failed",
		status: { phase: "unfinished" },
	});
	expect(lines.slice(0, -1).map(({ kind }) => kind)).toContain("progress");
	expect(failed.said.err).toBe("");
	const status = invocation({ json: true });
	await showSetup(status.at);
	expect(setupStatusSchema.parse(JSON.parse(status.said.out)).steps).toMatchObject([{ state: "failed" }]);
	const other = await failureOf(applySetup(invocation().at, { yes: true }, wanted()));
	expect(other.problem.code).toBe("setup.unfinished");
	// The missing folder is made by hand; then it goes on.
	rmSync(join(home, "new"), { recursive: true, force: true });
	mkdirSync(join(home, "new"));
	expect(await resumeSetup(invocation().at)).toBe(0);
	expect(await undoSetup(invocation().at, { yes: true })).toBe(0);
	expect(readdirSync(home, { recursive: true })).toEqual(["new"]);
});

test("apply: each part is asked for; only what was agreed to runs, and a part without the one it needs is not asked for", async () => {
	const alone = await failureOf(applySetup(invocation().at, { yes: true, part: ["tools"] }, wanted()));
	expect([alone.problem.code, alone.exitCode]).toEqual(["setup.part-needs", 3]);
	const answers = [true, false];
	const some = invocation({ interactive: true });
	Object.assign(some.at.terminal, {
		confirm: async (question: string) => {
			some.said.asked.push(question);
			return answers.shift() ?? false;
		},
	});
	expect(await applySetup(some.at, {}, wanted())).toBe(0);
	expect(some.said.asked).toHaveLength(2);
	expect(readdirSync(home, { recursive: true })).toEqual(["new"]);
	expect((await failureOf(applySetup(invocation().at, { yes: true, part: ["shed"] }, wanted()))).exitCode).toBe(2);
	// What is there is not asked for again, and what needs it can follow.
	const rest = invocation({ interactive: true, yes: true });
	expect(await applySetup(rest.at, { part: ["tools"] }, wanted())).toBe(0);
	expect(rest.said.asked).toEqual(["Your tools: do this? [y/N] "]);
	expect(readdirSync(join(home, "new"))).toEqual(["note"]);
	const all = invocation();
	expect([await applySetup(all.at, {}, wanted()), all.said.out]).toEqual([0, "All of it is there already.\n"]);
	// Undone, everything is asked for anew.
	expect(await undoSetup(invocation().at, { yes: true })).toBe(0);
	const anew = invocation({ interactive: true, yes: true });
	expect(await applySetup(anew.at, {}, wanted())).toBe(0);
	expect(anew.said.asked).toHaveLength(2);
});
