// The owner's commands against an agent of scripted answers behind the real socket door.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AgentCalls } from "../agent/calls/agent-calls.ts";
import { ProblemError } from "../contract/problem.ts";
import { type FixtureAgent, startFixtureAgent } from "./fixture-agent.ts";
import {
	aGrant,
	at,
	digestOf,
	grantOf,
	receiptId,
	receiptOf,
	runningJob,
	sentence,
	snapshotOf,
} from "./fixture-data.ts";
import { type RunOptions, runInTest } from "./fixture-terminal.ts";

let agent: FixtureAgent;
beforeEach(async () => {
	agent = await startFixtureAgent({ status: () => snapshotOf() });
});
afterEach(() => agent.close());
const hearth = (argv: string[], options?: RunOptions) => runInTest([...argv, "--data", agent.data], options);

test("status: the snapshot as JSON, or the state, the reasons, the grants and the jobs in words", async () => {
	expect((await hearth(["status", "--json"])).json).toEqual(snapshotOf());
	const off = await hearth(["status"]);
	expect(off).toMatchObject({ code: 0, err: "" });
	expect(off.out).toMatch(/^Lending is off\.\nYou have not allowed any lending/);
	expect(off.out).toContain("kitchen, ada: 4 cores, 8 GiB");
	const lending = snapshotOf({ state: "lending", reasons: [], grants: [aGrant], jobs: [runningJob], historyCount: 2 });
	agent.answer({ status: () => lending });
	const { out } = await hearth(["status"]);
	expect(out).toContain("Lending now.");
	expect(out).toContain(`  ${sentence} (until `);
	expect(out).toMatch(/Count words +this-pc +running +0\.9 \/ 1 +80 MiB \/ 512 MiB +12 sec/);
	expect(out).toContain("2 jobs have run here.");
});

test("status: a title that tries to drive the terminal is made harmless", async () => {
	const jobs = [{ ...runningJob, title: "\u001b[2J\u202Eevil\nline" }];
	agent.answer({ status: () => snapshotOf({ state: "lending", reasons: [], jobs }) });
	const { out } = await hearth(["status"]);
	for (const bad of ["\u001b", "\u202E"]) expect(out).not.toContain(bad);
	expect(out).toContain("\uFFFD[2J\uFFFDevil\uFFFDline");
});

const amounts = ["--class", "wasm", "--cpus", "1", "--memory", "1GiB", "--scratch", "256MiB"];
const lending: Partial<AgentCalls> = {
	previewLending: async () => ({
		shown: { locale: "en", text: sentence, digest: digestOf(sentence) },
		warnings: [{ code: "warn.idle-unknown", args: {} }],
	}),
	lend: async ({ draft }) => grantOf(draft),
};
const lent = () => agent.calls.find(({ name }) => name === "lend")?.args[0];

test("lend on: shows the sentence, asks, and records exactly what was shown", async () => {
	agent.answer(lending);
	const more = ["--class", "container", "--when", "any-time", "--hours", "20:00-07:00", "--quiet", "01:00-02:00"];
	const who = ["--requester", "cluster", "--on-battery", "--metered", "--for", "30d"];
	const ran = await hearth(["lend", "on", ...amounts, ...more, ...who], { interactive: true, yes: true });
	expect(ran.code).toBe(0);
	expect(ran.err).toContain(sentence);
	expect(ran.err).toContain("cannot tell whether somebody is using it");
	expect(ran.err).toContain("Allow this? [y/N]");
	expect(ran.out).toMatch(/^Recorded\. This ends by itself on \d+ Feb 2027, /);
	expect(lent()).toMatchObject({
		shownDigest: digestOf(sentence),
		via: "cli",
		draft: {
			classes: ["wasm", "container"],
			amounts: { cpus: 1, memoryMiB: 1024, scratchMiB: 256 },
			conditions: {
				when: "any-time",
				hours: { from: 1200, to: 420 },
				quietHours: { from: 60, to: 120 },
				onBattery: true,
				onMetered: true,
			},
			requesters: [{ name: "cluster" }],
			days: 30,
		},
	});
});

