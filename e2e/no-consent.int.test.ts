// Without consent nothing runs, whatever is queued; whoever waits is told why, and goes on once somebody lends.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lend, type TestAgent, until } from "./harness/agents.ts";
import { finished, moduleJob, pythonJob } from "./harness/ask.ts";
import { hearth, startHearth } from "./harness/command-line.ts";
import { entriesOf, ledgerStory } from "./harness/ledger-lines.ts";
import { descendantsOf } from "./harness/processes.ts";
import { openScene, type Scene } from "./harness/scene.ts";
import { squareModule } from "./real/square-module.ts";

let scene: Scene;
/** Two devices on one pool: one asks, the other may lend. */
let asker: TestAgent;
let owner: TestAgent;

beforeEach(async () => {
	scene = openScene();
	const pool = `embedded:${scene.directory()}`;
	[asker, owner] = await Promise.all([scene.agent({ pool }), scene.agent({ pool })]);
});
afterEach(() => scene.end());

const nameOf = async (agent: TestAgent) => (await agent.door.status.get({})).requesters[0]?.name ?? "";
const probed = (agent: TestAgent) =>
	until(agent.door, ({ runners }) => runners.wasm.code !== "probing" && runners.container.code !== "probing");

function script(text: string): string {
	const path = join(scene.directory(), "script.py");
	writeFileSync(path, text);
	return path;
}

/** Nothing was ever accepted or started on this device, and nothing runs under its agent. */
function expectNothingRan(agent: TestAgent, story = ["LedgerOpened"]): void {
	expect(ledgerStory(agent.data)).toEqual(story);
	const own = descendantsOf(agent.pid).filter((one) => !one.commandLine.includes("guard-process"));
	expect(own).toEqual([]);
}

