// `hearth startup` through an agent of scripted answers, and directly where none runs.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startupCalls } from "../agent/calls/startup-calls.ts";
import { fakeStartup } from "../tools/startup/fake.ts";
import { type FixtureAgent, startFixtureAgent } from "./fixture-agent.ts";
import { snapshotOf } from "./fixture-data.ts";
import { runInTest } from "./fixture-terminal.ts";

let agent: FixtureAgent;
let app: ReturnType<typeof fakeStartup>;
let alone: ReturnType<typeof fakeStartup>;
beforeEach(async () => {
	app = fakeStartup("app");
	alone = fakeStartup("agent");
	agent = await startFixtureAgent({ status: () => snapshotOf(), ...startupCalls([app, alone]) });
});
afterEach(() => agent.close());
const hearth = (...argv: string[]) => runInTest(["startup", ...argv, "--data", agent.data]);

test("shows each state in words, and where it is written", async () => {
	expect((await hearth()).out).toContain("The agent alone: off\n  Would be written to /home/owner/.config/agent\n");
	app.set({ state: "impossible", reason: "absent" });
	alone.set({ state: "disabled-outside", stale: true });
	const { out, code } = await hearth();
	expect(code).toBe(0);
	expect(out).toMatch(/app: not possible: The desktop app is not installed here\.\n\n/);
	expect(out).toMatch(
		/alone: switched off in your system.s own settings\n {2}Written to .*\n {2}It starts another copy/,
	);
	alone.set({ state: "on", stale: false, lingers: false });
	expect((await hearth()).out).toContain("loginctl enable-linger");
	expect((await hearth("--json")).json).toMatchObject([{ kind: "app" }, { kind: "agent", state: "on" }]);
});

test("on and off: for the next sign-in only, never of the agent that answers", async () => {
	expect((await hearth("on", "app")).out).toMatch(/^It starts by itself from the next sign-in on\.\nWritten to /);
	const on = await hearth("on", "agent", "--json");
	expect(on.json).toMatchObject({ entry: { state: "on" }, started: false });
	await hearth("off", "agent");
	expect(alone.asked).toEqual([
		{ on: true, now: false },
		{ on: false, now: false },
	]);
});

test("without a kind: on is the app where it can start, else the agent; off is what is on", async () => {
	await hearth("on");
	expect([app.asked.length, alone.asked.length]).toEqual([1, 0]);
	app.set({ state: "impossible", reason: "absent" });
	await hearth("on");
	expect(alone.asked).toHaveLength(1);
	await hearth("off");
	expect(alone.asked).toHaveLength(2);
	expect((await hearth("off")).code).toBe(0);
});

test("refusals keep their code and change nothing", async () => {
	alone.set({ state: "foreign" });
	const foreign = await hearth("on", "agent", "--json");
	expect(foreign).toMatchObject({ code: 1, json: { problem: { code: "startup.foreign" } } });
	app.set({ state: "impossible", reason: "absent" });
	const impossible = await hearth("on", "app");
	expect(impossible.code).toBe(1);
	expect(impossible.err).toMatch(
		/^The desktop app is not installed here, .*\nNothing was changed\.\nInstall the desktop app/,
	);
	expect((await hearth("maybe")).code).toBe(2);
	expect((await hearth("on", "both")).code).toBe(2);
	expect((await hearth("on", "app", "twice")).code).toBe(2);
	expect([...app.asked, ...alone.asked]).toEqual([]);
});

test("without an agent it is looked at directly, in the home that the environment names", async () => {
	const home = mkdtempSync(join(tmpdir(), "hearth-home-"));
	const nobody = join(home, "data");
	const ran = await runInTest(["startup", "--json", "--data", nobody], { env: { HOME: home, PATH: "" } });
	expect(ran.code).toBe(0);
	const [first, second] = ran.json as { state: string; reason: string }[];
	expect(first).toMatchObject({ kind: "app", state: "impossible", reason: "absent" });
	// Without systemctl on the path; elsewhere nothing is asked before it is switched on.
	const linux = process.platform === "linux" ? { state: "impossible" } : {};
	expect(second).toMatchObject({ kind: "agent", ...linux });
	expect(existsSync(join(home, ".config"))).toBe(false);
	expect((await runInTest(["startup", "--pool", "x", "--data", nobody], { env: { HOME: home } })).code).toBe(2);
	rmSync(home, { recursive: true, force: true });
});