test("lend on: the defaults say no to everything that was not asked for, and yes to this PC alone", async () => {
	agent.answer(lending);
	const ran = await hearth(["lend", "on", ...amounts, "--yes", "--json"]);
	expect(ran).toMatchObject({ code: 0 });
	expect(ran.json).toMatchObject({ classes: ["wasm"], via: "cli" });
	expect(ran.err).not.toContain("[y/N]");
	const conditions = { when: "idle", hours: null, quietHours: null, onBattery: false, onMetered: false };
	expect(lent()).toMatchObject({ draft: { conditions, days: 90, requesters: [{ name: "this-pc" }] } });
});

test("lend on: no answer, a no, an unknown name or a bad amount record nothing", async () => {
	agent.answer(lending);
	const cases: [string[], RunOptions, number, string][] = [
		[amounts, {}, 2, "consent.not-confirmed"],
		[amounts, { interactive: true, yes: false }, 3, "consent.not-confirmed"],
		[[...amounts, "--yes", "--requester", "nobody"], {}, 3, "consent.unknown-requester"],
		[[...amounts, "--yes", "--for", "12h"], {}, 2, "input.malformed"],
		[[...amounts, "--yes", "--hours", "27:00-01:00"], {}, 2, "input.malformed"],
		[[...amounts.slice(2), "--yes"], {}, 2, "input.malformed"],
		[["--class", "shell", ...amounts.slice(2), "--yes"], {}, 2, "input.malformed"],
	];
	for (const [argv, options, code, problem] of cases) {
		const ran = await hearth(["lend", "on", ...argv, "--json"], options);
		expect([ran.code, (ran.json as { problem: { code: string } }).problem.code], argv.join(" ")).toEqual([
			code,
			problem,
		]);
	}
	expect(lent()).toBeUndefined();
	const words = await hearth(["lend", "on", ...amounts]);
	expect(words.err).toContain("Add --yes");
});

test("what the agent refuses is a refusal here, with its words", async () => {
	agent.answer({ ...lending, lend: () => Promise.reject(new ProblemError("consent.text-changed")) });
	const ran = await hearth(["lend", "on", ...amounts, "--yes", "--json"]);
	expect(ran.code).toBe(3);
	const message = expect.stringMatching(/^What you would allow has changed.*\nNothing was changed\.\n/);
	expect(ran.json).toEqual({ problem: { code: "consent.text-changed", args: {}, message, actions: [] } });
});

test.each(["stop", "lend off"])("%s: withdraws, stops, and says what was proven", async (words) => {
	const argv = words.split(" ");
	agent.answer({ stop: async () => ({ withdrawn: 1, stopped: [receiptOf("owner-stop", null)] }) });
	const ran = await hearth(argv);
	expect(ran).toMatchObject({ code: 0, err: "" });
	expect(ran.out).toContain("What you allowed is withdrawn.\n1 job was stopped, proven after 80 ms.\n");
	expect(ran.out).toContain("No process and no file of it is left.");
	agent.answer({ stop: async () => ({ withdrawn: 1, stopped: [receiptOf("owner-stop", null, 2)] }) });
	const left = await hearth(argv);
	expect(left.code).toBe(1);
	expect(left.out).toContain("2 processes are left");
});

test("pause and resume", async () => {
	agent.answer({ pause: async () => ({}), resume: async () => ({}) });
	expect((await hearth(["pause", "2h", "--json"])).json).toEqual({ until: at + 7_200_000 });
	expect((await hearth(["pause", "--json"])).json).toEqual({ until: at + 3_600_000 });
	expect(agent.calls.map(({ args }) => args)).toEqual([
		[at + 7_200_000, "cli"],
		[at + 3_600_000, "cli"],
	]);
	expect((await hearth(["pause", "soon"])).code).toBe(2);
	expect((await hearth(["resume"])).out).toBe("The pause is over.\n");
});