describe("without consent", () => {
	it("nothing runs, submit --wait says why, goes on when somebody lends, and ends with the job's own exit code", async () => {
		const path = script('import sys\nprint("from the other PC", *sys.argv[1:])\nsys.exit(7)\n');
		const waiting = startHearth(asker.data, [
			"submit",
			"--wait",
			"--title",
			"Ask nicely",
			"--python",
			path,
			"--",
			"a",
			"b",
		]);
		await waiting.sees("err", "No one lends small programs now. Waiting.");
		const more = await Promise.all([1, 2, 3].map((n) => asker.door.jobs.submit(moduleJob(squareModule, [String(n)]))));
		await Promise.all([probed(asker), probed(owner)]);
		for (const agent of [asker, owner]) {
			expect(await agent.door.status.get({})).toMatchObject({
				state: "off",
				reasons: [{ code: "hold.no-grant" }],
				jobs: [],
				historyCount: 0,
			});
			expectNothingRan(agent);
		}
		expect((await asker.door.jobs.list({})).map((one) => one.state)).toEqual(["queued", "queued", "queued", "queued"]);

		await lend(owner.door, { classes: ["wasm"], requesters: [await nameOf(asker)] });
		const ran = await waiting.done;
		expect(ran).toMatchObject({ code: 7, out: "from the other PC a b\n" });
		expect(ran.err).toMatch(
			/^Job [0-9a-f-]{36}\nAsk nicely: waiting for a PC\.\nNo one lends small programs now\. Waiting\.\n/,
		);
		expect(ran.err).toContain("Ask nicely: failed by itself, after");
		expect(ran.err).toContain("exit code 7");
		const squares = await Promise.all(more.map(({ id }) => finished(asker.door, id)));
		expect(squares.map((one) => one.stdout)).toEqual(["1\n", "4\n", "9\n"]);
		expectNothingRan(asker);
		expect(entriesOf(owner.data, "JobEnded")).toHaveLength(4);
	});

	it("a grant for another class or for others only runs nothing of it, and says so in JSON", async () => {
		await lend(owner.door, { classes: ["wasm"] }); // for its own jobs only
		const waiting = startHearth(asker.data, ["submit", "--wait", "--json", "--python", script("print(1)")]);
		await waiting.sees("out", '"kind":"waiting"');
		const container = ["submit", "--wait", "--json", "--image", `sha256:${"0".repeat(64)}`];
		const waitingToo = startHearth(asker.data, container);
		await waitingToo.sees("out", '"code":"wait.nobody-lends","class":"container"');
		// The owner's own job, queued last, runs: so the others were passed over, not merely not reached yet.
		const own = await owner.door.jobs.submit(moduleJob(squareModule, ["12"]));
		expect(await finished(owner.door, own.id)).toMatchObject({ stdout: "144\n" });
		expect(entriesOf(owner.data, "JobAccepted").map(({ event }) => event.jobId)).toEqual([own.id]);
		const states = (await asker.door.jobs.list({})).map((one) => one.state);
		expect(states).toEqual(["queued", "queued"]);
		for (const { id } of await asker.door.jobs.list({}))
			expect((await hearth(asker.data, ["cancel", id])).code).toBe(0);
		const ends = await Promise.all([waiting.done, waitingToo.done]);
		expect(ends.map((one) => one.code)).toEqual([1, 1]);
		expect(ends[0]?.lines.at(-1)).toMatchObject({ kind: "state", record: { state: "cancelled" } });
		expectNothingRan(asker);
	});

	it("a withdrawn consent takes no job again, and a pause none while it lasts", async () => {
		const first = await asker.door.jobs.submit(moduleJob(squareModule, ["4"])); // who asked once can be chosen
		await lend(owner.door, { classes: ["wasm"], requesters: [await nameOf(asker)] });
		expect(await finished(asker.door, first.id)).toMatchObject({ stdout: "16\n" });
		expect((await hearth(owner.data, ["pause", "1h"])).code).toBe(0);
		const { id } = await asker.door.jobs.submit(moduleJob(squareModule, ["5"]));
		const held = await until(owner.door, (now) => now.state === "paused");
		expect(held.reasons[0]?.code).toBe("hold.paused");
		expect(ledgerStory(owner.data).slice(-1)).toEqual(["LendingPaused"]);
		expect((await hearth(owner.data, ["resume"])).code).toBe(0);
		expect(await finished(asker.door, id)).toMatchObject({ stdout: "25\n" });
		expect((await hearth(owner.data, ["lend", "off"])).code).toBe(0);
		const late = startHearth(asker.data, ["submit", "--wait", "--python", script("print(1)")]);
		await late.sees("err", "No one lends");
		expect(ledgerStory(owner.data).slice(-1)).toEqual(["ConsentWithdrawn"]);
		const [job] = await asker.door.jobs.list({});
		expect((await hearth(asker.data, ["cancel", job?.id ?? ""])).code).toBe(0);
		expect((await late.done).code).toBe(1);
		expect(ledgerStory(owner.data).slice(-1)).toEqual(["ConsentWithdrawn"]);
	});

	it("a job that nobody took before its deadline expires, and is not run when somebody lends later", async () => {
		const { id } = await asker.door.jobs.submit(pythonJob("print('too late')", { deadlineSeconds: 1 }));
		const following = startHearth(asker.data, ["logs", id, "--follow"]);
		await following.sees("err", "nobody took it in time");
		expect((await following.done).code).toBe(0);
		expect(await finished(asker.door, id)).toMatchObject({ record: { state: "expired", result: null }, stdout: "" });
		await lend(owner.door, { classes: ["wasm"], requesters: [await nameOf(asker)] });
		const next = await asker.door.jobs.submit(moduleJob(squareModule, ["3"]));
		expect(await finished(asker.door, next.id)).toMatchObject({ stdout: "9\n" });
		expect(entriesOf(owner.data, "JobAccepted").map(({ event }) => event.jobId)).toEqual([next.id]);
		expect((await hearth(asker.data, ["jobs"])).out).toMatch(/expired/);
	});
});