test("history: rows, more than shown, and one receipt that holds or not", async () => {
	const row = {
		receiptId,
		title: "Count words",
		requesterName: "this-pc",
		class: "wasm" as const,
		startedAt: at,
		endedAt: at + 2_500,
		end: "done" as const,
		exitCode: 0,
		cpuSeconds: 2,
		peakMemoryMiB: 90,
	};
	agent.answer({ history: async () => ({ rows: [row], total: 7 }) });
	const words = await hearth(["history"]);
	expect(words.out).toMatch(/Count words +this-pc +wasm +\S.* +2\.5 sec +2 sec +90 MiB/);
	expect(words.err).toContain("The newest 1 of 7");
	expect((await hearth(["history", "--json"])).json).toEqual({ rows: [row], total: 7 });
	agent.answer({ history: async () => ({ rows: [], total: 0 }) });
	expect((await hearth(["history"])).out).toBe("Nothing has run here yet.\n");

	agent.answer({ receipt: async () => ({ receipt: receiptOf("done", 0), verified: true }) });
	const good = await hearth(["history", "--receipt", receiptId]);
	expect(good.code).toBe(0);
	expect(good.out).toMatch(/PROOF +gone after 80 ms, no process left, scratch erased/);
	agent.answer({ receipt: async () => ({ receipt: receiptOf("done", 0), verified: false }) });
	expect((await hearth(["history", "--receipt", receiptId])).code).toBe(1);
	expect((await hearth(["history", "--receipt", "nonsense"])).code).toBe(2);
});

test("history --export: every row as CSV or JSON, never over a file that is there", async () => {
	const row = (n: number) => ({
		receiptId: `${receiptId.slice(0, -5)}${String(n).padStart(5, "0")}` as typeof receiptId,
		title: n === 1 ? '=HYPERLINK("x"), "quoted"' : `Run ${n}`,
		requesterName: "this-pc",
		class: "wasm" as const,
		startedAt: at,
		endedAt: at + n,
		end: "done" as const,
		exitCode: 0,
		cpuSeconds: 2,
		peakMemoryMiB: 90,
	});
	const rows = Array.from({ length: 12_000 }, (_, i) => row(12_000 - i));
	agent.answer({
		history: async (limit, _before, which) => ({
			rows: rows.slice(which?.skip ?? 0, (which?.skip ?? 0) + limit),
			total: rows.length,
		}),
	});
	const file = join(agent.data, "kept.csv");
	const first = await hearth(["history", "--export", file]);
	expect(first).toMatchObject({ code: 0, out: `12,000 runs written to ${file}\n` });
	const lines = readFileSync(file, "utf8").split("\r\n");
	expect(lines).toHaveLength(12_002);
	expect(lines[12_000]).toContain(`"'=HYPERLINK(""x""), ""quoted""",this-pc,wasm,done,0,`);
	const json = join(agent.data, "kept.json");
	expect((await hearth(["history", "--export", json, "--json"])).json).toEqual({
		path: json,
		format: "json",
		rows: 12_000,
	});
	expect(JSON.parse(readFileSync(json, "utf8"))).toEqual(rows);
	expect((await hearth(["history", "--export", json, "--format", "csv"])).code).toBe(2);
	expect(JSON.parse(readFileSync(json, "utf8"))).toHaveLength(12_000);
	expect((await hearth(["history", "--export", json, "--format", "csv", "--force"])).code).toBe(0);
	expect(readFileSync(json, "utf8")).toBe(readFileSync(file, "utf8"));
	expect((await hearth(["history", "--export", join(agent.data, "no/such/folder")])).code).toBe(2);
	expect((await hearth(["history", "--export", file, "--receipt", receiptId])).code).toBe(2);
});

test("ui and doctor", async () => {
	agent.answer({ openWindow: async (port) => ({ url: `http://127.0.0.1:${port || 4000}/?token=t` }) });
	expect((await hearth(["ui"])).out).toBe("http://127.0.0.1:4000/?token=t\n");
	expect((await hearth(["ui", "--port", "5000", "--json"])).json).toEqual({ url: "http://127.0.0.1:5000/?token=t" });
	expect((await hearth(["ui", "--port", "70000"])).code).toBe(2);
	agent.answer({ openWindow: () => Promise.reject(new ProblemError("agent.port-taken", { port: 5000 })) });
	expect((await hearth(["ui"])).code).toBe(1);

	const well = { code: "all-well", level: "ok" as const, args: {}, action: "none" as const };
	agent.answer({ doctor: async () => ({ at, findings: [well] }) });
	expect(await hearth(["doctor"])).toMatchObject({ code: 0, out: "ok        Nothing is wrong.\n" });
	const away = { ...well, code: "pool-away", level: "problem" as const, args: { pool: "nats://x" } };
	agent.answer({ doctor: async () => ({ at, findings: [away] }) });
	const sick = await hearth(["doctor"]);
	expect(sick.code).toBe(1);
	expect(sick.out).toMatch(/^PROBLEM {3}This PC cannot reach the pool nats:\/\/x\.\n +Check the network/);
});
